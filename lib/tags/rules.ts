/** Pure rules of tags, shared by forms, files and verbs. Source: docs.getui.com/getui/server/rest_v2/user, 标签. */

/** Tags of one user (page: 最多100个标签). */
export const MAX_TAGS = 100;
/** Characters of one tag (page: 单个标签长度最大为32字符). */
export const MAX_TAG_CHARACTERS = 32;
/** Characters of all tags of a user together (page: 标签总长度最大为512个字符). */
export const MAX_TOTAL_CHARACTERS = 512;
/** Cids of one call of the batch endpoints (page: 数组长度不大于1000). */
export const CIDS_PER_CALL = 1000;

export type TagRule = 'tag-empty' | 'tag-blank' | 'tag-too-long' | 'tag-unsafe';
export type TagsRule = TagRule | 'tags-empty' | 'tags-too-many' | 'tags-too-long';

export const charactersOf = (text: string): number => [...text].length;
export const totalCharacters = (tags: readonly string[]): number =>
  tags.reduce((sum, tag) => sum + charactersOf(tag), 0);

// What cannot stand in the path of a call; the client of the upstream holds to the same rule, and a test compares them.
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  /^\.+$|[\u0000-\u001f\u007f-\u009f\u2028\u2029/\\]|%(?:2e|2f|5c|00|25)|\p{Surrogate}/iu;

/** The rule a tag breaks, or null: no blanks, at most 32 characters, and safe in a path. */
export function tagRule(tag: string): TagRule | null {
  if (tag === '') return 'tag-empty';
  if (/\s/.test(tag)) return 'tag-blank';
  if (UNSAFE.test(tag)) return 'tag-unsafe';
  return charactersOf(tag) > MAX_TAG_CHARACTERS ? 'tag-too-long' : null;
}

/** The rule a whole list of a user's tags breaks, or null. The vendor's answer to an empty list is not documented. */
export function tagsRule(tags: readonly string[]): TagsRule | null {
  if (tags.length === 0) return 'tags-empty';
  for (const tag of tags) {
    const rule = tagRule(tag);
    if (rule) return rule;
  }
  return roomRule(tags);
}

/** Whether so many tags fit a user: the rule they break together, or null. */
export function roomRule(tags: readonly string[]): 'tags-too-many' | 'tags-too-long' | null {
  if (tags.length > MAX_TAGS) return 'tags-too-many';
  return totalCharacters(tags) > MAX_TOTAL_CHARACTERS ? 'tags-too-long' : null;
}

/** What may stand between tags in one cell or line: a tag contains no blank, and these are separators to people. */
const SEPARATORS = /[\s,，;；、|]+/;

/** The tags of a text, each once, in order. */
export const splitTags = (text: string): string[] => [
  ...new Set(text.split(SEPARATORS).filter((part) => part !== '')),
];

/** Two lists as sets: what the second has more, what it lacks, what both have; in their own order. */
export function compareTags(from: readonly string[], to: readonly string[]) {
  const [before, after] = [new Set(from), new Set(to)];
  return {
    added: [...after].filter((tag) => !before.has(tag)),
    removed: [...before].filter((tag) => !after.has(tag)),
    kept: [...before].filter((tag) => after.has(tag)),
  };
}

export const sameTags = (a: readonly string[], b: readonly string[]): boolean => {
  const { added, removed } = compareTags(a, b);
  return added.length === 0 && removed.length === 0;
};

/** Tags as one text and back: a tag holds no blank. */
export const joinTags = (tags: readonly string[]): string => tags.join(' ');
export const tagsOf = (text: string): string[] => text.split(' ').filter((tag) => tag !== '');

/** What becomes of a cid's tags when some are added and others taken away, in a steady order. */
export const patched = (
  now: readonly string[],
  { add, remove }: { readonly add: readonly string[]; readonly remove: readonly string[] },
): string[] => [...new Set([...now.filter((tag) => !remove.includes(tag)), ...add])];
