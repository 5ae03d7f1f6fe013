import { describe, expect, test } from 'vitest';
import { Bitset } from './bitset';
import { hash } from './cid';

const SIZES = [1, 31, 32, 33, 64, 1000];

/** A set of about a third of the numbers below `size`, in both forms. */
function both(size: number, salt: number): [Bitset, Set<number>] {
  const bits = new Bitset(size);
  const set = new Set<number>();
  for (let i = 0; i < size; i++) {
    if (hash(5, i, salt) % 3 !== 0) continue;
    bits.add(i);
    set.add(i);
  }
  return [bits, set];
}

const members = (bits: Bitset) => Array.from({ length: bits.size }, (_, i) => i).filter((i) => bits.has(i));
const numbers = (size: number, fits: (i: number) => boolean) =>
  Array.from({ length: size }, (_, i) => i).filter(fits);

describe.each(SIZES)('a set of %i', (size) => {
  const [a, setA] = both(size, 1);
  const [b, setB] = both(size, 2);

  test('holds what was added and not what was removed', () => {
    expect(members(a)).toEqual([...setA]);
    expect(a.count()).toBe(setA.size);
    const less = a.copy();
    for (const i of setA) less.remove(i);
    expect(less.count()).toBe(0);
    expect(a.count()).toBe(setA.size);
  });

  test('and, or and complement are those of sets', () => {
    expect(members(a.copy().and(b))).toEqual(numbers(size, (i) => setA.has(i) && setB.has(i)));
    expect(members(a.copy().or(b))).toEqual(numbers(size, (i) => setA.has(i) || setB.has(i)));
    const rest = a.copy().flip();
    expect(members(rest)).toEqual(numbers(size, (i) => !setA.has(i)));
    expect(rest.count()).toBe(size - setA.size);
    expect(members(rest.flip())).toEqual(members(a));
  });

  test('a full set counts all and nothing beyond its end', () => {
    expect(new Bitset(size).flip().count()).toBe(size);
  });
});
