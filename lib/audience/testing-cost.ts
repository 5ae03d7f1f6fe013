import { REGION_OF } from './regions';
import type { Group, Node, Op, Rule } from './schema';
import { has, type Person, SOME_PLACES } from './testing';

// What a tree costs when it is multiplied out by the book, for tests to compare the compiler with.

/** Users who are alike but for their tags. */
type Where = Pick<Person, 'place' | 'phone'>;

/** Bit m: whoever has the tags of mask m and no other. Here those who have tag i. */
function having(i: number, size: number): bigint {
  let bits = ((1n << BigInt(1 << i)) - 1n) << BigInt(1 << i);
  for (let width = 2 << i; width < size; width *= 2) bits |= bits << BigInt(width);
  return bits;
}

/** The masks of tags with which somebody there belongs to a tree. */
function tableOf(tree: Group, columns: ReadonlyMap<string, bigint>, size: number, where: Where): bigint {
  const every = (1n << BigInt(size)) - 1n;
  const person = { ...where, tags: new Set<string>() };
  const held = ({ key }: Rule, value: string) =>
    key === 'tag' ? (columns.get(value) ?? 0n) : has(person, key, value) ? every : 0n;
  const joined = (op: Op, parts: readonly bigint[]) => {
    if (op === 'all') return parts.reduce((a, b) => a & b);
    const some = parts.reduce((a, b) => a | b);
    return op === 'any' ? some : every ^ some;
  };
  const visit = (node: Node): bigint | null => {
    if (node.muted) return null;
    const parts =
      node.kind === 'rule'
        ? node.values.map((value) => held(node, value))
        : node.parts.map(visit).filter((part) => part !== null);
    return parts.length === 0 ? null : joined(node.op, parts);
  };
  return visit(tree) ?? every;
}

/** How often each count occurs: of everybody with all tags of a mask, and of everybody with one of them. */
type Sums = { readonly all: Int32Array; readonly any: Int32Array };

function sumsOf(table: bigint, size: number): Sums {
  const text = table.toString(2).padStart(size, '0');
  const any = Int32Array.from(text, Number);
  const all = any.slice().reverse();
  const none = all[0] ?? 0;
  for (const sums of [all, any])
    for (let bit = 1; bit < size; bit <<= 1)
      for (let m = 0; m < size; m++) if (m & bit) sums[m] = (sums[m] ?? 0) - (sums[m ^ bit] ?? 0);
  any[0] = none;
  return { all, any };
}

const PHONES = [null, 'android', 'ios'] as const;
/** The place that holds another one: a city's province, then everywhere (null). */
const around = (place: string): string | null => {
  const province = REGION_OF.get(place)?.province ?? null;
  return province === place ? null : province;
};

/**
 * Counts of both one-sided expansions of a tree over some tags (at most ten) and {@link SOME_PLACES}: every tag, every
 * place and either phone type is a question by itself, in one over counts of "has all of these tags", in the other
 * over "has one of these tags".
 */
export function oneSidedCosts(tree: Group, tags: readonly string[]): readonly [number, number] {
  const size = 1 << tags.length;
  const columns = new Map(tags.map((tag, i) => [tag, having(i, size)]));
  const known = new Map<bigint, Sums>();
  const sumsAt = (where: Where): Sums => {
    const table = tableOf(tree, columns, size, where);
    const sums = known.get(table) ?? sumsOf(table, size);
    known.set(table, sums);
    return sums;
  };
  let [all, any] = [0, 0];
  for (const place of [null, ...SOME_PLACES])
    for (const phone of PHONES) {
      // A question of its own is asked for what is different there from what the wider questions say.
      const parts = new Map<Sums, number>();
      const add = (times: number, where: Where) => {
        const sums = sumsAt(where);
        parts.set(sums, (parts.get(sums) ?? 0) + times);
      };
      const wider = place === null ? null : around(place);
      add(1, { place, phone });
      if (place !== null) add(-1, { place: wider, phone });
      if (phone !== null) add(-1, { place, phone: null });
      if (place !== null && phone !== null) add(1, { place: wider, phone: null });
      const own = [...parts].filter(([, times]) => times !== 0);
      if (own.length === 0) continue;
      const occurs = (side: keyof Sums, m: number) =>
        own.reduce((sum, [sums, times]) => sum + times * (sums[side][m] ?? 0), 0) !== 0;
      for (let m = 0; m < size; m++) {
        if (occurs('all', m)) all++;
        if (occurs('any', m)) any++;
      }
    }
  return [all, any];
}
