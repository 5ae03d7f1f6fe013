import { expect, test } from 'vitest';
import { bindAliases } from '@/lib/aliases/kinds';
import { newId } from '@/lib/core/ids';
import { describeEachDatabase } from '@/lib/db/testing';
import { history } from '@/lib/ledger/history';
import { draftJob } from './draft';
import { changesBench } from './testing';
import { verificationResult } from './verification';
import { draftVerification } from './verify-job';

describeEachDatabase('verification', (open) => {
  const bench = changesBench(open);
  const { upstream, engine, now, pair, place, drain, jobOf, chunksOf, refusal } = bench;

  const carryOut = async (made: { jobId: string; rowsHash: string }) => {
    await place(made);
    await drain();
    return jobOf(made.jobId);
  };
  const bind = async (rows: { cid: string; alias: string; line: number }[]) => {
    const by = { appId: bench.appId, accountId: bench.actor.accountId };
    const before = rows.map(() => '');
    return carryOut(await draftJob(bench.db, bindAliases, by, { rows, before, params: {} }, now()));
  };
  const verify = (jobId: string, sample: number | null, seed?: string) =>
    draftVerification(
      engine(),
      bench.actor,
      { appId: bench.appId, jobId, sample, ...(seed ? { seed } : {}) },
      now(),
    );

  test('every row is read: what matches, what differs, and the ledger learns it', async () => {
    const rows = Array.from({ length: 120 }, (_, i) => pair(`名${i}`));
    const [same, moved, gone] = rows.map(({ cid }) => cid) as [string, string, string];
    const job = await bind(rows);
    upstream.aliasOf.set(moved, '别处');
    upstream.aliasOf.delete(gone);
    const calls = upstream.state.calls;
    const drafted = await verify(job.id, null);
    expect(drafted).toMatchObject({
      kind: 'alias.verify',
      total: 120,
      calls: 3,
      population: 120,
      sample: null,
    });
    const done = await carryOut(drafted);
    expect(upstream.state.calls).toBe(calls);
    expect(done).toMatchObject({ state: 'finished', confirmed: 120, verified: 118, differing: 2 });
    expect(verificationResult(done)).toEqual({
      ...{ of: job.id, population: 120, sample: 120, read: 120, matching: 118, differing: 2 },
      ...{ full: true, low: 118, high: 118 },
    });
    const [first] = await chunksOf(drafted.jobId);
    expect(first?.before?.split('\n').slice(0, 3)).toEqual(['名0', '别处', '']);
    const told = async (cid: string) =>
      (await history(bench.db, bench.appId, { cid })).map(({ value, state, jobId }) => [
        value,
        state,
        jobId === drafted.jobId,
      ]);
    expect(await told(same)).toEqual([
      ['名0', 'verified', true],
      ['名0', 'asserted', false],
    ]);
    expect(await told(moved)).toEqual([
      ['别处', 'verified', true],
      ['名1', 'released', true],
      ['名1', 'asserted', false],
    ]);
    expect(await told(gone)).toEqual([
      ['名2', 'released', true],
      ['名2', 'asserted', false],
    ]);
    await carryOut(await verify(job.id, null));
    expect(await told(same)).toHaveLength(2);
  });

  test('a sample is drawn at random, the same from the same seed, and says how sure it is', async () => {
    const rows = Array.from({ length: 1500 }, (_, i) => pair(`样${i}`));
    const job = await bind(rows);
    for (const { cid } of rows.slice(0, 150)) upstream.aliasOf.delete(cid);
    const drafted = await verify(job.id, 200, 'seed');
    expect(drafted).toMatchObject({ total: 200, population: 1500, sample: 200 });
    const rowsOf = async (id: string) => (await chunksOf(id)).map((chunk) => chunk.rows).join('\n');
    const drawn = await rowsOf(drafted.jobId);
    expect(new Set(drawn.split('\n').map((line) => line.split('\t')[1])).size).toBe(200);
    expect(await rowsOf((await verify(job.id, 200, 'seed')).jobId)).toBe(drawn);
    expect(await rowsOf((await verify(job.id, 200)).jobId)).not.toBe(drawn);
    const result = verificationResult(await carryOut(drafted));
    expect(result).toMatchObject({ population: 1500, sample: 200, read: 200, full: false });
    expect(result.low).toBeLessThanOrEqual(1350);
    expect(result.high).toBeGreaterThanOrEqual(1350);
    expect(result.high - result.low).toBeLessThan(150);
  });

  test('of a cid that came twice only the last row counts', async () => {
    const cid = newId();
    const job = await bind([pair('甲', cid), pair('乙', cid), pair('丙')]);
    const done = await carryOut(await verify(job.id, null));
    expect(done).toMatchObject({ total: 2, verified: 2, differing: 0 });
  });

  test('a verification is not verified, and a change that did nothing neither', async () => {
    const job = await bind([pair('甲')]);
    const verified = await carryOut(await verify(job.id, 10));
    expect(await refusal(verify(verified.id, null))).toBe('CONFLICT');
    upstream.state.wrong = 'refused';
    const failed = await bind([pair('乙')]);
    expect(await refusal(verify(failed.id, null))).toBe('CONFLICT');
  });
});
