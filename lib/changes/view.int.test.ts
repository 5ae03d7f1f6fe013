import { beforeAll, describe, expect, test } from 'vitest';
import { nextMidnight, shanghaiDay } from '@/lib/budgets/rules';
import type { Database } from '@/lib/db/client';
import { budget } from '@/lib/db/schema/budgets';
import { changeJob, workerProcess } from '@/lib/db/schema/changes';
import { describeEachDatabase } from '@/lib/db/testing';
import { jobCalls } from './calls';
import type { AnyKind } from './kind';
import { jobRows } from './row-pages';
import { ROWS_PAGE, type RowFilter, type RowPlace } from './schema';
import { kindOf } from './testing';
import { jobsByHand } from './testing-jobs';
import { jobDetail, listJobs, watchedJobs } from './view';

describeEachDatabase('changes as screens see them', (open) => {
  let db: Database;
  let hand: Awaited<ReturnType<typeof jobsByHand>>;
  beforeAll(async () => {
    db = await open();
    hand = await jobsByHand(db);
  });
  const asker = (role: 'operator' | 'viewer' = 'operator') => ({ appId: hand.appId, role });
  const detail = async (id: string) => {
    const job = await jobDetail(db, kindOf, asker(), id);
    if (!job) throw new Error('no such job');
    return job;
  };

  test('counters, what is left, and only what was ordered', async () => {
    const id = await hand.job({ state: 'finished' }, [hand.settled('ccru'), hand.settled('cn')]);
    await hand.job({ state: 'draft', orderedAt: null }, [hand.planned(3)]);
    const jobs = await listJobs(db, kindOf, hand.appId);
    expect(jobs.map((job) => job.id)).toEqual([id]);
    expect(jobs[0]).toMatchObject({
      confirmed: 3,
      rejected: 1,
      unknown: 1,
      skipped: 1,
      remaining: 0,
      by: '小王',
    });
    expect(jobs[0]).toMatchObject({ rate: null, etaAt: null, wait: null });
    expect(await listJobs(db, kindOf, 'another')).toEqual([]);
    expect(await jobDetail(db, kindOf, { appId: 'another', role: 'operator' }, id)).toBeNull();
  });

  describe('why it waits', () => {
    const chunks = () => [hand.settled('cc'), hand.planned(2)];
    const waitOf = async (id: string) => (await detail(id)).wait;
    beforeAll(async () => {
      await db.orm.delete(workerProcess);
      await hand.worker('alive', 500);
      await hand.worker('dead', 60_000);
    });

    test('nothing, while it runs; rate and end by what was settled in the last minute', async () => {
      const id = await hand.job({}, chunks());
      const job = await detail(id);
      expect(job.wait).toBeNull();
      expect(job.rate).toBeGreaterThanOrEqual(1);
      expect(job.etaAt).toBeGreaterThan(Date.now());
    });

    test('paused by a person, halted by the upstream', async () => {
      const paused = await hand.job({ state: 'paused', halt: { why: 'person', by: '小李' } }, chunks());
      expect(await waitOf(paused)).toEqual({ why: 'paused', by: '小李' });
      const halt = { why: 'credentials' as const, code: 10002, message: 'ip in blacklist' };
      const halted = await hand.job({ state: 'paused', halt }, chunks());
      expect(await waitOf(halted)).toEqual({
        why: 'halted',
        because: 'credentials',
        code: 10002,
        message: 'ip in blacklist',
      });
    });

    test('its time has not come', async () => {
      const startAt = new Date(Date.now() + 3_600_000);
      const id = await hand.job({ startAt }, chunks());
      expect(await waitOf(id)).toEqual({ why: 'scheduled', until: startAt.getTime() });
    });

    test('another change comes first, until its chunks are settled', async () => {
      const first = await hand.job({}, [hand.settled('c'), hand.planned(1), hand.planned(1)]);
      const behind = await hand.job({ waits: [{ jobId: first, seq: 1 }] }, chunks());
      expect(await waitOf(behind)).toEqual({ why: 'behind', jobId: first, kind: 'alias.bind' });
      const free = await hand.job({ waits: [{ jobId: first, seq: 0 }] }, chunks());
      expect(await waitOf(free)).toBeNull();
    });

    test('the upstream was out of reach, and when it is asked again', async () => {
      const holdUntil = new Date(Date.now() + 20_000);
      const id = await hand.job({ holdUntil, holdFailure: 'unreachable', troubles: 3 }, chunks());
      expect(await waitOf(id)).toMatchObject({
        why: 'upstream',
        failure: 'unreachable',
        until: holdUntil.getTime(),
      });
      const over = await hand.job({ holdUntil: new Date(Date.now() - 1_000), holdFailure: 'lost' }, chunks());
      expect(await waitOf(over)).toBeNull();
    });

    test('no worker is alive', async () => {
      const id = await hand.job({}, chunks());
      await db.orm.delete(workerProcess);
      await hand.worker('silent', 11_000);
      await hand.worker('web', 100, 0);
      expect(await waitOf(id)).toEqual({ why: 'no-worker' });
      await hand.worker('back', 100);
      expect(await waitOf(id)).toBeNull();
    });

    describe('metered calls', () => {
      const metered = (id: string): AnyKind => ({ ...kindOf(id), family: 'tag-batch' });
      const ask = async (calls: number) => {
        const id = await hand.job(
          {},
          Array.from({ length: calls }, () => hand.planned(1)),
        );
        const job = await jobDetail(db, metered, asker(), id);
        return { wait: job?.wait ?? null, leftMs: (job?.etaAt ?? 0) - Date.now() };
      };

      test('the end follows from the budget', async () => {
        const { leftMs } = await ask(201);
        // 201 calls at 100 a minute.
        expect(leftMs).toBeGreaterThan(115_000);
        expect(leftMs).toBeLessThan(125_000);
      });

      test('a day that is used up is waited for, and the end lies after midnight', async () => {
        const now = Date.now();
        const limits = { perMinute: 100, perDay: 1000, reserve: 10 };
        const used = { day: shanghaiDay(now), usedDay: 1000 };
        await db.orm.insert(budget).values({ appId: hand.appId, family: 'tag-batch', ...limits, ...used });
        const { wait, leftMs } = await ask(100);
        expect(wait).toMatchObject({ why: 'budget', family: 'tag-batch', window: 'day', refused: false });
        const until = wait?.why === 'budget' ? wait.until : 0;
        expect(Math.abs(until - nextMidnight(now))).toBeLessThan(1_000);
        expect(leftMs).toBeGreaterThan(until - now);
      });
    });
  });

  test('a kind that this version does not have is shown, without cells and without deeds', async () => {
    const id = await hand.job({ kind: 'moon.paint', state: 'finished' }, [hand.settled('cr')]);
    const job = await detail(id);
    expect(job).toMatchObject({ kind: 'moon.paint', columns: [], masked: true });
    expect(job.may).toEqual({ control: false, retry: false, undo: false, verify: false });
    const page = await jobRows(db, kindOf, asker(), { id, filter: 'all' });
    expect(page?.rows.map(({ cells, outcome }) => [cells, outcome])).toEqual([
      [[], 'confirmed'],
      [[], 'rejected'],
    ]);
  });

  test('rights follow the role; the way from a change to its retry and back', async () => {
    const id = await hand.job({ state: 'finished' }, [hand.settled('cr')]);
    const again = await hand.job({ origin: { from: 'retry', jobId: id } }, [hand.planned(1)]);
    expect((await detail(id)).offspring).toEqual([
      { id: again, kind: 'alias.bind', from: 'retry', state: 'running' },
    ]);
    expect((await detail(again)).parent?.id).toBe(id);
    expect((await detail(id)).may.control).toBe(true);
    expect((await jobDetail(db, kindOf, asker('viewer'), id))?.may.control).toBe(false);
  });

  test('calls: what failed alike, a timeline, pages newest first', async () => {
    const at = (seconds: number) => new Date(Date.now() - seconds * 1000);
    const bad = { failure: 'refused', failureKnown: true, upstreamCode: 20001, upstreamMessage: 'x' };
    const id = await hand.job({ state: 'finished' }, [
      ...Array.from({ length: 60 }, (_, i) =>
        hand.settled('cc', { settledAt: at(100 - i), sentAt: at(101 - i) }),
      ),
      hand.settled('r', { ...bad, httpStatus: 400, settledAt: at(5) }),
      hand.settled('r', { ...bad, httpStatus: 400, settledAt: at(4) }),
      hand.settled('u', {
        failure: 'lost',
        failureKnown: false,
        readBack: 'd',
        settledAt: at(3),
        attempts: 2,
      }),
    ]);
    const { figures } = await detail(id);
    expect(figures).toMatchObject({ made: 64, partial: false });
    expect(figures.failed).toMatchObject([
      {
        failure: 'refused',
        upstreamCode: 20001,
        calls: 2,
        rows: 2,
        rest: false,
        known: true,
        readBack: 'none',
      },
      { failure: 'lost', calls: 1, known: false, readBack: 'all' },
    ]);
    const sum = (what: 'calls' | 'confirmed' | 'rejected' | 'unknown') =>
      figures.timeline.reduce((total, bucket) => total + bucket[what], 0);
    expect([sum('calls'), sum('confirmed'), sum('rejected'), sum('unknown')]).toEqual([63, 120, 2, 1]);
    expect(figures.timeline.length).toBeLessThanOrEqual(49);
    expect(figures.p50Ms).toBeGreaterThanOrEqual(200);
    const first = await jobCalls(db, hand.appId, { id, failed: false });
    expect(first?.calls).toHaveLength(50);
    expect(first?.calls[0]).toMatchObject({ seq: 62, failure: 'lost' });
    const second = await jobCalls(db, hand.appId, { id, failed: false, after: first?.next ?? undefined });
    expect(second?.calls.map(({ seq }) => seq)).toEqual(Array.from({ length: 13 }, (_, i) => 12 - i));
    expect((await jobCalls(db, hand.appId, { id, failed: true }))?.calls.map(({ seq }) => seq)).toEqual([
      62, 61, 60,
    ]);
  });

  test('rows by outcome, page after page, none twice and none lost', async () => {
    const pattern = 'crunc'.repeat(50);
    const id = await hand.job(
      { state: 'finished' },
      Array.from({ length: 12 }, (_, i) =>
        hand.settled(
          pattern,
          { readBack: 'vd---'.repeat(50), rowErrors: { 1: { code: 20001, message: 'target user' } } },
          i * 250 + 1,
        ),
      ),
    );
    const all = async (filter: RowFilter) => {
      const seen: number[] = [];
      let after: RowPlace | undefined;
      for (let pages = 0; pages < 40; pages++) {
        const page = await jobRows(db, kindOf, asker(), { id, filter, after });
        expect(page?.rows.length ?? 0).toBeLessThanOrEqual(ROWS_PAGE);
        seen.push(...(page?.rows ?? []).map(({ cells }) => Number(cells[0])));
        if (!page?.next) return seen;
        after = page.next;
      }
      throw new Error('no end');
    };
    const lines = (keep: (letter: string, i: number) => boolean) =>
      Array.from({ length: 3000 }, (_, i) => i + 1).filter((line) =>
        keep(pattern[(line - 1) % 250] ?? '', (line - 1) % 250),
      );
    expect(await all('all')).toEqual(lines(() => true));
    expect(await all('rejected')).toEqual(lines((letter) => letter === 'r'));
    expect(await all('skipped')).toEqual(lines((letter) => letter === 'n'));
    expect(await all('unfinished')).toEqual(lines((letter) => letter !== 'c'));
    expect(await all('differing')).toEqual(lines((_, i) => i % 5 === 1));
    const page = await jobRows(db, kindOf, asker('viewer'), { id, filter: 'rejected' });
    expect(page?.rows[0]).toMatchObject({
      failure: 'refused',
      code: 20001,
      message: 'target user',
      readBack: 'differs',
    });
    expect(page?.rows[0]?.cells[2]).toBe('别**');
    expect(page?.rows[1]).toMatchObject({ failure: null, code: null });
  });

  test('what is watched is told of until its end', async () => {
    const open_ = (await watchedJobs(db, kindOf, hand.appId)).length;
    const id = await hand.job({}, [hand.planned(1)]);
    expect(await watchedJobs(db, kindOf, hand.appId)).toHaveLength(open_ + 1);
    await db.orm.update(changeJob).set({ state: 'finished', finishedAt: new Date() });
    expect(await watchedJobs(db, kindOf, hand.appId)).toEqual([]);
    expect((await watchedJobs(db, kindOf, hand.appId, [id])).map(({ state }) => state)).toEqual(['finished']);
  });
});
