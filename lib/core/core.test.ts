import { describe, expect, test } from 'vitest';
import { chunk, inLanes } from './chunk';
import { newId, newSecret } from './ids';

describe('chunk', () => {
  test('keeps order and cuts the last part short', () => {
    expect(chunk([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(chunk([], 3)).toEqual([]);
    expect(() => chunk([1], 0)).toThrow(RangeError);
  });
});

describe('inLanes', () => {
  test('never exceeds its lanes and keeps the order of results', async () => {
    let open = 0;
    let most = 0;
    const results = await inLanes([5, 1, 4, 2, 3], 2, async (n) => {
      open++;
      most = Math.max(most, open);
      await new Promise((resolve) => setTimeout(resolve, n));
      open--;
      return n * 10;
    });
    expect(results).toEqual([50, 10, 40, 20, 30]);
    expect(most).toBe(2);
  });

  test('starts nothing new after an error', async () => {
    const started: number[] = [];
    await expect(
      inLanes([1, 2, 3, 4], 1, async (n) => {
        started.push(n);
        if (n === 2) throw new Error('two');
      }),
    ).rejects.toThrow('two');
    expect(started).toEqual([1, 2]);
  });
});

describe('ids', () => {
  test('sort by time and differ', () => {
    const early = newId(1_000);
    const late = newId(2_000_000_000_000);
    expect(early).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
    expect(early < late).toBe(true);
    expect(newId(1_000)).not.toBe(early);
  });
  test('secrets carry 256 bits', () => expect(newSecret()).toMatch(/^[\w-]{43}$/));
});
