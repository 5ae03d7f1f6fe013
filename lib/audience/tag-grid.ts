import type { Budget } from './budget';
import { ANDROID, type Expression, IOS, join, NEITHER, type Places } from './expression';

export const PHONE_BITS = [ANDROID, IOS, NEITHER] as const;

/** Places that a tree treats alike, and what it asks of tags there: on android, on ios, and on neither. */
export type Row = { readonly codes: readonly string[]; readonly on: readonly [number, number, number] };

/**
 * A tree cut by place and phone type, which exclude one another. `rows[0]` is everywhere else, the place that is not
 * known included; numbers of `on` point into `functions`, which speak of tags alone.
 */
export type TagGrid = { readonly rows: readonly Row[]; readonly functions: readonly Expression[] };

/** Conditions on places within an expression. */
export function placesIn(expression: Expression, found: Places[] = []): Places[] {
  if (typeof expression === 'boolean') return found;
  if (expression.is === 'places') found.push(expression);
  else if (expression.is === 'and' || expression.is === 'or')
    for (const part of expression.parts) placesIn(part, found);
  return found;
}

/** Codes that occur in the same conditions, joined; the first block is empty: everywhere else. */
export function blocksOf(conditions: readonly Places[], budget: Budget): readonly (readonly string[])[] {
  const signatures = new Map<string, number[]>();
  for (const [index, { codes }] of conditions.entries()) {
    budget.spend(codes.size);
    for (const code of codes) signatures.set(code, [...(signatures.get(code) ?? []), index]);
  }
  const blocks = new Map<string, string[]>();
  for (const [code, indexes] of signatures) {
    const text = indexes.join();
    blocks.set(text, [...(blocks.get(text) ?? []), code]);
  }
  return [[], ...blocks.values()];
}

/** What is left to ask of tags once place and phone type are known. */
export function at(
  expression: Expression,
  code: string | undefined,
  phone: number,
  budget: Budget,
): Expression {
  budget.spend(1);
  if (typeof expression === 'boolean') return expression;
  if (expression.is === 'phones') return (expression.mask & phone) !== 0;
  if (expression.is === 'places')
    return (code !== undefined && expression.codes.has(code)) !== expression.negated;
  if (expression.is === 'tags') {
    budget.spend(expression.values.length);
    return expression;
  }
  return join(
    expression.is,
    expression.parts.map((part) => at(part, code, phone, budget)),
  );
}

/** Cuts an expression by place and phone type. */
export function gridOf(expression: Expression, budget: Budget): TagGrid {
  const numbers = new Map<string, number>();
  const functions: Expression[] = [];
  const numberOf = (code: string | undefined, phone: number) => {
    const found = at(expression, code, phone, budget);
    const text = JSON.stringify(found);
    budget.spend(text.length >> 3);
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, functions.length);
    return functions.push(found) - 1;
  };
  const rows = new Map<string, { codes: string[]; on: [number, number, number] }>();
  const [, ...blocks] = blocksOf(placesIn(expression), budget);
  const elsewhere = { codes: [], on: onAll((phone) => numberOf(undefined, phone)) };
  for (const codes of blocks) {
    const on = onAll((phone) => numberOf(codes[0], phone));
    const row = rows.get(on.join());
    if (row) row.codes.push(...codes);
    else rows.set(on.join(), { codes: [...codes], on });
  }
  rows.delete(elsewhere.on.join());
  return { rows: [elsewhere, ...rows.values()], functions };
}

const onAll = (number: (phone: number) => number): [number, number, number] => [
  number(PHONE_BITS[0]),
  number(PHONE_BITS[1]),
  number(PHONE_BITS[2]),
];
