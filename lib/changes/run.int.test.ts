import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { releaseAlias } from '@/lib/aliases/kinds';
import { newId } from '@/lib/core/ids';
import { auditEntry } from '@/lib/db/schema/audit';
import { changeChunk, changeJob } from '@/lib/db/schema/changes';
import { describeEachDatabase } from '@/lib/db/testing';
import { history } from '@/lib/ledger/history';
import { noteReads } from '@/lib/ledger/reads';
import { draftJob } from './draft';
import { DRAFT_LIFE_MS, dropOldDrafts } from './drop';
import { orderJob } from './order';
import { changesBench } from './testing';

describeEachDatabase('changes', (open) => {
  const bench = changesBench(open);
  const { upstream, events, engine, now, pair, draft, order, refusal, jobOf, chunksOf } = bench;
  const auditOf = (jobId: string) =>
    bench.db.orm.select().from(auditEntry).where(eq(auditEntry.jobId, jobId)).orderBy(auditEntry.seq);

  const factsOf = (of: { cid: string }) => history(bench.db, bench.appId, of);

  test('the whole way: draft, order, run, read back, ledger and audit', async () => {
    const [one, two] = [pair('甲'), pair('乙')];
    upstream.aliasOf.set(two.cid, '旧');
    const made = await draft([one, two], ['', '旧']);
    expect(await order(made)).toEqual({ first: true });
    expect(await jobOf(made.jobId)).toMatchObject({
      state: 'finished',
      total: 2,
      confirmed: 2,
      verified: 2,
      unknown: 0,
      rejected: 0,
    });
    expect(await chunksOf(made.jobId)).toMatchObject([
      { outcomes: 'cc', readBack: 'vv', before: '\n旧', attempts: 1, workerId: null },
    ]);
    expect(events.map(({ type }) => type)).toEqual(['sending', 'reading-back', 'settled']);
    const facts = await factsOf({ cid: two.cid });
    expect(facts.map(({ value, state }) => [value, state])).toEqual([
      ['乙', 'verified'],
      ['旧', 'released'],
    ]);
    const audit = await auditOf(made.jobId);
    expect(audit.map(({ action, detail: text }) => [action, JSON.parse(text)])).toEqual([
      ['alias.bind', { intent: true, rows: 2, rowsHash: made.rowsHash, calls: 1 }],
      [
        'alias.bind',
        { settled: true, confirmed: 2, rejected: 0, unknown: 0, skipped: 0, verified: 2, differing: 0 },
      ],
    ]);
    expect(audit.map(({ detail: text }) => text).join()).not.toContain('乙');
  });

  test('ordered twice, it runs once', async () => {
    const made = await draft([pair('甲')]);
    const both = await Promise.all([order(made), order(made)]);
    expect(both.map(({ first }) => first).sort()).toEqual([false, true]);
    expect(upstream.state.calls).toBe(1);
  });

  test('nothing is ordered that was not seen, by nobody else, too late, or without the word', async () => {
    const made = await draft([pair('甲')]);
    expect(await refusal(order({ ...made, rowsHash: 'f'.repeat(64) }))).toBe('PREVIEW_STALE');
    expect(await refusal(order(made, undefined, { ...bench.actor, role: 'viewer' }))).toBe('FORBIDDEN');
    expect(await refusal(order(made, undefined, { ...bench.actor, accountId: 'someone' }))).toBe('NOT_FOUND');
    const late = new Date(Date.now() + DRAFT_LIFE_MS + 1000);
    expect(await refusal(orderJob(engine(), bench.actor, { ...made, appId: bench.appId }, late))).toBe(
      'PREVIEW_STALE',
    );
    await bench.db.orm
      .update(changeChunk)
      .set({ rowsHash: 'f'.repeat(64) })
      .where(eq(changeChunk.jobId, made.jobId));
    expect(await refusal(order(made))).toBe('PREVIEW_STALE');
    const worded = await draftJob(
      bench.db,
      releaseAlias,
      { appId: bench.appId, accountId: bench.actor.accountId },
      {
        rows: [pair('甲')],
        before: [''],
        params: { alias: '甲' },
        confirmWord: '甲',
        options: { interactive: true },
      },
      now(),
    );
    expect(await refusal(order(worded))).toBe('INVALID_INPUT');
    expect(await refusal(order(worded, '乙'))).toBe('INVALID_INPUT');
    expect(upstream.state.calls).toBe(0);
  });

  test('rows that are not those that were previewed are never sent', async () => {
    const made = await draft([pair('甲')]);
    await bench.db.orm
      .update(changeChunk)
      .set({ rows: 'ffffffff\t别的\t1' })
      .where(eq(changeChunk.jobId, made.jobId));
    await order(made);
    expect(await jobOf(made.jobId)).toMatchObject({ state: 'finished', rejected: 1 });
    expect((await chunksOf(made.jobId))[0]).toMatchObject({ failure: 'tampered', attempts: 0 });
    expect(upstream.state.calls).toBe(0);
  });

  test('no audit row, no change', async () => {
    const made = await draft([pair('甲')]);
    const { sql } = await import('drizzle-orm');
    await bench.db.orm.execute(sql`alter table audit_entry rename to audit_entry_away`);
    await expect(order(made)).rejects.toThrow();
    await bench.db.orm.execute(sql`alter table audit_entry_away rename to audit_entry`);
    expect((await jobOf(made.jobId)).state).toBe('draft');
    expect(upstream.state.calls).toBe(0);
  });

  test('a refused row is rejected, with what was said of it, and leaves no fact', async () => {
    const row = pair('甲');
    const made = await draft([row]);
    upstream.state.wrong = 'refused';
    await order(made);
    expect(await jobOf(made.jobId)).toMatchObject({ state: 'finished', rejected: 1, confirmed: 0 });
    expect((await chunksOf(made.jobId))[0]).toMatchObject({
      failure: 'refused',
      failureKnown: true,
      httpStatus: 400,
      upstreamCode: 20001,
      upstreamMessage: 'target user is invalid',
      rowErrors: { 0: { code: 20001, message: 'target user is invalid' } },
    });
    expect(await factsOf({ cid: row.cid })).toEqual([]);
  });

  test('a lost answer whose effect is there is confirmed by reading, and not sent again', async () => {
    const row = pair('甲');
    const made = await draft([row]);
    upstream.state.wrong = 'lost-after';
    await order(made);
    expect(await jobOf(made.jobId)).toMatchObject({ state: 'finished', confirmed: 1, verified: 1 });
    expect((await factsOf({ cid: row.cid })).map(({ state }) => state)).toEqual(['verified']);
    expect(upstream.state.calls).toBe(1);
  });

  test('a lost answer whose effect is not there is sent once more', async () => {
    const made = await draft([pair('甲')]);
    upstream.state.wrong = 'lost-before';
    upstream.state.times = 1;
    await order(made);
    expect(await jobOf(made.jobId)).toMatchObject({ confirmed: 1, unknown: 0, verified: 1 });
    expect(upstream.state.calls).toBe(2);
  });

  test('answers that stay away leave the row unknown, never a success', async () => {
    const row = pair('甲');
    const made = await draft([row]);
    upstream.state.wrong = 'lost-before';
    await order(made);
    expect(await jobOf(made.jobId)).toMatchObject({ confirmed: 0, unknown: 1, differing: 1 });
    expect((await chunksOf(made.jobId))[0]).toMatchObject({ failure: 'lost', failureKnown: false, lost: 2 });
    expect((await factsOf({ cid: row.cid })).map(({ state }) => state)).toEqual(['unknown']);
    expect(upstream.state.calls).toBe(2);
  });

  test('an upstream that cannot be reached is tried again, then the person is told', async () => {
    const made = await draft([pair('甲')]);
    upstream.state.wrong = 'unreachable';
    await order(made);
    expect(await jobOf(made.jobId)).toMatchObject({ state: 'finished', rejected: 1 });
    expect((await chunksOf(made.jobId))[0]).toMatchObject({ failure: 'unreachable', failureKnown: true });
  });

  test('of several rows the one at fault is found; the others are done', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => pair(`人_${i}`));
    const bad = [rows[3], rows[29]].map((row) => row?.cid ?? '');
    const made = await draft(rows);
    upstream.state.bad = new Set(bad);
    await order(made);
    expect(await jobOf(made.jobId)).toMatchObject({ state: 'finished', confirmed: 38, rejected: 2 });
    const [chunk] = await chunksOf(made.jobId);
    expect(chunk).toMatchObject({ failure: 'rows-refused' });
    expect(Object.keys(chunk?.rowErrors ?? {})).toEqual(['3', '29']);
    expect(upstream.aliasOf.size).toBe(38);
    expect(upstream.state.calls).toBeLessThan(25);
    expect(await factsOf({ cid: bad[0] ?? '' })).toEqual([]);
  });

  test('a release is checked again right before sending', async () => {
    const held = { cid: newId(), alias: '甲', line: 1 };
    upstream.aliasOf.set(held.cid, '甲');
    const made = await draftJob(
      bench.db,
      releaseAlias,
      { appId: bench.appId, accountId: bench.actor.accountId },
      {
        rows: [held],
        before: ['甲'],
        params: { alias: '甲' },
        confirmWord: '甲',
        options: { interactive: true },
      },
      now(),
    );
    upstream.aliasOf.set(newId(), '甲');
    await order(made, '甲');
    expect(await jobOf(made.jobId)).toMatchObject({ rejected: 1 });
    expect((await chunksOf(made.jobId))[0]?.failure).toBe('stale');
    expect(upstream.state.calls).toBe(0);
  });

  test('previews nobody ordered are forgotten', async () => {
    const made = await draft([pair('甲')]);
    await dropOldDrafts(bench.db, now());
    expect(await bench.db.orm.$count(changeJob, eq(changeJob.id, made.jobId))).toBe(1);
    await dropOldDrafts(bench.db, new Date(Date.now() + 3 * DRAFT_LIFE_MS));
    expect(await bench.db.orm.$count(changeJob, eq(changeJob.id, made.jobId))).toBe(0);
    expect(await bench.db.orm.$count(changeChunk, eq(changeChunk.jobId, made.jobId))).toBe(0);
  });

  test('what was open is answered by reading, and nothing is called a release that was never believed', async () => {
    const row = pair('甲');
    const made = await draft([row]);
    upstream.state.wrong = 'lost-before';
    await order(made);
    const from = { appId: bench.appId, actorId: null, jobId: null, at: now() };
    const read = (value: string) =>
      noteReads(
        bench.db,
        [{ subject: row.cid, relation: 'alias', value, state: 'verified', source: 'read' }],
        from,
      );
    await read('');
    await read('');
    await read('乙');
    await read('');
    const facts = await factsOf({ cid: row.cid });
    expect(facts.map(({ value, state }) => `${state} ${value}`)).toEqual([
      'released 乙',
      'verified 乙',
      'verified ',
      'unknown 甲',
    ]);
  });
});
