import type { CountCondition } from '@/lib/getui/wire/users';
import { allOf, anyOf, noneOf, notAllOf } from './conditions';
import type { Dialect } from './dialect';
import type { Var } from './tag-vars';

type Made = readonly CountCondition[] | null;

/** Conditions on tags as questions on variables; null where the dialect cannot ask. */
export type Clauses = {
  /** Every one of these holds. */
  readonly all: (vars: readonly number[]) => readonly CountCondition[];
  /** At least one of these holds. */
  readonly any: (vars: readonly number[]) => Made;
  /** This does not hold. */
  readonly not: (one: number) => Made;
  /** At least one of these does not hold. */
  readonly notAll: (vars: readonly number[]) => Made;
};

export function clausesOf(vars: readonly Var[], dialect: Dialect): Clauses {
  const valuesOf = (numbers: readonly number[]) => numbers.flatMap((number) => vars[number]?.values ?? []);
  const every = (numbers: readonly number[], op: Var['op']) =>
    numbers.every((number) => vars[number]?.op === op || vars[number]?.values.length === 1);
  const all = (numbers: readonly number[]) =>
    numbers.flatMap((number) => {
      const one = vars[number];
      return !one ? [] : one.op === 'any' ? anyOf('tag', one.values) : allOf('tag', one.values);
    });
  const not = (number: number): Made => {
    const one = vars[number];
    if (!one) return null;
    return one.op === 'any' ? noneOf('tag', one.values, dialect) : notAllOf('tag', one.values, dialect);
  };
  return {
    all,
    not,
    any: (numbers) =>
      numbers.length === 1 ? all(numbers) : every(numbers, 'any') ? anyOf('tag', valuesOf(numbers)) : null,
    notAll: ([first, ...others]) => {
      if (first === undefined) return null;
      if (others.length === 0) return not(first);
      return every([first, ...others], 'all') ? notAllOf('tag', valuesOf([first, ...others]), dialect) : null;
    },
  };
}
