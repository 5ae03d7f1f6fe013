import { expect, test } from 'vitest';
import { Journal } from './journal';

const asked = (path: string) => ({ at: 1, method: 'GET', path, template: '/user/count', requestId: null });
const change = { cid: 'c', field: 'badge', before: 0, after: 1 } as const;

test('numbers from 1, tells what came since, and the newest first', () => {
  const journal = new Journal();
  for (const path of ['/a', '/b', '/c']) journal.call(asked(path));
  expect(journal.calls(1).map((call) => [call.seq, call.path])).toEqual([
    [2, '/b'],
    [3, '/c'],
  ]);
  expect(journal.lastCalls(2).map((call) => call.path)).toEqual(['/c', '/b']);
  expect(journal.counters()).toEqual({ 'GET /user/count': 3 });
  expect(journal.totals()).toEqual({ calls: 3, effects: 0 });
});

test('the oldest make room by weight, are counted, and the counters forget nothing', () => {
  const journal = new Journal();
  const path = 'x'.repeat(99_900);
  for (let i = 0; i < 400; i++) journal.call(asked(path));
  const kept = journal.calls();
  expect(kept).toHaveLength(160);
  expect(kept[0]?.seq).toBe(241);
  expect(journal.dropped().calls).toBe(240);
  expect(journal.counters()).toEqual({ 'GET /user/count': 400 });
  const changes = Array.from({ length: 999 }, () => change);
  for (let i = 0; i < 1010; i++) journal.effect(1, 'POST /x', i, changes);
  expect(journal.effects()).toHaveLength(1000);
  expect(journal.effects(1009)).toHaveLength(1);
  expect(journal.dropped().effects).toBe(10);
});
