import type { ReachableRule } from '@/lib/core/alias';
import { guessKind } from '@/lib/core/cid';

/** Pure rules of aliases, shared by forms and verbs. Sources: docs.getui.com/getui/server/rest_v2/user, 绑定别名. */

/** An alias holds at most this many cids (page: 一个别名最多允许绑定10个cid). */
export const MAX_CIDS_PER_ALIAS = 10;
/** An alias is shorter than 40 characters (page: 长度<40字). */
export const MAX_ALIAS_CHARACTERS = 39;
/** Older pages say 40 bytes of UTF-8; longer ones may be refused by some servers, so screens warn. */
export const SAFE_ALIAS_BYTES = 40;
/** Pairs of one upstream call (page: 数组长度不大于1000), and of one form. */
export const MAX_PAIRS = 1000;

export type Pair = { readonly cid: string; readonly alias: string };
/** A row as typed or pasted: `line` counts from 1. */
export type PairRow = Pair & { readonly line: number };

export type AliasRule = ReachableRule | 'alias-too-long' | 'alias-charset';

const ALIAS_CHARACTERS = /^[\p{Script=Han}A-Za-z0-9_]+$/u;

/** The rule an alias breaks, or null: letters, digits, underscore and Han characters, fewer than 40. */
export function aliasRule(alias: string): AliasRule | null {
  if (alias === '') return 'alias-empty';
  if (!/^\w+$/.test(alias) && !ALIAS_CHARACTERS.test(alias)) return 'alias-charset';
  return alias.length > MAX_ALIAS_CHARACTERS && [...alias].length > MAX_ALIAS_CHARACTERS
    ? 'alias-too-long'
    : null;
}

/** The characters of an alias that the rule forbids, each once, for the message. */
export function forbiddenCharacters(alias: string): string[] {
  return [...new Set([...alias].filter((character) => !ALIAS_CHARACTERS.test(character)))];
}

/** True when the alias is legal but longer than 40 bytes of UTF-8. */
export const aliasIsLongInBytes = (alias: string): boolean =>
  new TextEncoder().encode(alias).length > SAFE_ALIAS_BYTES;

const SEPARATOR = /[\t,，;；|\s]+/;
const HEADER = /^cid$/i;

/**
 * Reads pasted lines of `cid alias`, separated by tab, comma, semicolon or blanks (Chinese ones too), quotes allowed.
 * Blank lines and a header line are passed over. A line with only one value keeps it as cid with an empty alias, and
 * what follows a second separator stays in the alias, so that its rule can name it. Columns the other way round are
 * turned when only the second value looks like a cid.
 */
export function parsePairs(text: string): PairRow[] {
  const rows: PairRow[] = [];
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const trimmed = raw.trim();
    if (trimmed === '') continue;
    const cut = trimmed.search(SEPARATOR);
    const unquote = (value: string) =>
      value
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .trim();
    const left = unquote(cut < 0 ? trimmed : trimmed.slice(0, cut));
    const right = unquote(cut < 0 ? '' : trimmed.slice(cut).replace(SEPARATOR, ''));
    if (rows.length === 0 && (HEADER.test(left) || HEADER.test(right))) continue;
    const turned = guessKind(left) === 'alias' && guessKind(right) === 'cid';
    rows.push({ line: index + 1, cid: turned ? right : left, alias: turned ? left : right });
  }
  return rows;
}
