import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { unbindAliases } from '@/lib/aliases/kinds';
import { auditEntry } from '@/lib/db/schema/audit';
import { changeChunk, changeJob } from '@/lib/db/schema/changes';
import { describeEachDatabase } from '@/lib/db/testing';
import { cancelJob, discardDraft, pauseJob, prioritiseJob, resumeJob } from './control';
import { feed } from './feed';
import { claimNext } from './hold';
import type { AnyKind } from './kind';
import { recoverChunks, tidyUp } from './recover';
import { changesBench, kindOf } from './testing';

/** The kinds of the alias desk with few rows a call, so that small changes have many calls. */
const few = (id: string): AnyKind => ({ ...kindOf(id), rowsPerCall: 2 });

describeEachDatabase('the course of a change', (open) => {
  const bench = changesBench(open);
  const { upstream, engine, pair, draft, place, drain, jobOf, chunksOf, by, refusal } = bench;
  const small = { kindOf: few };
  const many = async (count: number, options = {}) => {
    const rows = Array.from({ length: count }, (_, i) => pair(`人_${i}`));
    const made = await draft(rows, undefined, options, few('alias.bind'));
    return { ...made, rows };
  };
  const actions = async (jobId: string) =>
    (
      await bench.db.orm.select().from(auditEntry).where(eq(auditEntry.jobId, jobId)).orderBy(auditEntry.seq)
    ).map(({ action }) => action);

  test('many calls go through the queue, every row ends, and the change closes itself', async () => {
    const made = await many(9);
    const { chunk } = await place(made);
    expect(chunk).toBeNull();
    await drain(small);
    expect(await jobOf(made.jobId)).toMatchObject({
      state: 'finished',
      chunks: 5,
      settledChunks: 5,
      confirmed: 9,
    });
    expect(upstream.aliasOf.size).toBe(9);
    expect(upstream.state.calls).toBe(5);
  });

  test('paused it makes no call; resumed it goes on', async () => {
    const made = await many(6);
    await place(made);
    await feed(engine(small));
    await pauseJob(engine(), by(made.jobId));
    await pauseJob(engine(), by(made.jobId));
    await drain(small);
    expect(upstream.state.calls).toBe(0);
    expect(await jobOf(made.jobId)).toMatchObject({ state: 'paused', halt: { why: 'person', by: 'Op' } });
    expect((await chunksOf(made.jobId)).map(({ state }) => state)).toEqual(['planned', 'planned', 'planned']);
    await resumeJob(engine(), by(made.jobId));
    await drain(small);
    expect(await jobOf(made.jobId)).toMatchObject({ state: 'finished', confirmed: 6, halt: null });
    expect(await actions(made.jobId)).toEqual(['alias.bind', 'job.pause', 'job.resume', 'alias.bind']);
  });

  test('a pause between claim and intent still stops the call', async () => {
    const made = await many(2);
    await place(made);
    await feed(engine(small));
    const { runHeld } = await import('./pump');
    const [claimed] = await claimNext(engine(small), 1);
    if (!claimed) throw new Error('nothing was claimed');
    await pauseJob(engine(), by(made.jobId));
    await runHeld(engine(small), bench.held, claimed.job, claimed.chunk);
    expect(upstream.state.calls).toBe(0);
    expect((await chunksOf(made.jobId))[0]).toMatchObject({ state: 'planned', workerId: null, attempts: 0 });
    await cancelJob(engine(), by(made.jobId));
  });

  test('cancelled, what was sent counts, the rest is skipped, and nothing more is sent', async () => {
    const made = await many(8);
    await place(made);
    await feed(engine(small));
    const { runHeld } = await import('./pump');
    const [first, second] = await claimNext(engine(small), 2);
    if (!first || !second) throw new Error('nothing was claimed');
    await runHeld(engine(small), bench.held, first.job, first.chunk);
    await cancelJob(engine(), by(made.jobId));
    expect(await jobOf(made.jobId)).toMatchObject({ state: 'cancelling', confirmed: 2, skipped: 4 });
    await runHeld(engine(small), bench.held, second.job, second.chunk);
    await tidyUp(engine(small));
    expect(await jobOf(made.jobId)).toMatchObject({
      state: 'cancelled',
      confirmed: 2,
      skipped: 6,
      settledChunks: 4,
    });
    await drain(small);
    expect(upstream.state.calls).toBe(1);
    expect((await chunksOf(made.jobId))[3]).toMatchObject({ outcomes: 'nn', failure: 'cancelled' });
    expect(await refusal(cancelJob(engine(), by(made.jobId)))).toBe('CONFLICT');
  });

  test('a cancelled change still finds out what a dead process may have done', async () => {
    const made = await many(4);
    await place(made);
    await bench.db.orm
      .update(changeChunk)
      .set({ state: 'sending', workerId: 'gone', fence: 1 })
      .where(sql`${changeChunk.jobId} = ${made.jobId} and ${changeChunk.seq} = 0`);
    upstream.aliasOf.set(made.rows[0]?.cid ?? '', '人_0');
    await cancelJob(engine(), by(made.jobId));
    await recoverChunks(engine());
    await drain(small);
    expect(upstream.state.calls).toBe(0);
    expect(await jobOf(made.jobId)).toMatchObject({
      state: 'cancelled',
      confirmed: 1,
      unknown: 1,
      skipped: 2,
    });
  });

  test('only those who may make such changes act on them, and only on those of the app', async () => {
    const made = await many(2);
    await place(made);
    const viewer = { ...by(made.jobId), actor: { ...bench.actor, role: 'viewer' as const } };
    for (const act of [pauseJob, resumeJob, cancelJob, discardDraft]) {
      expect(await refusal(act(engine(), viewer))).toBe('FORBIDDEN');
      expect(await refusal(act(engine(), { ...by(made.jobId), appId: 'another' }))).toBe('NOT_FOUND');
    }
    await drain(small);
    expect(await refusal(pauseJob(engine(), by(made.jobId)))).toBe('CONFLICT');
  });

  test('a preview that was thrown away is gone with its rows', async () => {
    const made = await many(4);
    await discardDraft(engine(), by(made.jobId));
    expect(await bench.db.orm.$count(changeJob, eq(changeJob.id, made.jobId))).toBe(0);
    expect(await chunksOf(made.jobId)).toEqual([]);
  });

  test('not before its time', async () => {
    const made = await many(2);
    await place(made, { startAt: Date.now() + 60_000 });
    await drain(small);
    expect(upstream.state.calls).toBe(0);
    await bench.db.orm
      .update(changeJob)
      .set({ startAt: new Date(Date.now() - 1) })
      .where(eq(changeJob.id, made.jobId));
    await drain(small);
    expect(await jobOf(made.jobId)).toMatchObject({ state: 'finished', confirmed: 2 });
  });

  test('the more urgent change is taken first', async () => {
    const [usual, urgent] = [await many(4), await many(4)];
    await place(usual);
    await place(urgent);
    await prioritiseJob(engine(), by(urgent.jobId), 1);
    await feed(engine(small));
    const claimed = await claimNext(engine(small), 2);
    expect(claimed.map(({ job }) => job.id)).toEqual([urgent.jobId, urgent.jobId]);
    const { runHeld } = await import('./pump');
    for (const { job, chunk } of claimed) await runHeld(engine(small), bench.held, job, chunk);
    await drain(small);
  });

  test('rows of one cid keep their order within a change and across changes', async () => {
    const cid = pair('x').cid;
    const first = await draft(
      [pair('一', cid), pair('二'), pair('二', cid), pair('三', cid)],
      [null, null, null, null],
      {},
      few('alias.bind'),
    );
    const second = await draft([pair('三', cid)], [''], { interactive: true }, unbindAliases);
    await place(first);
    const later = await place(second);
    expect(later.chunk).toBeNull();
    expect(later.job.waits).toMatchObject([{ jobId: first.jobId }]);
    await drain(small);
    expect(upstream.state.sent.flat().filter((one) => one === cid)).toHaveLength(4);
    expect(upstream.aliasOf.get(cid)).toBeUndefined();
    expect(await jobOf(second.jobId)).toMatchObject({ state: 'finished', waits: [] });
  });

  test('an upstream that wants somebody to act pauses the change; nothing is lost', async () => {
    const made = await many(4);
    await place(made);
    upstream.state.wrong = 'credentials';
    await drain(small);
    expect(await jobOf(made.jobId)).toMatchObject({ state: 'paused', halt: { why: 'credentials' } });
    upstream.state.wrong = null;
    await resumeJob(engine(), by(made.jobId));
    await drain(small);
    expect(await jobOf(made.jobId)).toMatchObject({ state: 'finished', confirmed: 4 });
  });

  test('an upstream out of reach holds the change back, one call probes, and then all follow', async () => {
    const made = await many(12);
    await place(made);
    upstream.state.wrong = 'unreachable';
    await drain(small);
    const held = await jobOf(made.jobId);
    expect(held).toMatchObject({ state: 'running', holdFailure: 'unreachable', confirmed: 0 });
    expect(held.holdUntil?.getTime()).toBeGreaterThan(Date.now() - 1_000);
    const forward = () =>
      bench.db.orm
        .update(changeJob)
        .set({ holdUntil: new Date(0) })
        .where(eq(changeJob.id, made.jobId));
    await forward();
    await bench.db.orm.update(changeChunk).set({ notBefore: null }).where(eq(changeChunk.jobId, made.jobId));
    expect(await feed(engine(small))).toBe(1);
    upstream.state.wrong = null;
    await drain(small);
    expect(await jobOf(made.jobId)).toMatchObject({ state: 'finished', confirmed: 12, troubles: 0 });
  });

  test('a file of rows that are all refused is stopped before it makes ten thousand calls', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => pair(`错_${i}`));
    const made = await draft(rows, undefined, {});
    await place(made);
    upstream.state.bad = new Set(rows.map(({ cid }) => cid));
    await drain();
    expect(await jobOf(made.jobId)).toMatchObject({
      state: 'paused',
      halt: { why: 'refusals', code: 20001 },
    });
    expect(upstream.state.calls).toBeLessThan(80);
    upstream.state.bad = new Set(rows.slice(60, 62).map(({ cid }) => cid));
    await resumeJob(engine(), by(made.jobId));
    await drain();
    expect(await jobOf(made.jobId)).toMatchObject({ state: 'finished', confirmed: 148, rejected: 52 });
  });

  test('what each row replaces is read right before sending, once', async () => {
    const made = await draft([pair('新'), pair('初')], [null, null], { readFirst: true }, few('alias.bind'));
    const [chunk] = await chunksOf(made.jobId);
    const cid = chunk?.rows.split('\t')[0] ?? '';
    upstream.aliasOf.set(cid, '旧');
    await place(made);
    upstream.state.wrong = 'lost-after';
    upstream.state.times = 1;
    await drain(small);
    await bench.db.orm
      .update(changeJob)
      .set({ holdUntil: new Date(0) })
      .where(eq(changeJob.id, made.jobId));
    await bench.db.orm.update(changeChunk).set({ notBefore: null }).where(eq(changeChunk.jobId, made.jobId));
    await drain(small);
    expect((await chunksOf(made.jobId))[0]).toMatchObject({
      before: '旧\n',
      outcomes: 'cc',
      state: 'settled',
    });
  });
});
