import type { Translated } from '../../translated';
import type { badge as source } from '../zh-CN/badge';

export const badge: Translated<typeof source> = {
  title: 'Badge',
  subtitle: 'Set the number on the icon of an iOS app, or change it. Other platforms have no badge.',
  readOnly: 'Your role may only look',
  readOnlyBody: 'Setting and changing badges is for operators and administrators.',
  open: {
    title: 'Changes without an answer',
    body: 'Nobody knows whether these took effect. Sending them again might count twice, so that never happens; setting a number settles them.',
    ofJob: 'Only the cids of one job whose outcome is unknown.',
    all: 'See all',
    settle: 'Set {count, plural, one {this cid} other {these # cids}} to a number',
    none: 'No change is without an answer',
    noneOfJob: 'No cid of this job is in doubt, or all have been set to a number since',
    more: 'The newest {max, number} only; the others follow once these are settled.',
    change: 'Change',
    at: 'Time',
    job: 'Job',
    see: 'See',
  },
  desk: {
    title: 'Set badges',
    mode: 'How to change',
    modes: { set: 'Set to N', plus: 'Add N', minus: 'Take off N' },
    amount: { set: 'Set to', plus: 'Add', minus: 'Take off' },
    said: {
      set: 'Set the badge to {amount, number}',
      plus: 'Add {amount, number} to the badge',
      minus: 'Take {amount, number} off the badge',
    },
    once: 'A change is sent once only',
    onceBody:
      'Without an answer it is not sent again but listed above for you to settle. “Set to N” is safer when you know the number.',
    previewHint:
      'The preview asks Getui of every cid whether it is an iOS user; others are listed and not sent. “Badge before” is according to Muster and may have changed when the user opened the app.',
  },
  cid: 'cid',
  kind: {
    before: 'Badge before (ledger)',
    setDeed: 'Set the badge of {count, plural, one {# cid} other {# cids}} to {value, number}',
    addDeed: 'Change the badge of {count, plural, one {# cid} other {# cids}} by {change}',
    set: 'The badge of {rows, plural, one {one iOS user is} other {# iOS users is}} set to {value, number}.',
    add: 'The badge of {rows, plural, one {one iOS user changes} other {# iOS users changes}} by {change}. This is sent once only: without an answer it is not sent again, but listed for you to set an absolute number.',
    again: 'Row {line, number} has this cid already.',
    duplicate: 'The same as row {line, number}.',
    atLine: 'Row {line, number}: {why}',
    broken: {
      'cid-empty': 'There is no cid.',
      'cid-form': 'A cid is 8 to 64 letters, digits, - or _, usually 32 hex digits.',
      'cid-unknown': 'Getui does not know this cid: it belongs to another app or has expired.',
      'not-ios': 'Not an iOS user: it has no badge, so nothing is sent.',
      'platform-unknown': 'Getui does not say whether this is an iOS user, so nothing is sent.',
    },
  },
};
