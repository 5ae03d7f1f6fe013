import type { Group, Node, Op, Rule } from './schema';
import { ENGLISH, HAN, type Words } from './sentence-words';

/** Values of one condition that are named; of longer lists the first few, then how many there are. */
const NAMED_AT_MOST = 5;
const NAMED_OF_MANY = 3;

/** What a tree says without what is muted or empty. */
type Said =
  | { readonly kind: 'rule'; readonly rule: Rule; readonly not: boolean }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Said[]; readonly not: boolean };

const opposite = (said: Said): Said => ({ ...said, not: !said.not });

function said(node: Node): Said | null {
  if (node.muted) return null;
  if (node.kind === 'rule') return node.values.length === 0 ? null : { kind: 'rule', rule: node, not: false };
  const parts = node.parts.map(said).filter((part) => part !== null);
  const [first] = parts;
  if (!first) return null;
  if (node.op === 'none') {
    return parts.length === 1 ? opposite(first) : { kind: 'all', parts: parts.map(opposite), not: false };
  }
  return parts.length === 1 ? first : { kind: node.op, parts, not: false };
}

/** One value makes "all" and "any" the same; "none", or what is turned around, goes without further words. */
function plain({ op, values }: Rule, not: boolean): { op: Op; not: boolean } {
  const short = op === 'all' && values.length === 1 ? 'any' : op;
  if (!not) return { op: short, not: false };
  if (short === 'any') return { op: 'none', not: false };
  return short === 'none' ? { op: 'any', not: false } : { op: 'all', not: true };
}

function ruleText(rule: Rule, turned: boolean, words: Words): string {
  const values = [...new Set(rule.values)];
  const { op, not } = plain({ ...rule, values }, turned);
  const preset = op !== 'all' && rule.key === 'region' ? words.preset(values) : null;
  const names = preset ? [preset] : values.map((value) => words.name(rule.key, value));
  const shown = names.length > NAMED_AT_MOST ? names.slice(0, NAMED_OF_MANY) : names;
  const text = words.rule(rule.key, op, { shown, of: names.length });
  return not ? words.not(text) : text;
}

function textOf(part: Said, words: Words, inside: boolean): string {
  if (part.kind === 'rule') return ruleText(part.rule, part.not, words);
  const text = part.parts.map((one) => textOf(one, words, true)).join(words.joins[part.kind]);
  if (part.not) return words.not(words.brackets(text));
  return inside ? words.brackets(text) : text;
}

/**
 * What a tree means as one sentence: `en` in English, any other language in Chinese. Parts that are muted or empty are
 * left out, groups within groups stand in brackets, and nothing at all is everybody.
 */
export function sentenceOf(tree: Group, locale: string): string {
  const words = locale === 'en' ? ENGLISH : HAN;
  const whole = said(tree);
  return whole
    ? words.sentence(textOf(whole, words, words.bracketsAny && whole.kind === 'any'))
    : words.everybody;
}

/** One rule alone, as it stands within a sentence; null when it says nothing. Mute is left aside. */
export function phraseOf(rule: Rule, locale: string): string | null {
  return rule.values.length === 0 ? null : ruleText(rule, false, locale === 'en' ? ENGLISH : HAN);
}
