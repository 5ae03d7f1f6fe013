import { expect, test } from 'vitest';
import type { Result } from '@/lib/core/result';
import type { BatchReply } from '@/lib/reads/batch';
import { createBatcher, failureOf } from './reads';

const reply = (id: number, data: unknown): BatchReply => ({ id, result: { ok: true, data } });

test('questions of one tick travel together, answers come in finishing order', async () => {
  const batches: unknown[][] = [];
  const read = createBatcher(async (calls): Promise<Result<AsyncIterable<BatchReply>>> => {
    batches.push(calls as unknown[]);
    async function* replies() {
      yield reply(1, 'second');
      yield reply(0, 'first');
    }
    return { ok: true, data: replies() };
  });
  const order: string[] = [];
  const both = [
    read('jobs.list', {}).then(() => order.push('first')),
    read('jobs.list', { before: 1 }).then(() => order.push('second')),
  ];
  await Promise.all(both);
  expect(batches).toHaveLength(1);
  expect(order).toEqual(['second', 'first']);
});

test('a refusal, a refused batch and an answer that never came all reject', async () => {
  const refused = createBatcher(async () => ({ ok: false, error: { code: 'UNAUTHENTICATED' } }));
  await expect(refused('jobs.list', {}).catch(failureOf)).resolves.toEqual({ code: 'UNAUTHENTICATED' });
  const silent = createBatcher(async () => {
    async function* replies(): AsyncGenerator<BatchReply> {
      yield { id: 0, result: { ok: false, error: { code: 'FORBIDDEN' } } };
    }
    return { ok: true, data: replies() };
  });
  const [first, second] = await Promise.all([
    silent('jobs.list', {}).catch(failureOf),
    silent('jobs.list', {}).catch(failureOf),
  ]);
  expect([first, second]).toEqual([{ code: 'FORBIDDEN' }, { code: 'UNEXPECTED' }]);
});
