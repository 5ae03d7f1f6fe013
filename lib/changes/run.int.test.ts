import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { releaseAlias } from '@/lib/aliases/kinds';
import { newId } from '@/lib/core/ids';
import { auditEntry } from '@/lib/db/schema/audit';
import { changeChunk, changeJob } from '@/lib/db/schema/changes';
import { describeEachDatabase } from '@/lib/db/testing';
import { history } from '@/lib/ledger/history';
import { noteReads } from '@/lib/ledger/reads';
import { DRAFT_LIFE_MS, draftJob, dropOldDrafts } from './draft';
import { exportJob } from './export';
import { orderJob } from './order';
import { runJob } from './run';
import { changesBench, kindOf } from './testing';

describeEachDatabase('changes', (open) => {
  const bench = changesBench(open);
  const { upstream, events, engine, now, pair, draft, order, refusal, detail } = bench;

  test('the whole way: draft, order, run, read back, ledger and audit', async () => {
    const [one, two] = [pair('甲'), pair('乙')];
    upstream.aliasOf.set(two.cid, '旧');
    const made = await draft([one, two], ['', '旧']);
    expect(await detail(made.jobId)).toBeNull();
    expect(await order(made)).toEqual({ first: true });
    await runJob(engine(), made.jobId);
    const job = await detail(made.jobId);
    expect(job).toMatchObject({
      state: 'finished',
      total: 2,
      confirmed: 2,
      verified: 2,
      unknown: 0,
      rejected: 0,
    });
    expect(job?.rows.map(({ outcome, readBack, before }) => [outcome, readBack, before])).toEqual([
      ['confirmed', 'as-intended', ''],
      ['confirmed', 'as-intended', '旧'],
    ]);
    expect(events.map(({ type }) => type)).toEqual(['sending', 'settled', 'reading-back']);
    const facts = await history(bench.db, bench.appId, { cid: two.cid });
    expect(facts.map(({ value, state }) => [value, state])).toEqual([
      ['乙', 'verified'],
      ['旧', 'released'],
    ]);
    const audit = await bench.db.orm.select().from(auditEntry).where(eq(auditEntry.jobId, made.jobId));
    expect(audit.map(({ action, detail: text }) => [action, JSON.parse(text)])).toEqual([
      ['alias.bind', { intent: true, rows: 2, rowsHash: made.rowsHash, calls: 1 }],
      ['alias.bind', { settled: true, confirmed: 2, rejected: 0, unknown: 0, verified: 2, differing: 0 }],
    ]);
    expect(audit.map(({ detail: text }) => text).join()).not.toContain('乙');
  });

  test('ordered twice, it runs once', async () => {
    const made = await draft([pair('甲')]);
    const both = await Promise.all([order(made), order(made)]);
    expect(both.map(({ first }) => first).sort()).toEqual([false, true]);
    await Promise.all([runJob(engine(), made.jobId), runJob(engine(), made.jobId)]);
    expect(upstream.state.calls).toBe(1);
  });

  test('nothing is ordered that was not seen, by nobody else, too late, or without the word', async () => {
    const made = await draft([pair('甲')]);
    expect(await refusal(order({ ...made, rowsHash: 'f'.repeat(64) }))).toBe('PREVIEW_STALE');
    expect(await refusal(order(made, undefined, { ...bench.actor, role: 'viewer' }))).toBe('FORBIDDEN');
    expect(await refusal(order(made, undefined, { ...bench.actor, accountId: 'someone' }))).toBe('NOT_FOUND');
    const late = new Date(Date.now() + DRAFT_LIFE_MS + 1000);
    expect(
      await refusal(orderJob(bench.db, kindOf, bench.actor, { ...made, appId: bench.appId }, late)),
    ).toBe('PREVIEW_STALE');
    await bench.db.orm
      .update(changeChunk)
      .set({ rows: 'ffffffff\t别的\t1' })
      .where(eq(changeChunk.jobId, made.jobId));
    expect(await refusal(order(made))).toBe('PREVIEW_STALE');
    const worded = await draftJob(
      bench.db,
      releaseAlias,
      { appId: bench.appId, accountId: bench.actor.accountId },
      { rows: [pair('甲')], before: [''], params: { alias: '甲' }, confirmWord: '甲' },
      now(),
    );
    expect(await refusal(order(worded))).toBe('INVALID_INPUT');
    expect(await refusal(order(worded, '乙'))).toBe('INVALID_INPUT');
    expect(await order(worded, '甲')).toEqual({ first: true });
    expect(upstream.state.calls).toBe(0);
  });

  test('no audit row, no change', async () => {
    const made = await draft([pair('甲')]);
    const { sql } = await import('drizzle-orm');
    await bench.db.orm.execute(sql`alter table audit_entry rename to audit_entry_away`);
    await expect(order(made)).rejects.toThrow();
    await bench.db.orm.execute(sql`alter table audit_entry_away rename to audit_entry`);
    const [job] = await bench.db.orm.select().from(changeJob).where(eq(changeJob.id, made.jobId));
    expect(job?.state).toBe('draft');
    expect(upstream.state.calls).toBe(0);
  });

  test('a refused call rejects its rows and leaves no fact', async () => {
    const row = pair('甲');
    const made = await draft([row]);
    await order(made);
    upstream.state.wrong = 'refused';
    await runJob(engine(), made.jobId);
    const job = await detail(made.jobId);
    expect(job).toMatchObject({ state: 'finished', rejected: 1, confirmed: 0 });
    expect(job?.calls[0]).toMatchObject({
      failure: 'refused',
      httpStatus: 400,
      upstreamCode: 20001,
      upstreamMessage: 'target user is invalid',
    });
    expect(await history(bench.db, bench.appId, { cid: row.cid })).toEqual([]);
  });

  test.each([
    ['lost-before', { confirmed: 0, unknown: 1, verified: 0, differing: 1 }, 'unknown'],
    ['lost-after', { confirmed: 1, unknown: 0, verified: 1, differing: 0 }, 'verified'],
  ] as const)('an answer %s is read back and never sent again', async (wrong, counts, fact) => {
    const row = pair('甲');
    const made = await draft([row]);
    await order(made);
    upstream.state.wrong = wrong;
    await runJob(engine(), made.jobId);
    expect(await detail(made.jobId)).toMatchObject({ state: 'finished', rejected: 0, ...counts });
    expect((await history(bench.db, bench.appId, { cid: row.cid })).map(({ state }) => state)).toEqual([
      fact,
    ]);
    expect(upstream.state.calls).toBe(1);
  });

  test('several refused rows are read back: what was done is confirmed, what was not is not', async () => {
    const [done, bad] = [pair('甲'), pair('乙')];
    const made = await draft([done, bad]);
    await order(made);
    upstream.state.wrong = 'refused';
    upstream.aliasOf.set(done.cid, '甲');
    await runJob(engine(), made.jobId);
    expect(await detail(made.jobId)).toMatchObject({ confirmed: 1, rejected: 1, unknown: 0, verified: 1 });
    expect((await history(bench.db, bench.appId, { cid: bad.cid })).length).toBe(0);
    expect((await history(bench.db, bench.appId, { cid: done.cid })).map(({ state }) => state)).toEqual([
      'verified',
    ]);
  });

  test('a release is checked again right before sending', async () => {
    const held = { cid: newId(), alias: '甲', line: 1 };
    upstream.aliasOf.set(held.cid, '甲');
    const made = await draftJob(
      bench.db,
      releaseAlias,
      { appId: bench.appId, accountId: bench.actor.accountId },
      { rows: [held], before: ['甲'], params: { alias: '甲' }, confirmWord: '甲' },
      now(),
    );
    upstream.aliasOf.set(newId(), '甲');
    await order(made, '甲');
    await runJob(engine(), made.jobId);
    const job = await detail(made.jobId);
    expect(job).toMatchObject({ rejected: 1 });
    expect(job?.calls[0]?.failure).toBe('stale');
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
    await order(made);
    upstream.state.wrong = 'lost-before';
    await runJob(engine(), made.jobId);
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
    const facts = await history(bench.db, bench.appId, { cid: row.cid });
    expect(facts.map(({ value, state }) => `${state} ${value}`)).toEqual([
      'released 乙',
      'verified 乙',
      'verified ',
      'unknown 甲',
    ]);
  });

  test('the file of rows: no live formula, masked by role, only this app’s, and audited', async () => {
    const rows = [
      { cid: '-1+cmd|calc', alias: '13800138089', line: 3 },
      { cid: '=HYPERLINK("x")', alias: '李四', line: 9 },
    ];
    const made = await draft(rows, ['', '旧别名']);
    await order(made);
    await runJob(engine(), made.jobId);
    const file = async (role: 'operator' | 'viewer', appId = bench.appId) =>
      (await exportJob(bench.db, kindOf, { appId, actor: { ...bench.actor, role } }, made.jobId))?.text();
    const lines = (await file('operator'))?.split('\r\n');
    expect(lines?.[0]).toBe('line,cid,alias,before,outcome,read_back');
    expect(lines?.[1]).toBe('3,"\'-1+cmd|calc",13800138089,,confirmed,as-intended');
    expect(lines?.[2]).toBe('9,"\'=HYPERLINK(""x"")",李四,旧别名,confirmed,as-intended');
    const masked = (await file('viewer')) ?? '';
    expect(masked).toContain('138****8089');
    for (const secret of ['13800138089', '李四', '旧别名']) expect(masked).not.toContain(secret);
    expect(await file('operator', 'another-app')).toBeUndefined();
    const audit = await bench.db.orm.select().from(auditEntry).where(eq(auditEntry.jobId, made.jobId));
    expect(
      audit.filter(({ action }) => action === 'job.export').map(({ detail: text }) => JSON.parse(text)),
    ).toEqual([
      { rows: 2, masked: false },
      { rows: 2, masked: true },
    ]);
  });
});
