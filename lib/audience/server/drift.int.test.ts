import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemClock } from '@/lib/core/clock';
import type { Database } from '@/lib/db/client';
import { countDialect, flatCount } from '@/lib/db/schema/audiences';
import { describeEachDatabase } from '@/lib/db/testing';
import { createGetui } from '@/lib/getui/client';
import { memoryTokenStore } from '@/lib/getui/token';
import { createTransport } from '@/lib/getui/transport';
import { type Sandbox, startSandbox } from '@/lib/sandbox/server';
import { checksOf } from '../checks';
import type { Answer, AskEvent, AskInput, Group, Node, OverlapEvent } from '../schema';
import { randomOf } from '../testing';
import { askAudience } from './ask';
import type { CountPlace } from './counts';
import { askOverlap } from './overlap';

const APP = 'app';
const TAGS = ['甲', '乙', '丙', '丁', '戊'];
const rule = (op: 'any' | 'all' | 'none', values: string[]): Node => ({
  ...{ id: values.join(), kind: 'rule', key: 'tag', op, values },
});
const group = (op: Group['op'], parts: Node[]): Group => ({ id: 'g', kind: 'group', op, parts });
/** Several counts on any app: an intersection or a union of unions. */
const MIXED = group('any', [rule('all', ['甲', '乙']), rule('all', ['丙', '丁']), rule('all', ['乙', '戊'])]);

describeEachDatabase('counting while users change', (open) => {
  const transport = createTransport();
  let db: Database;
  let sandbox: Sandbox;
  let place: CountPlace;
  beforeAll(async () => {
    db = await open();
    await db.orm.execute(sql`
      insert into push_app (id, name, environment, app_id, app_key, master_secret_sealed, base_url)
      values (${APP}, 'A', 'test', ${APP}, 'k', 's', 'u')`);
    sandbox = await startSandbox({ users: 4000 });
    const getui = createGetui(sandbox, { tokens: memoryTokenStore(), fetch: transport.fetch });
    place = { db, appId: APP, upstream: getui, clock: systemClock };
  });
  afterAll(async () => {
    await transport.close();
    await sandbox?.close();
  });
  beforeEach(async () => {
    sandbox.control.reset({ users: 4000 });
    const { users } = sandbox.control.world;
    const random = randomOf(7);
    for (let user = 0; user < users.size; user++)
      for (const tag of TAGS) if (random() < 0.4) users.tags.add(user, tag);
    await db.orm.delete(flatCount);
    await db.orm.delete(countDialect);
  });
  const counts = () => sandbox.control.calls(0, { method: 'POST', template: '/user/count' }).length;
  async function ask(
    questions: AskInput['questions'],
    more: Partial<AskInput> = {},
    onEvent: (event: AskEvent) => void = () => undefined,
    signal = new AbortController().signal,
  ): Promise<AskEvent[]> {
    const events: AskEvent[] = [];
    const tell = (event: AskEvent) => {
      events.push(event);
      onEvent(event);
    };
    await askAudience(place, { questions, maxAgeMs: 60_000, maxCalls: 1000, ...more }, tell, signal);
    return events;
  }
  const answers = (events: AskEvent[]): Answer[] =>
    events.flatMap((event) => (event.type === 'answer' ? [event.answer] : []));
  const late = (ms: number) =>
    sandbox.control.addFault({ match: { endpoint: '/user/count' }, times: 0, effect: { kind: 'delay', ms } });

  test('a count that is newer than everybody is not cut down to what everybody was', async () => {
    await ask([{ id: 'base', tree: group('all', []) }]);
    sandbox.control.reset({ users: 4400 });
    const before = counts();
    const [answer] = answers(await ask([{ id: 'one', tree: group('all', [rule('none', ['没有的'])]) }]));
    expect(answer).toMatchObject({ value: 4400 });
    expect(counts() - before).toBeLessThanOrEqual(2);
  });

  test('the plan says no more is reused than was known', async () => {
    const [plan] = await ask([
      { id: 'one', tree: MIXED },
      { id: 'two', tree: MIXED },
    ]);
    expect(plan).toMatchObject({ type: 'plan', cost: { reused: 0 } });
    const events: OverlapEvent[] = [];
    const sets = ['甲', '乙', '丙'].map((tag) => ({
      id: tag,
      tree: group('any', [rule('any', [tag]), rule('all', ['丁', '戊'])]),
    }));
    await askOverlap(
      place,
      { sets, maxAgeMs: 0, maxCalls: 500 },
      (event) => events.push(event),
      new AbortController().signal,
    );
    expect(events[0]).toMatchObject({ type: 'plan', cost: { reused: 0 } });
  });

  test('an answer counts its own calls only', async () => {
    late(20);
    const questions = TAGS.flatMap((tag) => [
      { id: `m${tag}`, tree: group('any', [MIXED, rule('any', [tag])]) },
      { id: tag, tree: group('all', [rule('any', [tag])]) },
    ]);
    const events = await ask(questions);
    for (const answer of answers(events))
      expect(answer.calls, `${answer.terms.length} terms`).toBeLessThanOrEqual(
        answer.terms.length + checksOf(answer.terms).length,
      );
  });

  test('whoever leaves ends the calls', async () => {
    late(300);
    const before = counts();
    const leaving = new AbortController();
    const questions = TAGS.map((tag) => ({ id: tag, tree: group('all', [MIXED, rule('none', [tag])]) }));
    const asking = ask(questions, {}, undefined, leaving.signal);
    setTimeout(() => leaving.abort(new Error('left')), 100);
    await expect(asking).rejects.toThrow('left');
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(counts() - before).toBeLessThanOrEqual(4);
  });

  test('users who gain a tag meanwhile: what is told reaches what was true, and is never negative', async () => {
    const { users } = sandbox.control.world;
    const has = (user: number, tag: string) => users.tags.has(user, tag);
    const reached = () =>
      Array.from({ length: users.size }, (_, user) => user).filter(
        (user) =>
          (has(user, '甲') && has(user, '乙')) ||
          (has(user, '丙') && has(user, '丁')) ||
          (has(user, '乙') && has(user, '戊')),
      ).length;
    const random = randomOf(3);
    for (let round = 0; round < 10; round++) {
      const before = reached();
      let seen = 0;
      const [answer] = answers(
        await ask([{ id: 'one', tree: MIXED }], { maxAgeMs: 0 }, (event) => {
          if (event.type !== 'progress' || seen++ > 3) return;
          for (let i = 0; i < 40; i++) users.tags.add(Math.floor(random() * users.size), '乙');
        }),
      );
      expect(answer?.low).toBeGreaterThanOrEqual(0);
      expect(answer?.low).toBeLessThanOrEqual(reached());
      expect(answer?.high).toBeGreaterThanOrEqual(before);
      if ((answer?.drift ?? 0) > 0) expect(answer?.state).toBe('reconciled');
    }
  });
});
