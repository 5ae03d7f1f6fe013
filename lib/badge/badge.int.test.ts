import { beforeEach, expect, test } from 'vitest';
import { draftRetry } from '@/lib/changes/retry';
import { describeEachDatabase } from '@/lib/db/testing';
import { kindOf } from '@/lib/launch/kinds';
import { deskBench } from '@/lib/launch/testing-desk';
import { currentOf } from '@/lib/ledger/current';
import { importBadges } from './import';
import { openChanges } from './server/open';

const ENDPOINT = { endpoint: '/user/badge/cid/$cids' };

describeEachDatabase('badges', (open) => {
  const desk = deskBench(open);
  const { quick, carryOut, undo, effects } = desk;
  const used = new Set<string>();
  let cids: string[];
  const held = async (cid = '') => {
    const fact = (await currentOf(desk.bench.db.orm, desk.bench.appId, 'badge', [cid])).get(cid);
    return fact && [fact.value, fact.state];
  };
  const badge = (cid = '') => desk.sandbox.control.user(cid)?.badge;
  const set = async (of: string[], value: number) =>
    carryOut(
      await quick(
        'badge.set',
        of.map((cid) => [cid]),
        { value },
      ),
    );
  const change = async (of: string[], by: number) =>
    carryOut(
      await quick(
        'badge.add',
        of.map((cid) => [cid]),
        { by },
      ),
    );

  beforeEach(() => {
    cids = desk.sandbox.control
      .sample()
      .ios.filter((cid) => !used.has(cid))
      .slice(0, 4);
    for (const cid of cids) used.add(cid);
  });

  test('only iOS users are sent; others are listed with the reason', async () => {
    const [android = ''] = desk.sandbox.control.sample().android;
    const [ios = ''] = cids;
    const rows = [[ios], [android], ['f'.repeat(32)], ['no']];
    const draft = await quick('badge.set', rows, { value: 7 });
    expect(draft.found).toMatchObject({ valid: 1, malformed: 3 });
    await carryOut(draft);
    expect(effects('badge')).toEqual([{ cid: ios, before: expect.anything(), after: 7 }]);
    await expect(quick('badge.set', rows, { value: -1 })).rejects.toMatchObject({
      failure: { fields: { value: 'too-small' } },
    });
    await expect(quick('badge.add', rows, { by: 0 })).rejects.toMatchObject({
      failure: { fields: { by: 'zero' } },
    });
  });

  test('more than a thousand rows are looked at one by one, too', async () => {
    const { ios, android } = desk.sandbox.control.sample();
    const rows = Array.from({ length: 1200 }, (_, i) => [(i % 2 ? ios : android)[(i >> 1) % 50] ?? '']);
    const place = { requestId: 'r' };
    const judge = await importBadges.held(
      desk.bench.db,
      desk.bench.appId,
      { value: 1, by: 1 },
      {
        upstream: async () => desk.getui,
        options: place,
      },
    );
    const said = await judge?.(rows.map(([cid = ''], line) => ({ cid, line })));
    expect(said?.filter(({ verdict }) => verdict === 'valid')).toHaveLength(600);
  });

  test('the ledger keeps the new number, or the change when the earlier one is not known', async () => {
    const [known = '', open = ''] = cids;
    await set([known], 5);
    await change([known, open], 2);
    expect([await held(known), await held(open)]).toEqual([
      ['7', 'asserted'],
      ['+2', 'asserted'],
    ]);
    expect(badge(known)).toBe(7);
    await change([open], -1);
    expect(await held(open)).toEqual(['-1', 'asserted']);
    await change([known], -9);
    expect(await held(known)).toEqual(['-9', 'asserted']);
  });

  test('a number without an answer is sent again', async () => {
    const [cid = ''] = cids;
    desk.sandbox.control.addFault({ match: ENDPOINT, effect: { kind: 'reset-after' } });
    expect(await desk.outcomes(await set([cid], 3))).toEqual(['confirmed']);
    expect(effects('badge').map(({ after }) => after)).toEqual([3, 3]);
  });

  test.each(['reset-after', 'reset-before', 'garbage'] as const)(
    'a change without an answer (%s) is never sent twice, and a number is the way out',
    async (kind) => {
      const [cid = '', other = ''] = cids;
      await set([cid], 5);
      const calls = () => desk.sandbox.control.calls(0, { template: ENDPOINT.endpoint }).length;
      const before = calls();
      desk.sandbox.control.addFault({ match: ENDPOINT, effect: { kind } });
      const job = await change([cid, other], 2);
      expect(await desk.outcomes(job)).toEqual(['unknown', 'unknown']);
      // Nothing that the engine does later sends it again.
      await desk.bench.drain(desk.engine());
      const of = { appId: desk.bench.appId, jobId: job, which: 'unfinished' } as const;
      const kinds = { db: desk.bench.db, kindOf };
      await expect(draftRetry(kinds, desk.bench.actor, of, new Date())).rejects.toMatchObject({
        failure: { params: { rule: 'nothing-to-retry' } },
      });
      expect(calls() - before).toBe(1);
      expect(effects('badge').filter((one) => one.cid === cid)).toHaveLength(kind === 'reset-before' ? 1 : 2);
      expect(await held(cid)).toEqual(['+2', 'unknown']);
      const open = async () =>
        (await openChanges(desk.bench.db, desk.bench.appId, { job })).changes.map((one) => [one.cid, one.by]);
      expect(await open()).toEqual([
        [cid, 2],
        [other, 2],
      ]);
      await set([cid], 4);
      expect(await open()).toEqual([[other, 2]]);
      expect(await held(cid)).toEqual(['4', 'asserted']);
    },
  );

  test('undoing gives back the number that was known, whatever was done', async () => {
    const [a = '', b = ''] = cids;
    await set([a], 3);
    const job = await change([a, b], -5);
    await undo(job);
    expect(badge(a)).toBe(3);
    expect(await held(a)).toEqual(['3', 'asserted']);
    // Nothing was known of b, so nothing is made up.
    expect(await held(b)).toEqual(['-5', 'asserted']);
  });
});
