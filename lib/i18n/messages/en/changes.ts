import type { Translated } from '../../translated';
import type { changes as source } from '../zh-CN/changes';

export const changes: Translated<typeof source> = {
  /** Pasted cids to which one thing is done. */
  cids: {
    label: 'cids',
    hint: 'One a line, or separated by blanks, commas or semicolons; at most {max, number} at once, import a file for more.',
    count: '{count, plural, one {# cid} other {# cids}}',
    preview: 'Preview',
    tooMany: 'At most {max, number} at once here; there are {count, number}',
    tooManyBody:
      'Import more than that: it is checked first, then sent call by call, and can be paused. What you pasted comes along.',
    toImport: 'Continue as an import',
  },
  quick: {
    checking: 'Checking {count, plural, one {# row} other {# rows}} …',
    nothing: 'There is nothing to send',
    cost: '{calls, plural, one {# call} other {# calls}}{rest, plural, =0 {} other {, # more not sent}}',
  },
  run: {
    title: 'Outcome',
    sending: 'Sending …',
    readingBack: 'Reading {rows, plural, one {# row} other {# rows}} back …',
    again: 'Do another batch',
    retry: 'Preview the {count, plural, one {# row} other {# rows}} that did not succeed again',
    stopped: 'The connection broke; the change may still be running',
    halted: 'The server failed while carrying it out; the outcome is open',
    haltedBody:
      'Part of it may have taken effect. The rows are read back in the background within minutes; look under Jobs before doing it again.',
    stoppedBody:
      'The server carries the change out; it does not stop with this page. Look for its outcome under Jobs.',
  },
};
