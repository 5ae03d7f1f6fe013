import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemClock } from '@/lib/core/clock';
import type { Database } from '@/lib/db/client';
import { flatCount } from '@/lib/db/schema/audiences';
import { describeEachDatabase } from '@/lib/db/testing';
import { createGetui } from '@/lib/getui/client';
import { memoryTokenStore } from '@/lib/getui/token';
import { createTransport } from '@/lib/getui/transport';
import { PLACES } from '@/lib/sandbox/regions';
import { type Sandbox, startSandbox } from '@/lib/sandbox/server';
import { type AskEvent, type AskInput, type Group, KEYS, type Node, type OverlapEvent } from '../schema';
import { type Person, randomOf, someTree, truth } from '../testing';
import { askAudience, countOnce } from './ask';
import { type CountPlace, dropOldCounts } from './counts';
import { askOverlap } from './overlap';

const APP = 'app';
const TAGS = ['甲', '乙', '丙', '丁'];
const rule = (op: 'any' | 'all' | 'none', values: string[], key: 'tag' | 'phoneType' = 'tag'): Node => ({
  ...{ id: values.join(), kind: 'rule', key, op, values },
});
const group = (op: Group['op'], parts: Node[]): Group => ({ id: 'g', kind: 'group', op, parts });

describeEachDatabase('asking how many users an audience reaches', (open) => {
  const transport = createTransport();
  let db: Database;
  let sandbox: Sandbox;
  let people: Person[];
  let place: CountPlace;
  beforeAll(async () => {
    db = await open();
    await db.orm.execute(sql`
      insert into push_app (id, name, environment, app_id, app_key, master_secret_sealed, base_url)
      values (${APP}, 'A', 'test', ${APP}, 'k', 's', 'u')`);
    sandbox = await startSandbox({ users: 4000 });
    const { users } = sandbox.control.world;
    const random = randomOf(7);
    for (let user = 0; user < users.size; user++)
      for (const [i, tag] of TAGS.entries()) if (random() < 0.5 / (i + 1)) users.tags.add(user, tag);
    people = Array.from({ length: users.size }, (_, user) => ({
      tags: new Set(users.tags.of(user)),
      place: PLACES[users.place[user] as number]?.code ?? null,
      phone: users.ios.has(user) ? 'ios' : 'android',
    }));
    const getui = createGetui(sandbox, { tokens: memoryTokenStore(), fetch: transport.fetch });
    place = { db, appId: APP, upstream: getui, clock: systemClock };
  });
  afterAll(async () => {
    await transport.close();
    await sandbox?.close();
  });
  beforeEach(async () => {
    sandbox.control.clearFaults();
    await db.orm.delete(flatCount);
  });

  const counts = () => sandbox.control.calls(0, { method: 'POST', template: '/user/count' }).length;
  async function ask(
    questions: AskInput['questions'],
    more: Partial<AskInput> = {},
    signal = new AbortController().signal,
  ): Promise<AskEvent[]> {
    const events: AskEvent[] = [];
    const input = { questions, maxAgeMs: 60_000, maxCalls: 1000, ...more };
    await askAudience(place, input, (event) => events.push(event), signal);
    return events;
  }
  const answersOf = (events: AskEvent[]) =>
    new Map(events.flatMap((event) => (event.type === 'answer' ? [[event.id, event.answer]] : [])));

  test('answers are those of a count by hand', async () => {
    const random = randomOf(11);
    const trees = Array.from({ length: 40 }, () => someTree(random, 3, TAGS, KEYS));
    const found = answersOf(await ask(trees.map((tree, i) => ({ id: `${i}`, tree }))));
    expect(trees.map((_, i) => found.get(`${i}`)?.value)).toEqual(trees.map((tree) => truth(people, tree)));
  });

  test('an edit costs a call or two; shared counts are asked once', async () => {
    const tree = group('all', [rule('any', ['android'], 'phoneType'), rule('any', ['甲', '乙'])]);
    const before = counts();
    await ask([
      { id: 'one', tree },
      { id: 'two', tree },
    ]);
    expect(counts() - before).toBe(1);
    const edited = { ...tree, parts: [...tree.parts, rule('none', ['丙'])] };
    const found = answersOf(await ask([{ id: 'one', tree: edited }]));
    expect(found.get('one')?.value).toBe(truth(people, edited));
    expect(counts() - before).toBeLessThanOrEqual(3);
  });

  test('beyond the calls allowed only the price is told', async () => {
    const before = counts();
    const events = await ask(
      [{ id: 'one', tree: group('any', [rule('all', ['甲', '乙']), rule('all', ['丙', '丁'])]) }],
      {
        maxCalls: 1,
      },
    );
    expect(events.map(({ type }) => type)).toEqual(['plan', 'costly']);
    expect(counts()).toBe(before);
  });

  test('within too few calls the truth lies between the bounds told', async () => {
    const random = randomOf(5);
    for (let i = 0; i < 12; i++) {
      const tree = someTree(random, 3, TAGS, ['tag']);
      const before = counts();
      const found = answersOf(
        await ask([{ id: 'one', tree }], { maxAgeMs: 0, maxCalls: 3, beyond: 'interval' }),
      );
      const answer = found.get('one');
      const users = truth(people, tree);
      expect(counts() - before).toBeLessThanOrEqual(3);
      expect([answer?.low, users, answer?.high]).toEqual(
        [answer?.low, users, answer?.high].toSorted((a, b) => (a ?? 0) - (b ?? 0)),
      );
    }
  });

  test('whoever leaves ends the calls', async () => {
    sandbox.control.addFault({
      match: { endpoint: '/user/count' },
      times: 0,
      effect: { kind: 'delay', ms: 5000 },
    });
    const leaving = new AbortController();
    const before = counts();
    const many = ['丁', '戊', '己', '庚', '辛', '壬'].map((tag) => ({
      ...{ id: tag, tree: group('all', [rule('any', [tag])]) },
    }));
    const asking = ask(many, {}, leaving.signal);
    setTimeout(() => leaving.abort(new Error('left')), 100);
    await expect(asking).rejects.toThrow('left');
    // Four lanes had begun; nothing behind them is asked any more.
    await systemClock.sleep(300);
    expect(counts() - before).toBeLessThanOrEqual(4);
  });

  test('people who ask for the same at once share the call, and one may leave', async () => {
    sandbox.control.addFault({
      match: { endpoint: '/user/count' },
      times: 0,
      effect: { kind: 'delay', ms: 200 },
    });
    const before = counts();
    const tree = group('all', [rule('any', ['丙'])]);
    const leaving = new AbortController();
    const gone = ask([{ id: 'one', tree }], {}, leaving.signal).catch(() => 'gone');
    const stays = ask([{ id: 'one', tree }]);
    setTimeout(() => leaving.abort(new Error('left')), 50);
    expect(await gone).toBe('gone');
    expect(answersOf(await stays).get('one')?.value).toBe(truth(people, tree));
    expect(counts() - before).toBe(1);
  });

  test('a count that fails takes only its own questions with it', async () => {
    sandbox.control.addFault({
      match: { endpoint: '/user/count' },
      times: 1,
      effect: { kind: 'status', http: 400, code: 20001, msg: 'no' },
    });
    const events = await ask([
      { id: 'one', tree: group('all', [rule('any', ['甲'])]) },
      { id: 'two', tree: group('all', [rule('any', ['乙'])]) },
    ]);
    const failed = events.filter(({ type }) => type === 'failed');
    expect(failed).toMatchObject([{ failure: { code: 'UPSTREAM_REFUSED' } }]);
    expect(answersOf(events).size).toBe(1);
  });

  test('one count for a snapshot; too many calls are refused', async () => {
    const tree = group('all', [rule('any', ['甲'])]);
    const { signal } = new AbortController();
    expect(await countOnce(place, tree, { maxCalls: 1, signal })).toMatchObject({
      value: truth(people, tree),
      state: 'exact',
      calls: 1,
    });
    await expect(countOnce(place, tree, { maxCalls: 0, signal })).rejects.toMatchObject({
      failure: { fields: { tree: 'too-many-calls' } },
    });
  });

  test('sets overlap as by hand, in one call a combination and one check a set', async () => {
    const sets = TAGS.map((tag) => ({ id: tag, tree: group('all', [rule('any', [tag])]) }));
    const events: OverlapEvent[] = [];
    const before = counts();
    const input = { sets, maxAgeMs: 0, maxCalls: 100 };
    await askOverlap(place, input, (event) => events.push(event), new AbortController().signal);
    const last = events.at(-1);
    if (last?.type !== 'overlap') throw new Error(`ended with ${last?.type}`);
    for (const { mask, value } of last.overlap.cells) {
      const exactly = people.filter(({ tags }) =>
        TAGS.every((tag, i) => tags.has(tag) === ((mask >> i) & 1) > 0),
      );
      expect(value, `mask ${mask}`).toBe(exactly.length);
    }
    expect(counts() - before).toBeLessThanOrEqual(16 + sets.length);
  });

  test('old counts are forgotten', async () => {
    await ask([{ id: 'one', tree: group('all', [rule('any', ['甲'])]) }]);
    await dropOldCounts(db, systemClock.now() + 8 * 86_400_000);
    expect(await db.orm.select().from(flatCount)).toEqual([]);
  });
});
