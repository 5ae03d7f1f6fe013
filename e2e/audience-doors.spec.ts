import type { Page } from '@playwright/test';
import type { AskEvent, Group, Node } from '../lib/audience/schema';
import { elsewhere } from './fixtures/sandbox';
import type { Stack } from './fixtures/stack';
import { expect, test } from './fixtures/test';

const rule = (key: 'phoneType' | 'region', op: 'any' | 'none', values: string[]): Node => ({
  ...{ id: key, kind: 'rule', key, op, values },
});
const all = (...parts: Node[]): Group => ({ id: 'root', kind: 'group', op: 'all', parts });
const TREE = all(
  rule('phoneType', 'any', ['android']),
  rule('region', 'any', ['11000000', '31000000', '44010000']),
);

/** What a page sends to count. */
async function door(page: Page, stack: Stack) {
  const html = await (await page.request.get('/settings/account')).text();
  const app = /currentAppId\\?":\\?"(\w{26})/.exec(html)?.[1] ?? '';
  const cookies = await page.context().cookies(stack.url);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const head = { cookie, origin: stack.url, 'x-import': encodeURIComponent(JSON.stringify({ app })) };
  return (body: unknown, more: Record<string, string> = {}, signal?: AbortSignal) =>
    fetch(`${stack.url}/api/audience/count`, {
      method: 'POST',
      headers: { ...head, ...more },
      body: JSON.stringify(body),
      ...(signal ? { signal } : {}),
    });
}

const question = (tree: Group) => ({ questions: [{ id: 'one', tree }], maxAgeMs: 0, maxCalls: 10 });
const eventsOf = async (answer: Response): Promise<AskEvent[]> =>
  (await answer.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const counts = (calls: { template: string | null }[]) =>
  calls.filter(({ template }) => template === '/user/count').length;

test('the doors of counting ask who, from where and for which app; refusals reach nobody upstream', async ({
  as,
  stack,
  since,
}) => {
  const viewer = await door(await as('viewer'), stack);
  const good = question(TREE);
  expect((await viewer(good, { cookie: '' })).status).toBe(401);
  expect((await viewer(good, { origin: 'https://elsewhere.example' })).status).toBe(403);
  expect((await viewer(good, { 'x-import': encodeURIComponent('{"app":"x"}') })).status).toBe(409);
  const auditor = await door(await as('auditor'), stack);
  expect((await auditor(good)).status).toBe(403);
  for (const bad of [
    null,
    {},
    { ...good, questions: [] },
    { ...good, maxCalls: -1 },
    question(TREE.parts[0] as Group),
  ])
    expect((await viewer(bad)).status, JSON.stringify(bad)).toBe(400);
  expect(counts(await since.calls())).toBe(0);
});

test('a viewer counts what one call can count in one call, and the number is the upstream’s own', async ({
  as,
  stack,
  since,
}) => {
  const ask = await door(await as('viewer'), stack);
  const events = await eventsOf(await ask(question(TREE)));
  expect(counts(await since.calls())).toBe(1);
  const last = events.at(-1);
  if (last?.type !== 'answer') throw new Error(`ended with ${last?.type}`);
  const direct = await elsewhere(stack).users.count([
    { key: 'phoneType', op: 'or', values: ['android'] },
    { key: 'region', op: 'or', values: ['11000000', '31000000', '44010000'] },
  ]);
  expect(last.answer).toMatchObject({ value: direct, state: 'exact', calls: 1 });
});

test('more calls than allowed are told, not made; whoever leaves ends what is under way', async ({
  as,
  stack,
  sandbox,
  since,
}) => {
  const ask = await door(await as('viewer'), stack);
  const told = await eventsOf(await ask({ ...question(TREE), maxCalls: 0 }));
  expect(told.map(({ type }) => type)).toEqual(['plan', 'costly']);
  expect(counts(await since.calls())).toBe(0);

  await sandbox.fault({ match: { endpoint: '/user/count' }, times: 0, effect: { kind: 'delay', ms: 1500 } });
  const leaving = new AbortController();
  const questions = ['11000000', '12000000', '31000000', '50000000', '81000000', '82000000'].map((code) => ({
    id: code,
    tree: all(rule('region', 'any', [code])),
  }));
  const asking = ask({ questions, maxAgeMs: 0, maxCalls: 10 }, {}, leaving.signal).then((answer) =>
    answer.text(),
  );
  const gone = expect(asking).rejects.toThrow();
  // Four lanes begin; the two questions behind them are never asked.
  await expect.poll(async () => counts(await since.calls())).toBe(4);
  leaving.abort();
  await gone;
  await sandbox.clearFaults();
  await new Promise((resolve) => setTimeout(resolve, 1800));
  expect(counts(await since.calls())).toBe(4);
});
