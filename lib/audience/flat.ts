import type { CountCondition } from '@/lib/getui/wire/users';
import type { Dialect } from './dialect';
import type { Flat } from './schema';

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const textOf = ({ key, op, values }: CountCondition) => JSON.stringify([key, op, values]);

/** Sorted values, each once; one value under `and` is the same as under `or`. */
function tidy({ key, op, values }: CountCondition): CountCondition {
  const sorted = [...new Set(values)].sort(byText);
  return { key, op: op === 'and' && sorted.length === 1 ? 'or' : op, values: sorted };
}

/** Values of a key that all have to be there stand in one condition; what follows from them is left out. */
function together(conditions: readonly CountCondition[]): readonly CountCondition[] {
  const needed = new Map<CountCondition['key'], Set<string>>();
  for (const { key, op, values } of conditions)
    if (op === 'and' || (op === 'or' && values.length === 1))
      needed.set(key, new Set([...(needed.get(key) ?? []), ...values]));
  const others = conditions.filter(
    ({ key, op, values }) =>
      op === 'not' || (op === 'or' && !values.some((value) => needed.get(key)?.has(value))),
  );
  return [
    ...others,
    ...[...needed].map(([key, values]) => ({ key, op: 'and' as const, values: [...values] })),
  ];
}

/** The same conditions in the one order and spelling all flat counts have. Their order never matters upstream. */
export function canonical(conditions: readonly CountCondition[]): Flat {
  const byKey = new Map(
    together(conditions)
      .map(tidy)
      .map((condition) => [textOf(condition), condition]),
  );
  return [...byKey].sort(([a], [b]) => byText(a, b)).map(([, condition]) => condition);
}

/** A stable text for a canonical flat count: equal counts have equal texts. */
export const flatKey = (flat: Flat): string =>
  JSON.stringify(flat.map(({ key, op, values }) => [key, op, values]));

/** The flat count that a text of `flatKey` stands for. */
export const flatOf = (text: string): Flat =>
  (JSON.parse(text) as [CountCondition['key'], CountCondition['op'], string[]][]).map(
    ([key, op, values]) => ({
      key,
      op,
      values,
    }),
  );

/**
 * The count of everybody. An app that refuses a count without conditions is asked for android or ios; whoever is
 * neither is then missing from it.
 */
export const everybody = (dialect: Dialect): Flat =>
  dialect.empty === 'everybody' ? [] : [{ key: 'phoneType', op: 'or', values: ['android', 'ios'] }];
