import type { CountCondition } from '@/lib/getui/wire/users';
import type { Dialect } from './dialect';

/** Conditions beyond which several of one key are not put into one count; the vendor names no limit. */
export const MAX_CONDITIONS = 20;

const condition = (
  key: CountCondition['key'],
  op: CountCondition['op'],
  values: readonly string[],
): CountCondition => ({
  key,
  op,
  values,
});

/** Has at least one of the values. */
export const anyOf = (key: CountCondition['key'], values: readonly string[]) => [
  condition(key, 'or', values),
];
export const allOf = (key: CountCondition['key'], values: readonly string[]) => [
  condition(key, values.length > 1 ? 'and' : 'or', values),
];

/** Has none of the values; null where the dialect has no conditions for it. */
export function noneOf(
  key: CountCondition['key'],
  values: readonly string[],
  dialect: Dialect,
): readonly CountCondition[] | null {
  if (values.length === 1 || dialect.notSeveral === 'none-of') return [condition(key, 'not', values)];
  if (dialect.repeatedKey === 'avoid' || values.length > MAX_CONDITIONS) return null;
  return values.map((value) => condition(key, 'not', [value]));
}

/** Lacks at least one of the values; null where the dialect has no condition for it. */
export function notAllOf(
  key: CountCondition['key'],
  values: readonly string[],
  dialect: Dialect,
): readonly CountCondition[] | null {
  return values.length === 1 || dialect.notSeveral === 'not-all' ? [condition(key, 'not', values)] : null;
}

/** Everybody whom one condition does not mean; null where the dialect has no conditions for it. */
export function contrary(
  { key, op, values }: CountCondition,
  dialect: Dialect,
): readonly CountCondition[] | null {
  if (op === 'or') return noneOf(key, values, dialect);
  if (op === 'and') return notAllOf(key, values, dialect);
  return dialect.notSeveral === 'not-all' ? allOf(key, values) : anyOf(key, values);
}
