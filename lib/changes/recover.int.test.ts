import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { bindAliases } from '@/lib/aliases/kinds';
import { systemClock } from '@/lib/core/clock';
import { changeChunk, changeJob } from '@/lib/db/schema/changes';
import { describeEachDatabase } from '@/lib/db/testing';
import { recoverJobs, releaseLeases } from './recover';
import { runJob } from './run';
import { changesBench, fakeUpstream } from './testing';

describeEachDatabase('after a crash', (open) => {
  const bench = changesBench(open);
  const { upstream, engine, pair, draft, order, detail } = bench;

  const leave = (jobId: string, state: 'claimed' | 'sending' | 'settled', more: object = {}) =>
    bench.db.orm
      .update(changeChunk)
      .set({ state, fence: 1, leaseUntil: new Date(0), ...more })
      .where(eq(changeChunk.jobId, jobId));

  test('a chunk whose intent was committed is unknown, read back and not sent again', async () => {
    const [applied, lost] = [pair('甲'), pair('乙')];
    const made = await draft([applied, lost]);
    await order(made);
    await leave(made.jobId, 'sending');
    upstream.aliasOf.set(applied.cid, '甲');
    await recoverJobs(engine());
    expect(upstream.state.calls).toBe(0);
    const job = await detail(made.jobId);
    expect(job).toMatchObject({ state: 'finished', confirmed: 1, unknown: 1, verified: 1, differing: 1 });
    expect(job?.calls[0]).toMatchObject({ failure: 'interrupted', known: false });
  });

  test('a chunk that never went out is not sent later, over what came since', async () => {
    const row = pair('旧的意思');
    const made = await draft([row]);
    await order(made);
    await leave(made.jobId, 'claimed');
    upstream.aliasOf.set(row.cid, '新的意思');
    await recoverJobs(engine());
    expect(upstream.aliasOf.get(row.cid)).toBe('新的意思');
    const job = await detail(made.jobId);
    expect(job).toMatchObject({ state: 'finished', rejected: 1 });
    expect(job?.calls[0]).toMatchObject({ failure: 'not-sent', known: true });
  });

  test('a reading back that was cut off is done again, and the job is not closed before', async () => {
    const row = pair('甲');
    const made = await draft([row]);
    await order(made);
    await leave(made.jobId, 'settled', { outcomes: 'u', failure: 'lost', failureKnown: false });
    await bench.db.orm.update(changeJob).set({ unknown: 1 }).where(eq(changeJob.id, made.jobId));
    upstream.aliasOf.set(row.cid, '甲');
    await runJob(engine(), made.jobId);
    expect((await detail(made.jobId))?.state).toBe('running');
    await recoverJobs(engine());
    expect(await detail(made.jobId)).toMatchObject({
      state: 'finished',
      confirmed: 1,
      unknown: 0,
      verified: 1,
    });
  });

  test('a living lease is left alone until the database is opened anew', async () => {
    const made = await draft([pair('甲')]);
    await order(made);
    await leave(made.jobId, 'sending', { leaseUntil: new Date(Date.now() + 60_000) });
    await recoverJobs(engine());
    expect((await detail(made.jobId))?.state).toBe('running');
    await releaseLeases(bench.db);
    await recoverJobs(engine());
    expect(await detail(made.jobId)).toMatchObject({ state: 'finished', unknown: 1 });
  });

  test('a job that cannot be recovered does not hold up the others', async () => {
    const [first, second] = [await draft([pair('甲')]), await draft([pair('乙')])];
    for (const made of [first, second]) {
      await order(made);
      await leave(made.jobId, 'sending');
    }
    await bench.db.orm.update(changeJob).set({ kind: 'no.such' }).where(eq(changeJob.id, first.jobId));
    await recoverJobs(engine());
    expect(await detail(second.jobId)).toMatchObject({ state: 'finished' });
    await bench.db.orm.update(changeJob).set({ kind: 'alias.bind' }).where(eq(changeJob.id, first.jobId));
    await releaseLeases(bench.db);
    await recoverJobs(engine());
    expect(await detail(first.jobId)).toMatchObject({ state: 'finished' });
  });

  test.each(['before sending', 'before settling'])(
    'a zombie stopped %s does nothing when it comes back',
    async (where) => {
      const made = await draft([pair('甲')]);
      await order(made);
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const slow = fakeUpstream();
      const bind = slow.getui.aliases.bind;
      slow.getui.aliases.bind = async (...args: Parameters<typeof bind>) => {
        await held;
        return bind(...args);
      };
      const early = { ...bindAliases, recheck: async () => held.then(() => true) };
      const zombie = runJob(
        {
          ...engine(),
          kindOf: () => (where === 'before sending' ? early : bindAliases),
          upstreamOf: async () => slow.getui,
        },
        made.jobId,
      );
      const wanted = where === 'before sending' ? 'claimed' : 'sending';
      const chunk = async () =>
        (await bench.db.orm.select().from(changeChunk).where(eq(changeChunk.jobId, made.jobId)))[0];
      while ((await chunk())?.state !== wanted) await systemClock.sleep(5);
      await releaseLeases(bench.db);
      await recoverJobs(engine());
      release();
      await expect(zombie).rejects.toThrow('taken over');
      expect(slow.state.calls).toBe(where === 'before sending' ? 0 : 1);
      const outcome = where === 'before sending' ? { rejected: 1, unknown: 0 } : { rejected: 0, unknown: 1 };
      expect(await detail(made.jobId)).toMatchObject({ state: 'finished', confirmed: 0, ...outcome });
    },
  );
});
