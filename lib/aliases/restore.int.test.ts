import { afterAll, beforeAll, expect, test } from 'vitest';
import { draftJob } from '@/lib/changes/draft';
import { changesBench } from '@/lib/changes/testing';
import { draftUndo } from '@/lib/changes/undo';
import { verificationResult } from '@/lib/changes/verification';
import { draftVerification } from '@/lib/changes/verify-job';
import { describeEachDatabase } from '@/lib/db/testing';
import { createGetui, type Getui } from '@/lib/getui/client';
import { memoryTokenStore } from '@/lib/getui/token';
import { createTransport } from '@/lib/getui/transport';
import { type Sandbox, startSandbox } from '@/lib/sandbox/server';
import { bindAliases } from './kinds';

/** The whole way against the sandbox: bind, change some elsewhere, verify, undo. */
describeEachDatabase('a change of aliases and its undoing', (open) => {
  const bench = changesBench(open);
  const transport = createTransport();
  let sandbox: Sandbox;
  let getui: Getui;
  beforeAll(async () => {
    sandbox = await startSandbox({ users: 5000 });
    const { appId, appKey, masterSecret, baseUrl } = sandbox;
    getui = createGetui(
      { appId, appKey, masterSecret, baseUrl },
      { tokens: memoryTokenStore(), fetch: transport.fetch, maxCidsPerUrl: 1000 },
    );
  });
  afterAll(async () => {
    await transport.close();
    await sandbox?.close();
  });

  const carryOut = async (made: { jobId: string; rowsHash: string }) => {
    await bench.place(made);
    await bench.drain({ upstreamOf: async () => getui });
    return bench.jobOf(made.jobId);
  };
  const bind = async (pairs: { cid: string; alias: string }[]) => {
    const rows = pairs.map((pair, i) => ({ ...pair, line: i + 1 }));
    const by = { appId: bench.appId, accountId: bench.actor.accountId };
    const options = { readFirst: true, readBack: true };
    const change = { rows, before: rows.map(() => null), params: {}, options };
    return carryOut(await draftJob(bench.db, bindAliases, by, change, bench.now()));
  };
  const of = (jobId: string) => ({ appId: bench.appId, jobId });

  test('reversed where it still holds, kept where it does not, and the sample says so', async () => {
    const { withAlias, withoutAlias } = sandbox.control.sample();
    const cids = [...withAlias.slice(0, 50).map(({ cid }) => cid), ...withoutAlias.slice(0, 250)];
    const job = await bind(cids.map((cid, i) => ({ cid, alias: `群_${Math.floor(i / 10)}` })));
    expect(job).toMatchObject({ state: 'finished', confirmed: 300, verified: 300 });
    const elsewhere = cids.filter((_, i) => i % 10 === 3);
    await getui.aliases.bind(elsewhere.map((cid, i) => ({ cid, alias: `别处_${i}` })));

    const sample = await draftVerification(
      bench.engine(),
      bench.actor,
      { ...of(job.id), sample: 120, seed: 'fixed' },
      bench.now(),
    );
    const result = verificationResult(await carryOut(sample));
    expect(result).toMatchObject({ population: 300, sample: 120, read: 120, full: false });
    expect(result.low).toBeLessThanOrEqual(270);
    expect(result.high).toBeGreaterThanOrEqual(270);
    const all = await draftVerification(
      bench.engine(),
      bench.actor,
      { ...of(job.id), sample: null },
      bench.now(),
    );
    expect(verificationResult(await carryOut(all))).toMatchObject({ matching: 270, low: 270, high: 270 });

    const drafted = await draftUndo(bench.engine(), bench.actor, of(job.id), bench.now());
    expect(drafted.counts).toMatchObject({ reverse: 300, compared: 300, changedSince: 30 });
    const undone = await carryOut(drafted);
    expect(undone).toMatchObject({
      state: 'finished',
      confirmed: 270,
      skipped: 30,
      rejected: 0,
      verified: 270,
    });
    for (const [i, { cid, alias }] of withAlias.slice(0, 50).entries())
      expect(await getui.aliases.byCid(cid)).toBe(i % 10 === 3 ? `别处_${Math.floor(i / 10)}` : alias);
    for (const [i, cid] of withoutAlias.slice(0, 50).entries())
      expect((await getui.aliases.byCid(cid)) === null).toBe(i % 10 !== 3);
  });

  test('an alias that filled up meanwhile has room again before it gets its own back', async () => {
    const { withoutAlias } = sandbox.control.sample();
    const [mover, ...others] = withoutAlias.slice(300, 311) as [string, ...string[]];
    await bind([mover, ...others.slice(0, 9)].map((cid) => ({ cid, alias: '满' })));
    const job = await bind([
      { cid: mover, alias: '走' },
      { cid: others[9] ?? '', alias: '满' },
    ]);
    expect(job).toMatchObject({ confirmed: 2 });
    const undone = await carryOut(await draftUndo(bench.engine(), bench.actor, of(job.id), bench.now()));
    expect(undone).toMatchObject({ confirmed: 2, rejected: 0 });
    expect(await getui.aliases.byCid(mover)).toBe('满');
    expect(await getui.aliases.byCid(others[9] ?? '')).toBeNull();
  });
});
