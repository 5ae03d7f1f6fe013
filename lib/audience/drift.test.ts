import { expect, test } from 'vitest';
import { mayBeOff, movedBy, possible } from './drift';
import { randomOf } from './testing';

test('a bracket tells by how much counts moved', () => {
  expect(movedBy([])).toBe(0);
  expect(
    movedBy([
      { before: 10, after: 7 },
      { before: 5, after: 6 },
    ]),
  ).toBe(3);
});

test('the bound holds when each user changes once, at any moment of the run', () => {
  for (let seed = 0; seed < 500; seed++) {
    const random = randomOf(seed);
    // |A| + |B| - |A ∩ B|, counted one after the other while users change.
    const terms = [1, 2, 3].map((mask) => ({ times: mask === 3 ? -1 : 1, flat: [], mask }));
    const users = Array.from({ length: 50 }, () => Math.floor(random() * 4));
    const changed = Math.floor(random() * 10);
    const now = [...users];
    let [sum, next] = [0, 0];
    for (const { times, mask } of terms) {
      sum += times * now.filter((user) => (user & mask) === mask).length;
      for (const most = Math.floor(random() * (changed + 1)); next < most; next++)
        now[next] = Math.floor(random() * 4);
    }
    const reach = now.filter((user) => user > 0).length;
    expect(Math.abs(sum - reach)).toBeLessThanOrEqual(mayBeOff(terms, next));
  }
});

test('what cannot be becomes the nearest value that can', () => {
  expect(possible(-3, { low: 0, high: 10 })).toEqual({ value: 0, state: 'reconciled' });
  expect(possible(12, { low: 0, high: 10 })).toEqual({ value: 10, state: 'reconciled' });
  expect(possible(7, { low: 0, high: 10 })).toEqual({ value: 7, state: 'exact' });
});
