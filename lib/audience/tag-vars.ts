import type { Expression, Tags } from './expression';

/** Values that occur only together, as one yes-or-no: `any` of them, or `all`. */
export type Var = { readonly op: 'any' | 'all'; readonly values: readonly string[] };
export type Vars = { readonly vars: readonly Var[]; readonly of: (tags: Tags) => readonly number[] };

export function tagsIn(expression: Expression, found: Tags[] = []): Tags[] {
  if (typeof expression === 'boolean') return found;
  if (expression.is === 'tags') found.push(expression);
  else if (expression.is === 'and' || expression.is === 'or')
    for (const part of expression.parts) tagsIn(part, found);
  return found;
}

type Signed = { ops: Set<'any' | 'all'>; marks: string[] };

/**
 * The fewest yes-or-no questions some conditions on tags consist of. `blocks`: which joint ones may be formed; the
 * others are taken value by value.
 */
export function varsOf(conditions: readonly Tags[], blocks: { any: boolean; all: boolean }): Vars {
  const signatures = new Map<string, Signed>();
  for (const [index, { op, values }] of conditions.entries())
    for (const value of values) {
      const signed = signatures.get(value) ?? { ops: new Set(), marks: [] };
      if (values.length > 1) signed.ops.add(op);
      signed.marks.push(values.length > 1 ? `${index}` : '=');
      signatures.set(value, signed);
    }
  const groups = new Map<string, { op: 'any' | 'all'; values: string[] }>();
  for (const [value, { ops, marks }] of signatures) {
    const op = ops.has('all') ? 'all' : 'any';
    const joint = ops.size === 1 && blocks[op] && !marks.includes('=');
    const text = joint ? marks.join() : `=${value}`;
    const group = groups.get(text);
    if (group) group.values.push(value);
    else groups.set(text, { op: joint ? op : 'any', values: [value] });
  }
  const vars = [...groups.values()].map(
    ({ op, values }) => ({ op: values.length > 1 ? op : 'any', values }) as const,
  );
  const numbers = new Map(
    vars.flatMap(({ values }, number) => values.map((value) => [value, number] as const)),
  );
  return { vars, of: ({ values }) => [...new Set(values.map((value) => numbers.get(value) ?? 0))] };
}

/** Truth of an expression on tags for every choice of n variables: bit i of the index is variable i. */
export function truthTable(expression: Expression, n: number, of: Vars['of']): Int32Array {
  const size = 1 << n;
  if (typeof expression === 'boolean') return new Int32Array(size).fill(Number(expression));
  if (expression.is === 'tags') {
    const mask = of(expression).reduce((bits, number) => bits | (1 << number), 0);
    const wanted = Number(!expression.negated);
    const holds = expression.op === 'any' ? (m: number) => m & mask : (m: number) => (m & mask) === mask;
    return Int32Array.from({ length: size }, (_, m) => (holds(m) ? wanted : 1 - wanted));
  }
  if (expression.is !== 'and' && expression.is !== 'or') throw new Error('not an expression on tags alone');
  const [first, ...others] = expression.parts.map((part) => truthTable(part, n, of));
  const table = first ?? new Int32Array(size);
  for (const other of others)
    for (let m = 0; m < size; m++)
      table[m] =
        expression.is === 'and' ? (table[m] ?? 0) & (other[m] ?? 0) : (table[m] ?? 0) | (other[m] ?? 0);
  return table;
}
