import type { Translated } from '../../translated';
import type { blacklist as source } from '../zh-CN/blacklist';

export const blacklist: Translated<typeof source> = {
  title: 'Blacklist',
  cid: 'cid',
  reason: 'Reason',
  ticket: 'Ticket',
  expires: 'Expires',
  kind: {
    before: 'Registered before',
    deed: {
      add: 'Block {count, plural, one {# cid} other {# cids}}',
      remove: 'Release {count, plural, one {# cid} other {# cids}}',
      declare: 'Register {count, plural, one {# cid} other {# cids}}',
      reassert: 'Assert {count, plural, one {# cid} other {# cids}} again',
    },
    consequence: {
      add: '{rows, plural, one {One cid goes} other {# cids go}} on the blacklist at Getui and will get no pushes.{replaces, plural, =0 {} one { One of them is on it already according to the register; its reason, ticket and expiry are replaced.} other { # of them are on it already according to the register; their reason, ticket and expiry are replaced.}}',
      remove:
        '{rows, plural, one {One cid is} other {# cids are}} taken off the blacklist at Getui; {known, number} of them are on it according to the register. They will get pushes again.',
      declare:
        '{rows, plural, one {One cid is} other {# cids are}} registered as “declared blocked”. Only the register is written: Getui is not called, and nothing changes for any user.',
      reassert:
        '{rows, plural, one {One cid that is} other {# cids that are}} on the list according to the register {rows, plural, one {is} other {are}} added at Getui once more. Nothing happens to those that are on it; the register stays as it is.',
    },
    again:
      'Row {line, number} has this cid already, registered otherwise; they are carried out in order and the last one counts.',
    duplicate: 'The same as row {line, number}.',
    noChange: {
      'on-list': 'On the list already according to the register, with the same reason, ticket and expiry.',
      'on-list-here': 'Muster blocked it itself; that record stands.',
      'not-on-list': 'Not on the list according to the register; there is nothing to assert again.',
      'released-here': 'Muster released it itself; that record stands.',
    },
    atLine: 'Row {line, number}: {why}',
    broken: {
      'cid-empty': 'There is no cid.',
      'cid-form': 'A cid is 8 to 64 letters, digits, - or _, usually 32 hex digits.',
      'cid-unknown': 'Getui does not know this cid: it belongs to another app or has expired.',
      'reason-empty': 'There is no reason. Give one for all rows in the form, or one a row in the file.',
      'reason-too-long': 'A reason has at most 200 characters; this one has {count, number}.',
      'ticket-too-long': 'A ticket has at most 64 characters; this one has {count, number}.',
      'expires-form': 'The expiry “{value}” cannot be read; write 2026-12-31 or 2026-12-31 18:00.',
      'expires-past': 'The expiry has passed already.',
    },
  },
};
