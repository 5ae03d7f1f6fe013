import { sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { AppSummary } from '@/lib/apps/server/apps';
import type { Role } from '@/lib/auth/permissions';
import type { AppCtx } from '@/lib/auth/server/doors';
import type { Database } from '@/lib/db/client';
import { blacklistEntry } from '@/lib/db/schema/desks';
import { describeEachDatabase } from '@/lib/db/testing';
import type { Fact } from '@/lib/ledger/facts';
import { writeFacts } from '@/lib/ledger/facts';
import { TIMELINE_PAGE } from './card-schema';
import { cardRegister, cardTimeline } from './server/card-ledger';

describeEachDatabase('what Muster knows of a cid', (open) => {
  let db: Database;
  const appId = 'one';
  const at = (ms: number) => new Date(ms);
  beforeAll(async () => {
    db = await open();
    for (const id of [appId, 'two'])
      await db.orm.execute(sql`
        insert into push_app (id, name, environment, app_id, app_key, master_secret_sealed, base_url)
        values (${id}, 'A', 'test', ${id}, 'k', 's', 'u')`);
    await db.orm.execute(
      sql`insert into account (id, email, name, role) values ('p', 'p@x.cn', '王', 'operator')`,
    );
  });
  const ctx = (role: Role): AppCtx => ({
    actor: { accountId: 'p', name: '王', email: 'p@x.cn', role, sessionId: '-' },
    app: { id: appId } as AppSummary,
    apps: [],
    requestId: 'r',
  });
  const learn = (facts: Partial<Fact>[], ms: number) =>
    db.transaction((tx) =>
      writeFacts(
        tx,
        facts.map((fact) => ({
          subject: 'cid-1',
          relation: 'alias',
          value: '',
          state: 'asserted',
          source: 'wrote',
          ...fact,
        })),
        { appId, actorId: 'p', jobId: null, at: at(ms) },
      ),
    );

  test('the timeline holds all relations, masks by role, and goes on page by page', async () => {
    await learn([{ value: '13800138000' }], 1000);
    await learn([{ relation: 'device-token', value: 'HW_0123456789' }], 2000);
    await learn(
      [
        { relation: 'tag', value: 'vip' },
        { relation: 'tag', value: 'vip', state: 'released' },
      ],
      3000,
    );
    const shown = async (role: Role, relation?: 'alias' | 'device-token') => {
      const page = await cardTimeline(db, ctx(role), { cid: 'cid-1', ...(relation ? { relation } : {}) });
      return page.entries.map(({ relation: of, state, value }) => `${of} ${state} ${value}`);
    };
    expect(await shown('operator')).toEqual([
      'tag released vip',
      'tag asserted vip',
      'device-token asserted HW_0123456789',
      'alias asserted 13800138000',
    ]);
    expect(await shown('viewer', 'alias')).toEqual(['alias asserted 138****8000']);
    expect(await shown('viewer', 'device-token')).toEqual(['device-token asserted HW_0***9']);

    const many = Array.from({ length: TIMELINE_PAGE + 1 }, (_, i) => ({ subject: 'cid-2', value: `a${i}` }));
    await learn(many, 4000);
    const first = await cardTimeline(db, ctx('operator'), { cid: 'cid-2' });
    expect(first.entries).toHaveLength(TIMELINE_PAGE);
    expect(first.entries[0]).toMatchObject({ value: `a${TIMELINE_PAGE}`, by: '王', at: 4000, jobId: null });
    const rest = await cardTimeline(db, ctx('operator'), { cid: 'cid-2', before: first.next ?? 0 });
    expect([rest.entries.map(({ value }) => value), rest.next]).toEqual([['a0'], null]);
  });

  test('the blacklist stands by its register, the badge by what was set last', async () => {
    expect(await cardRegister(db, appId, 'cid-3')).toMatchObject({ blacklist: null, badge: null });
    await db.orm.insert(blacklistEntry).values({
      appId,
      cid: 'cid-3',
      state: 'asserted',
      source: 'wrote',
      reason: '投诉',
      ticket: 'T-1',
      addedBy: 'p',
      addedAt: at(5000),
      expiresAt: at(9000),
      jobId: 'job-1',
    });
    await learn([{ subject: 'cid-3', relation: 'badge', value: '3' }], 6000);
    await learn([{ subject: 'cid-3', relation: 'badge', value: '5', state: 'unknown' }], 7000);
    expect(await cardRegister(db, appId, 'cid-3')).toMatchObject({
      blacklist: {
        state: 'asserted',
        reason: '投诉',
        ticket: 'T-1',
        by: '王',
        at: 5000,
        expiresAt: 9000,
        jobId: 'job-1',
        releasedAt: null,
      },
      badge: { value: '5', state: 'unknown', by: '王', at: 7000 },
    });
    expect((await cardRegister(db, 'two', 'cid-3')).blacklist).toBeNull();
    await db.orm
      .update(blacklistEntry)
      .set({ state: 'released', releasedBy: 'p', releasedAt: at(8000), releaseJobId: 'job-2' });
    expect((await cardRegister(db, appId, 'cid-3')).blacklist).toMatchObject({
      state: 'released',
      releasedBy: '王',
      releasedAt: 8000,
      jobId: 'job-2',
    });
  });
});
