import { expect, test } from 'vitest';
import { bindAliases, releaseAlias, unbindAliases } from '@/lib/aliases/kinds';
import { newId } from '@/lib/core/ids';
import { changeJob } from '@/lib/db/schema/changes';
import { describeEachDatabase } from '@/lib/db/testing';
import { currentAliases } from '@/lib/ledger/current';
import { draftJob } from './draft';
import type { AnyKind } from './kind';
import { draftRetry } from './retry';
import { changesBench } from './testing';
import { draftUndo } from './undo';

type Pair = { cid: string; alias: string; line: number };

describeEachDatabase('undoing and retrying', (open) => {
  const bench = changesBench(open);
  const { upstream, engine, now, pair, place, drain, jobOf, chunksOf, refusal } = bench;

  /** Orders a draft and lets the workers bring it to its end. */
  const carryOut = async (made: { jobId: string; rowsHash: string }) => {
    await place(made);
    await drain();
    return jobOf(made.jobId);
  };
  const change = async (
    kind: AnyKind,
    rows: Pair[],
    options = { readFirst: true, readBack: true },
    params = {},
  ) => {
    const before = rows.map(() => null);
    const by = { appId: bench.appId, accountId: bench.actor.accountId };
    const made = await draftJob(bench.db, kind, by, { rows, before, params, options }, now());
    return carryOut(made);
  };
  const undo = (jobId: string) => draftUndo(engine(), bench.actor, { appId: bench.appId, jobId }, now());
  const held = (rows: readonly Pair[]) => rows.map(({ cid }) => upstream.aliasOf.get(cid) ?? '');

  test('a binding is put back where nobody changed it since, and so is its undoing', async () => {
    const rows = ['甲', '乙', '丙', '丁'].map((alias) => pair(alias));
    const [fresh, replaced, , elsewhere] = rows as [Pair, Pair, Pair, Pair];
    upstream.aliasOf.set(replaced.cid, '旧乙');
    upstream.aliasOf.set(elsewhere.cid, '旧丁');
    const job = await change(bindAliases, rows);
    expect(job).toMatchObject({ state: 'finished', confirmed: 4, verified: 4 });
    upstream.aliasOf.set(elsewhere.cid, '别处');

    const drafted = await undo(job.id);
    expect(drafted).toMatchObject({
      kind: 'alias.restore',
      total: 4,
      counts: { reverse: 4, nothing: 0, beforeUnknown: 0, compared: 4, changedSince: 0 },
    });
    expect(await jobOf(drafted.jobId)).toMatchObject({
      origin: { from: 'undo', jobId: job.id },
      state: 'draft',
    });
    const undone = await carryOut(drafted);
    expect(undone).toMatchObject({ state: 'finished', confirmed: 3, skipped: 1, rejected: 0, verified: 3 });
    expect(held(rows)).toEqual(['', '旧乙', '', '别处']);
    const [takenAway, givenBack] = await chunksOf(drafted.jobId);
    expect(takenAway?.rows).toMatch(/^unbind\t.*\nunbind\t/);
    expect(givenBack).toMatchObject({ failure: 'changed-since' });
    const known = await currentAliases(bench.db, bench.appId, [fresh.cid, replaced.cid]);
    expect([...known.values()].map(({ value, state }) => [value, state])).toEqual([
      ['', 'released'],
      ['旧乙', 'verified'],
    ]);

    const again = await carryOut(await undo(drafted.jobId));
    expect(again).toMatchObject({ confirmed: 3, skipped: 0 });
    expect(held(rows)).toEqual(['甲', '乙', '丙', '别处']);
  });

  test('what the ledger saw change since is told before; what was not read before cannot be put back', async () => {
    const rows = [pair('甲'), pair('乙')] as [Pair, Pair];
    const job = await change(bindAliases, rows);
    await change(bindAliases, [{ ...rows[0], alias: '新' }]);
    expect((await undo(job.id)).counts).toMatchObject({ reverse: 2, compared: 2, changedSince: 1 });
    const blind = await change(bindAliases, [pair('丙')], { readFirst: false, readBack: true });
    const jobs = () => bench.db.orm.$count(changeJob);
    const before = await jobs();
    expect(await refusal(undo(blind.id))).toBe('CONFLICT');
    expect(await jobs()).toBe(before);
    upstream.aliasOf.set(rows[1].cid, '乙');
    const same = await change(bindAliases, [rows[1], pair('戊')]);
    expect((await undo(same.id)).counts).toMatchObject({ reverse: 1, nothing: 1 });
  });

  test('an unbinding and a release give the alias back to those who had it', async () => {
    const rows = [pair('甲'), pair('甲'), pair('甲')];
    for (const { cid } of rows.slice(0, 2)) upstream.aliasOf.set(cid, '甲');
    const unbound = await change(unbindAliases, rows);
    expect(held(rows)).toEqual(['', '', '']);
    const drafted = await undo(unbound.id);
    expect(drafted.counts).toMatchObject({ reverse: 2, nothing: 1 });
    await carryOut(drafted);
    expect(held(rows)).toEqual(['甲', '甲', '']);

    const by = { appId: bench.appId, accountId: bench.actor.accountId };
    const holders = rows.slice(0, 2);
    const made = await draftJob(
      bench.db,
      releaseAlias,
      by,
      { rows: holders, before: ['甲', '甲'], params: { alias: '甲' } },
      now(),
    );
    const released = await carryOut(made);
    expect(held(holders)).toEqual(['', '']);
    await carryOut(await undo(released.id));
    expect(held(holders)).toEqual(['甲', '甲']);
  });

  test('a cid that came twice goes back both steps, the last one first', async () => {
    const cid = newId();
    upstream.aliasOf.set(cid, '原');
    const rows = [pair('甲', cid), pair('乙', cid), pair('丙')];
    const job = await change(bindAliases, rows);
    expect(held(rows)).toEqual(['乙', '乙', '丙']);
    const drafted = await undo(job.id);
    expect(drafted.counts).toMatchObject({ reverse: 3, compared: 2, changedSince: 0 });
    expect(await carryOut(drafted)).toMatchObject({ confirmed: 3, skipped: 0 });
    expect(held(rows)).toEqual(['原', '原', '']);
  });

  test('only what was refused goes again, or all that was not carried out', async () => {
    const rows = [pair('甲'), pair('乙'), pair('丙')] as [Pair, Pair, Pair];
    upstream.state.bad.add(rows[1].cid);
    const job = await change(bindAliases, rows);
    expect(job).toMatchObject({ confirmed: 2, rejected: 1 });
    upstream.state.bad.clear();
    const retry = (jobId: string, which: 'rejected' | 'unfinished') =>
      draftRetry(engine(), bench.actor, { appId: bench.appId, jobId, which }, now());
    const drafted = await retry(job.id, 'rejected');
    expect(drafted).toMatchObject({ total: 1, kind: 'alias.bind' });
    const retried = await carryOut(drafted);
    expect(retried).toMatchObject({ confirmed: 1, origin: { from: 'retry', jobId: job.id } });
    expect(upstream.aliasOf.get(rows[1].cid)).toBe('乙');
    expect(await refusal(retry(retried.id, 'rejected'))).toBe('CONFLICT');

    const restored = await undo(job.id);
    upstream.aliasOf.set(rows[0].cid, '别处');
    await carryOut(restored);
    expect(await retry(restored.jobId, 'unfinished')).toMatchObject({ total: 1, kind: 'alias.restore' });
  });

  test('only of an ended change, by those who may, in its own app', async () => {
    const made = await bench.draft([pair('甲')]);
    expect(await refusal(undo(made.jobId))).toBe('NOT_FOUND');
    await place(made, { startAt: Date.now() + 60_000 });
    expect(await refusal(undo(made.jobId))).toBe('CONFLICT');
    const job = await change(bindAliases, [pair('甲')]);
    const ask = { appId: bench.appId, jobId: job.id };
    const viewer = { ...bench.actor, role: 'viewer' as const };
    expect(await refusal(draftUndo(engine(), viewer, ask, now()))).toBe('FORBIDDEN');
    expect(await refusal(draftUndo(engine(), bench.actor, { ...ask, appId: 'other' }, now()))).toBe(
      'NOT_FOUND',
    );
  });
});
