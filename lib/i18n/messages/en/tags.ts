import type { Translated } from '../../translated';
import type { tags as source } from '../zh-CN/tags';

export const tags: Translated<typeof source> = {
  title: 'Tags',
  subtitle: 'See and change the tags of one user, tag and untag many, keep the dictionary of tags.',
  cid: 'cid',
  kind: {
    tag: 'Tag',
    tags: 'All tags',
    before: 'Tags before',
    deed: {
      add: 'Add tags, {count, plural, one {# row} other {# rows}}',
      remove: 'Remove tags, {count, plural, one {# row} other {# rows}}',
      clear: 'Clear: remove {count, plural, one {# tag} other {# tags}}',
      replace: 'Overwrite the tags of {count, plural, one {# user} other {# users}}',
    },
    consequence: {
      add: '{rows, plural, one {# tag} other {# tags}} will be added; other tags of these users stay. Binding is asynchronous: it shows a little later.',
      remove:
        '{rows, plural, one {# tag} other {# tags}} will be taken away; other tags of these users stay.',
      clear:
        '{rows, plural, one {The listed tag} other {The # listed tags}} will be taken away one by one; tags bound after the check are not among them.',
      replace:
        'All tags of {rows, plural, one {# user} other {# users}} will be overwritten: tags that are not listed are deleted. A cid can be overwritten once a day (from midnight, Beijing time).',
    },
    again: 'Line {line, number} has this cid already, with something else; they are sent in that order.',
    duplicate: 'The same as line {line, number}.',
    noChange: {
      'has-tag': 'Has this tag already.',
      'not-tagged': 'Does not have this tag.',
      'no-tags': 'This cid has no tags at all.',
      'none-known': 'The ledger knows no tag of this cid.',
      'same-tags': 'Has just these tags now.',
    },
    atLine: 'Line {line, number}: {why}',
    broken: {
      'tag-empty': 'No tag is given.',
      'tag-blank': 'A tag holds no blanks.',
      'tag-too-long': 'A tag has at most 32 characters; the longest here has {longest, number}.',
      'tag-unsafe': 'A tag with /, \\ or control characters, or of dots only, does not fit into an address.',
      'tags-empty': 'No tag is given. Overwriting cannot clear: use “Clear”.',
      'tags-too-many': 'A user has at most 100 tags.',
      'tags-too-long': 'The tags of a user have at most 512 characters together.',
      'cid-twice':
        'This cid stands further up already; overwriting takes one row a cid. Put its tags into one cell.',
      'cid-empty': 'No cid is given.',
      'cid-form': 'A cid is 8 to 64 letters, digits, - or _, usually 32 hexadecimal digits.',
      'cid-unknown': 'Getui does not know this cid: it belongs to another app, or is no longer valid.',
    },
  },
};
