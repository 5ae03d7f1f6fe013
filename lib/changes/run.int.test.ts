import { eq } from 'drizzle-orm';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bindAliases, releaseAlias, unbindAliases } from '@/lib/aliases/kinds';
import { registerApp } from '@/lib/apps/server/apps';
import { createAccount } from '@/lib/auth/server/accounts';
import type { Actor } from '@/lib/auth/server/session';
import { systemClock } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import type { Database } from '@/lib/db/client';
import { pushApp } from '@/lib/db/schema/apps';
import { auditEntry } from '@/lib/db/schema/audit';
import { changeChunk, changeJob } from '@/lib/db/schema/changes';
import { describeEachDatabase } from '@/lib/db/testing';
import type { Getui } from '@/lib/getui/client';
import { GetuiError } from '@/lib/getui/errors';
import { history } from '@/lib/ledger/facts';
import { DRAFT_LIFE_MS, draftJob, dropOldDrafts } from './draft';
import type { Engine, RunEvent } from './engine';
import type { AnyKind } from './kind';
import { orderJob } from './order';
import { recoverJobs, releaseLeases } from './recover';
import { runJob } from './run';
import { jobDetail } from './view';

const kinds: AnyKind[] = [bindAliases, unbindAliases, releaseAlias];
const kindOf = (id: string) => {
  const kind = kinds.find((one) => one.id === id);
  if (!kind) throw new Error(id);
  return kind;
};

/** An upstream of one map, with a switch for what goes wrong; the real client meets the sandbox in other suites. */
function fakeUpstream() {
  const aliasOf = new Map<string, string>();
  const state = { calls: 0, wrong: null as null | 'refused' | 'lost-before' | 'lost-after' };
  const write = async (apply: () => void) => {
    state.calls++;
    const facts = { endpoint: 'POST /user/alias', requestId: 'r' } as const;
    if (state.wrong === 'refused') {
      throw new GetuiError({
        ...facts,
        kind: 'refused',
        outcome: 'not-applied',
        code: 20001,
        httpStatus: 400,
        msg: 'target user is invalid',
      });
    }
    if (state.wrong !== 'lost-before') apply();
    if (state.wrong) throw new GetuiError({ ...facts, kind: 'lost', outcome: 'unknown' });
  };
  const aliases = {
    bind: (pairs: { cid: string; alias: string }[]) =>
      write(() => {
        for (const { cid, alias } of pairs) aliasOf.set(cid, alias);
      }),
    unbind: (pairs: { cid: string; alias: string }[]) =>
      write(() => {
        for (const { cid } of pairs) aliasOf.delete(cid);
      }),
    release: (alias: string) =>
      write(() => {
        for (const [cid, held] of aliasOf) if (held === alias) aliasOf.delete(cid);
      }),
    byCid: async (cid: string) => aliasOf.get(cid) ?? null,
    byAlias: async (alias: string) => [...aliasOf].filter(([, held]) => held === alias).map(([cid]) => cid),
  };
  return { aliasOf, state, getui: { aliases } as unknown as Getui };
}

