import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { newId } from '@/lib/core/ids';
import { changeChunk, changeJob, workerProcess } from '@/lib/db/schema/changes';
import { describeEachDatabase } from '@/lib/db/testing';
import { beat, declareAllDead, enter } from '@/lib/jobs/heartbeat';
import { feed } from './feed';
import { claimNext } from './hold';
import { runHeld, startPump } from './pump';
import { recoverChunks, tidyUp } from './recover';
import { changesBench, fakeUpstream } from './testing';

describeEachDatabase('after a crash', (open) => {
  const bench = changesBench(open);
  const { upstream, engine, pair, draft, place, drain, jobOf, chunksOf } = bench;
  const plain = { readBack: true };

  /** A process that held the change and died: nobody hears from it any more. */
  const left = async (state: 'claimed' | 'sending', aliases: string[], more: object = {}) => {
    const rows = aliases.map((alias) => pair(alias));
    const made = await draft(rows, undefined, plain);
    await place(made);
    await bench.db.orm
      .update(changeChunk)
      .set({ state, fence: 1, workerId: newId(), ...more })
      .where(eq(changeChunk.jobId, made.jobId));
    return { jobId: made.jobId, rows };
  };

  test('a chunk whose intent was committed is read back first; what is there is not sent again', async () => {
    const { jobId, rows } = await left('sending', ['甲', '乙']);
    for (const { cid, alias } of rows) upstream.aliasOf.set(cid, alias);
    expect(await recoverChunks(engine())).toBe(1);
    await drain();
    expect(upstream.state.calls).toBe(0);
    expect(await jobOf(jobId)).toMatchObject({ state: 'finished', confirmed: 2, verified: 2 });
    expect((await chunksOf(jobId))[0]).toMatchObject({
      failure: 'interrupted',
      failureKnown: false,
      lost: 1,
    });
  });

  test('what is not there is sent, once', async () => {
    const { jobId } = await left('sending', ['甲', '乙']);
    await recoverChunks(engine());
    await drain();
    expect(upstream.state.calls).toBe(1);
    expect(await jobOf(jobId)).toMatchObject({ state: 'finished', confirmed: 2, verified: 2, unknown: 0 });
  });

  test('rows that had their answer keep it', async () => {
    const { jobId, rows } = await left('sending', ['甲', '乙', '丙'], { outcomes: 'cr.', batch: 1 });
    await recoverChunks(engine());
    await drain();
    expect(upstream.state.sent).toEqual([[rows[2]?.cid]]);
    expect(await jobOf(jobId)).toMatchObject({ state: 'finished', confirmed: 2, rejected: 1 });
  });

  test('a chunk that was only claimed is simply taken up again', async () => {
    const { jobId } = await left('claimed', ['甲']);
    await recoverChunks(engine());
    await drain();
    expect(await jobOf(jobId)).toMatchObject({ state: 'finished', confirmed: 1 });
    expect((await chunksOf(jobId))[0]).toMatchObject({ lost: 0, attempts: 1, failure: null });
  });

  test('it goes before what waits in the queue, even while every lane is busy', async () => {
    const others = [];
    for (const alias of ['一', '二', '三', '四', '五']) {
      const row = pair(alias);
      others.push(row.cid);
      await place(await draft([row], undefined, {}));
    }
    await feed(engine());
    const { rows } = await left('claimed', ['甲']);
    await recoverChunks(engine());
    // One lane that is never free for long: the queue holds more than enough all the time.
    upstream.state.pauseMs = 600;
    const pump = startPump(engine(), new Set(), 1);
    while (upstream.state.sent.length < 6) await new Promise((resolve) => setTimeout(resolve, 100));
    await pump.stop();
    const order = upstream.state.sent.flat();
    expect(order.indexOf(rows[0]?.cid ?? '')).toBeLessThan(3);
    expect(new Set(order)).toEqual(new Set([...others, rows[0]?.cid]));
  });

  test('after three crashes in the middle of its call a chunk is left unknown', async () => {
    const { jobId } = await left('sending', ['甲'], { lost: 2 });
    await recoverChunks(engine());
    await drain();
    expect(upstream.state.calls).toBe(0);
    expect(await jobOf(jobId)).toMatchObject({ state: 'finished', unknown: 1, differing: 1 });
  });

  test('what a living process holds is left alone, until the embedded database is opened anew', async () => {
    const other = await enter(bench.db, 1);
    const { jobId } = await left('sending', ['甲'], { workerId: other });
    expect(await recoverChunks(engine())).toBe(0);
    await bench.db.orm
      .update(workerProcess)
      .set({ seenAt: sql`clock_timestamp() - interval '7 seconds'` })
      .where(eq(workerProcess.id, other));
    expect(await recoverChunks(engine())).toBe(0);
    await declareAllDead(bench.db);
    await beat(bench.db, bench.workerId);
    expect(await recoverChunks(engine())).toBe(1);
    await drain();
    expect((await jobOf(jobId)).state).toBe('finished');
  });

  test('what this very process dropped is found in the second round', async () => {
    const { jobId } = await left('claimed', ['甲'], { workerId: bench.workerId });
    expect(await recoverChunks(engine(), new Set())).toBe(0);
    expect(await recoverChunks(engine(), new Set([`${jobId}/0`]))).toBe(0);
    expect(await recoverChunks(engine(), new Set())).toBe(1);
    await drain();
    expect((await jobOf(jobId)).state).toBe('finished');
  });

  test('a chunk that the queue lost is put in again', async () => {
    const made = await draft([pair('甲')], undefined, plain);
    await place(made);
    expect(await feed(engine())).toBe(1);
    await tidyUp(engine());
    expect((await chunksOf(made.jobId))[0]?.state).toBe('queued');
    await bench.db.orm.execute(sql`delete from pgboss.job where name = 'chunk'`);
    await drain();
    expect((await jobOf(made.jobId)).state).toBe('running');
    await tidyUp(engine());
    await drain();
    expect((await jobOf(made.jobId)).state).toBe('finished');
  });

  test('a change of a kind that this version does not know does not hold up the others', async () => {
    const [first, second] = [await left('sending', ['甲']), await left('sending', ['乙'])];
    await bench.db.orm.update(changeJob).set({ kind: 'no.such' }).where(eq(changeJob.id, first.jobId));
    await recoverChunks(engine());
    await drain();
    expect(await jobOf(second.jobId)).toMatchObject({ state: 'finished' });
    await bench.db.orm.update(changeJob).set({ kind: 'alias.bind' }).where(eq(changeJob.id, first.jobId));
    await drain();
    expect(await jobOf(first.jobId)).toMatchObject({ state: 'finished' });
  });

  test.each(['before its intent', 'before sending', 'before settling'])(
    'a zombie stopped %s does nothing when it comes back',
    async (where) => {
      const made = await draft([pair('甲')], undefined, plain);
      await place(made);
      await feed(engine());
      const sleeper = await enter(bench.db, 1);
      let wake: () => void = () => undefined;
      const asleep = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const slow = fakeUpstream();
      let woken = false;
      const clock = { ...engine().clock, now: () => Date.now() + (woken ? 60_000 : 0) };
      if (where === 'before sending') slow.state.gate = asleep;
      if (where === 'before settling') {
        const { bind } = slow.getui.aliases;
        slow.getui.aliases.bind = async (...call: Parameters<typeof bind>) => {
          await bind(...call);
          await asleep;
        };
      }
      const zombie = engine({
        workerId: sleeper,
        clock,
        upstreamOf: async () => {
          if (where === 'before its intent') await asleep;
          return slow.getui;
        },
      });
      const [claimed] = await claimNext(zombie, 1);
      if (!claimed) throw new Error('nothing was claimed');
      const sleeping = runHeld(zombie, new Set(), claimed.job, claimed.chunk);
      const wanted = where === 'before its intent' ? 'claimed' : 'sending';
      while ((await chunksOf(made.jobId))[0]?.state !== wanted) await zombie.clock.sleep(5);
      // Long enough for the call's right to begin to have run out.
      const backToNow = where === 'before sending' ? later() : () => undefined;
      await bench.db.orm.delete(workerProcess).where(eq(workerProcess.id, sleeper));
      await recoverChunks(engine());
      await drain();
      woken = true;
      wake();
      await sleeping;
      backToNow();
      expect(slow.state.calls).toBe(where === 'before settling' ? 1 : 0);
      expect(upstream.state.calls).toBe(1);
      expect(await jobOf(made.jobId)).toMatchObject({ state: 'finished', confirmed: 1, settledChunks: 1 });
    },
  );
});

/** Lets the fake upstream believe that ten seconds have passed; gives the way back. */
function later(): () => void {
  const real = Date.now;
  Date.now = () => real() + 10_000;
  return () => {
    Date.now = real;
  };
}
