import { describe, expect, test } from 'vitest';
import { Batcher } from './batcher';

describe('Batcher', () => {
  const recorder = (bad: number[] = []) => {
    const batches: number[][] = [];
    const batcher = new Batcher<number, number>(async (items) => {
      batches.push([...items]);
      await new Promise((resolve) => setTimeout(resolve, 2));
      if (items.some((item) => bad.includes(item))) throw new Error('bad');
      return items.map((item) => item * 10);
    }, 3);
    return { batches, batcher };
  };

  test('the first goes alone, those that come meanwhile go together, and each gets its own result', async () => {
    const { batches, batcher } = recorder();
    expect(await Promise.all([1, 2, 3, 4, 5].map((n) => batcher.add(n)))).toEqual([10, 20, 30, 40, 50]);
    expect(batches).toEqual([[1], [2, 3, 4], [5]]);
    expect(await batcher.add(6)).toBe(60);
  });

  test('one that fails takes no other with it', async () => {
    const { batcher } = recorder([3]);
    const results = await Promise.allSettled([1, 2, 3, 4].map((n) => batcher.add(n)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });

  test('a batch takes no more than it can carry, but always one', async () => {
    const batches: number[][] = [];
    const batcher = new Batcher<number, number>(
      async (items) => {
        batches.push([...items]);
        await new Promise((resolve) => setTimeout(resolve, 2));
        return items;
      },
      10,
      (item) => item,
    );
    const items = [1, 4, 6, 1, 30, 2];
    expect(await Promise.all(items.map((n) => batcher.add(n)))).toEqual(items);
    expect(batches).toEqual([[1], [4, 6], [1], [30], [2]]);
  });
});