describeEachDatabase('changes', (open) => {
  let db: Database;
  let actor: Actor;
  let appId: string;
  const upstream = fakeUpstream();
  const events: RunEvent[] = [];
  const engine = (): Engine => ({
    db,
    clock: systemClock,
    kindOf,
    upstreamOf: async () => upstream.getui,
    onEvent: (event) => events.push(event),
  });
  const now = () => new Date();

  beforeAll(async () => {
    db = await open();
    const by = { id: null, name: 'test' };
    const person = { email: 'op@x.cn', name: 'Op', role: 'operator' as const, passwordHash: null };
    const id = await db.transaction((tx) => createAccount(tx, by, person, now()));
    actor = { accountId: id, name: 'Op', email: person.email, role: 'operator', sessionId: '-' };
    const app = {
      appId: 'a',
      appKey: 'k',
      masterSecret: 's',
      name: 'A',
      environment: 'test' as const,
      baseUrl: 'http://127.0.0.1:1/v2',
    };
    await registerApp(db, app, Buffer.alloc(32, 1), now());
    appId = (await db.orm.select().from(pushApp))[0]?.id ?? '';
  });
  afterEach(() => {
    upstream.state.wrong = null;
    upstream.state.calls = 0;
    upstream.aliasOf.clear();
    events.length = 0;
  });

  const pair = (alias: string) => ({ cid: newId(), alias, line: 1 });
  const draft = (rows: { cid: string; alias: string; line: number }[], before = rows.map(() => '')) =>
    draftJob(db, bindAliases, { appId, accountId: actor.accountId }, { rows, before, params: {} }, now());
  const order = (made: { jobId: string; rowsHash: string }, typed?: string, who = actor) =>
    orderJob(db, kindOf, who, { ...made, appId, typed }, now());
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error) => error.failure?.code ?? String(error),
    );
  const detail = (id: string) => jobDetail(db, kindOf, { appId, role: 'operator' }, id);

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
    const facts = await history(db, appId, { cid: two.cid });
    expect(facts.map(({ value, state }) => [value, state])).toEqual([
      ['乙', 'verified'],
      ['旧', 'released'],
    ]);
    const audit = await db.orm.select().from(auditEntry).where(eq(auditEntry.jobId, made.jobId));
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
    expect(await refusal(order(made, undefined, { ...actor, role: 'viewer' }))).toBe('FORBIDDEN');
    expect(await refusal(order(made, undefined, { ...actor, accountId: 'someone' }))).toBe('NOT_FOUND');
    const late = new Date(Date.now() + DRAFT_LIFE_MS + 1000);
    expect(await refusal(orderJob(db, kindOf, actor, { ...made, appId }, late))).toBe('PREVIEW_STALE');
    await db.orm
      .update(changeChunk)
      .set({ rows: 'ffffffff\t别的\t1' })
      .where(eq(changeChunk.jobId, made.jobId));
    expect(await refusal(order(made))).toBe('PREVIEW_STALE');
    const worded = await draftJob(
      db,
      releaseAlias,
      { appId, accountId: actor.accountId },
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
    await db.orm.execute(sql`alter table audit_entry rename to audit_entry_away`);
    await expect(order(made)).rejects.toThrow();
    await db.orm.execute(sql`alter table audit_entry_away rename to audit_entry`);
    const [job] = await db.orm.select().from(changeJob).where(eq(changeJob.id, made.jobId));
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
    expect(await history(db, appId, { cid: row.cid })).toEqual([]);
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
    expect((await history(db, appId, { cid: row.cid })).map(({ state }) => state)).toEqual([fact]);
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
    expect((await history(db, appId, { cid: bad.cid })).length).toBe(0);
    expect((await history(db, appId, { cid: done.cid })).map(({ state }) => state)).toEqual(['verified']);
  });

  describe('after a crash', () => {
    const leave = (jobId: string, state: 'claimed' | 'sending' | 'settled', more: object = {}) =>
      db.orm
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
      await db.orm.update(changeJob).set({ unknown: 1 }).where(eq(changeJob.id, made.jobId));
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
      await releaseLeases(db);
      await recoverJobs(engine());
      expect(await detail(made.jobId)).toMatchObject({ state: 'finished', unknown: 1 });
    });

    test('a job that cannot be recovered does not hold up the others', async () => {
      const [first, second] = [await draft([pair('甲')]), await draft([pair('乙')])];
      for (const made of [first, second]) {
        await order(made);
        await leave(made.jobId, 'sending');
      }
      await db.orm.update(changeJob).set({ kind: 'no.such' }).where(eq(changeJob.id, first.jobId));
      await recoverJobs(engine());
      expect(await detail(second.jobId)).toMatchObject({ state: 'finished' });
      await db.orm.update(changeJob).set({ kind: 'alias.bind' }).where(eq(changeJob.id, first.jobId));
      await releaseLeases(db);
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
          (await db.orm.select().from(changeChunk).where(eq(changeChunk.jobId, made.jobId)))[0];
        while ((await chunk())?.state !== wanted) await systemClock.sleep(5);
        await releaseLeases(db);
        await recoverJobs(engine());
        release();
        await expect(zombie).rejects.toThrow('taken over');
        expect(slow.state.calls).toBe(where === 'before sending' ? 0 : 1);
        const outcome =
          where === 'before sending' ? { rejected: 1, unknown: 0 } : { rejected: 0, unknown: 1 };
        expect(await detail(made.jobId)).toMatchObject({ state: 'finished', confirmed: 0, ...outcome });
      },
    );
  });

  test('a release is checked again right before sending', async () => {
    const held = { cid: newId(), alias: '甲', line: 1 };
    upstream.aliasOf.set(held.cid, '甲');
    const made = await draftJob(
      db,
      releaseAlias,
      { appId, accountId: actor.accountId },
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
    await dropOldDrafts(db, now());
    expect(await db.orm.$count(changeJob, eq(changeJob.id, made.jobId))).toBe(1);
    await dropOldDrafts(db, new Date(Date.now() + 3 * DRAFT_LIFE_MS));
    expect(await db.orm.$count(changeJob, eq(changeJob.id, made.jobId))).toBe(0);
    expect(await db.orm.$count(changeChunk, eq(changeChunk.jobId, made.jobId))).toBe(0);
  });
});
