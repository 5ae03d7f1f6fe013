import type { Translated } from '../../translated';
import type { badge as source } from '../zh-CN/badge';

export const badge: Translated<typeof source> = {
  title: 'Badge',
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
