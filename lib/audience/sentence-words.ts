import { presetOf } from './presets';
import { regionName } from './region-names';
import type { Key, Op } from './schema';

/** Names of values, some or all of `of`. */
export type Names = { readonly shown: readonly string[]; readonly of: number };

/** How one language says it. */
export type Words = {
  readonly everybody: string;
  readonly joins: { readonly all: string; readonly any: string };
  /** An "or" over everything stands in brackets, since something follows it. */
  readonly bracketsAny: boolean;
  readonly sentence: (condition: string) => string;
  readonly brackets: (text: string) => string;
  readonly not: (text: string) => string;
  readonly name: (key: Key, value: string) => string;
  readonly preset: (regions: readonly string[]) => string | null;
  readonly rule: (key: Key, op: Op, names: Names) => string;
};

const PHONES: ReadonlyMap<string, string> = new Map([
  ['android', 'Android'],
  ['ios', 'iOS'],
]);

const isShort = ({ shown, of }: Names) => shown.length < of;
/** Two and more names: 「A」、「B」或「C」. */
const hanList = ({ shown }: Names, word: string) => `${shown.slice(0, -1).join('、')}${word}${shown.at(-1)}`;
const hanMany = (names: Names, unit: string) => `${names.shown.join('、')}等 ${names.of} ${unit}`;

const HAN_RULES: Readonly<Record<Key, Readonly<Record<Op, (names: Names) => string>>>> = {
  phoneType: {
    any: (names) => `平台是 ${hanList(names, ' 或 ')}`,
    all: (names) => `平台同时是 ${hanList(names, ' 和 ')}`,
    none: (names) => `平台既不是 ${hanList(names, ' 也不是 ')}`,
  },
  region: {
    any: (names) => `在${isShort(names) ? hanMany(names, '地') : hanList(names, '或')}`,
    all: (names) => `同时在${isShort(names) ? hanMany(names, '地') : hanList(names, '和')}`,
    none: (names) => `不在${isShort(names) ? hanMany(names, '地') : hanList(names, '或')}`,
  },
  tag: {
    any: (names) => `有标签${isShort(names) ? `${hanMany(names, '个')}之一` : hanList(names, '或')}`,
    all: (names) => `同时有标签${isShort(names) ? hanMany(names, '个') : hanList(names, '和')}`,
    none: (names) =>
      `标签${isShort(names) ? `${hanMany(names, '个')}` : `${names.shown.join('、')}`}一个都没有`,
  },
};
const HAN_ONE: Readonly<Record<Key, readonly [is: string, isNot: string]>> = {
  phoneType: ['平台是 ', '平台不是 '],
  region: ['在', '不在'],
  tag: ['有标签', '没有标签'],
};

export const HAN: Words = {
  everybody: '所有用户',
  joins: { all: '，且', any: '，或' },
  bracketsAny: true,
  sentence: (condition) => `${condition}${/\w$/u.test(condition) ? ' ' : ''}的用户`,
  brackets: (text) => `（${text}）`,
  not: (text) => `并非${text}`,
  name: (key, value) =>
    key === 'tag'
      ? `「${value}」`
      : key === 'region'
        ? regionName(value, 'zh-CN')
        : (PHONES.get(value) ?? value),
  preset: (regions) => presetOf(regions)?.zh ?? null,
  rule: (key, op, names) => {
    const [is, isNot] = HAN_ONE[key];
    if (names.of === 1) return `${op === 'none' ? isNot : is}${names.shown[0]}`;
    return HAN_RULES[key][op](names);
  },
};

function englishList({ shown, of }: Names, word: 'and' | 'or'): string {
  if (shown.length < of) return `${shown.join(', ')} ${word} ${of - shown.length} more`;
  return shown.length < 2 ? shown.join() : `${shown.slice(0, -1).join(', ')} ${word} ${shown.at(-1)}`;
}
const ENGLISH_ONE: Readonly<Record<Key, readonly [is: string, isNot: string]>> = {
  phoneType: ['on ', 'not on '],
  region: ['in ', 'not in '],
  tag: ['with the tag ', 'without the tag '],
};
const ENGLISH_MANY: Readonly<Record<Key, Readonly<Record<Op, string>>>> = {
  phoneType: { any: 'on ', all: 'on all of ', none: 'not on ' },
  region: { any: 'in ', all: 'in all of ', none: 'not in ' },
  tag: { any: 'with any of the tags ', all: 'with all of the tags ', none: 'with none of the tags ' },
};

export const ENGLISH: Words = {
  everybody: 'Everybody',
  joins: { all: ', and ', any: ', or ' },
  bracketsAny: false,
  sentence: (condition) => `Users ${condition}`,
  brackets: (text) => `(${text})`,
  not: (text) => `not ${text}`,
  name: (key, value) =>
    key === 'tag' ? `“${value}”` : key === 'region' ? regionName(value, 'en') : (PHONES.get(value) ?? value),
  preset: (regions) => presetOf(regions)?.en ?? null,
  rule: (key, op, names) => {
    const [is, isNot] = ENGLISH_ONE[key];
    if (names.of === 1) return `${op === 'none' ? isNot : is}${names.shown[0]}`;
    return `${ENGLISH_MANY[key][op]}${englishList(names, op === 'all' ? 'and' : 'or')}`;
  },
};
