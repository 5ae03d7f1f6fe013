import { sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { createAccount } from '@/lib/auth/server/accounts';
import type { AppCtx } from '@/lib/auth/server/doors';
import { Refusal } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { account } from '@/lib/db/schema/accounts';
import { describeEachDatabase } from '@/lib/db/testing';
import { createLookup } from './create';
import { exportRows } from './export';
import { deleteLookup, dropOldLookups, listLookups, lookupCids, nameLookup, openLookup } from './lookups';

const cid = (n: number) => n.toString(16).padStart(32, '0');
const body = (...lines: string[]) => ({
  bytes: (async function* () {
    // In pieces that cut lines and characters, as a connection brings them.
    const bytes = Buffer.from(lines.join('\n'));
    for (let from = 0; from < bytes.length; from += 7) yield bytes.subarray(from, from + 7);
  })(),
  length: null,
  signal: new AbortController().signal,
});
const rule = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error) => (error instanceof Refusal ? (error.failure.fields ?? error.failure.code) : error),
  );

describeEachDatabase('stored lookups', (open) => {
  let db: Database;
  const people: Record<'operator' | 'viewer' | 'admin', AppCtx> = {} as never;
  beforeAll(async () => {
    db = await open();
    await db.orm.execute(sql`
      insert into push_app (id, name, environment, app_id, app_key, master_secret_sealed, base_url)
      values ('app', 'A', 'test', 'app', 'k', 's', 'u'), ('other', 'B', 'test', 'other', 'k', 's', 'u')`);
    const app = { id: 'app', name: 'A', environment: 'test' as const };
    for (const role of ['operator', 'viewer', 'admin'] as const) {
      const person = { email: `${role}@x.cn`, name: role, role, passwordHash: null };
      await db.transaction((tx) => createAccount(tx, { id: null, name: 'test' }, person, new Date()));
    }
    for (const { id, name, email, role } of await db.orm.select().from(account)) {
      const actor = { accountId: id, name, email, role, sessionId: '-' } as AppCtx['actor'];
      people[role as 'operator'] = { actor, app, apps: [app], requestId: 'r' };
    }
  });
  const some = { app: 'app', as: 'auto' as const, total: 9, cids: 2, aliases: 1, malformed: 2 };
  const lines = [cid(1), cid(2), '13800138089', cid(0xabc).slice(1), 'a/b'];
  const make = (who: AppCtx) => createLookup(db, who, some, body(...lines));

  test('comes back as it was given, masked for those who may not see aliases', async () => {
    const { id } = await make(people.operator);
    expect(await lookupCids(db, 'app', id)).toEqual([cid(1), cid(2)]);
    const mine = await openLookup(db, people.operator, id);
    expect(mine).toMatchObject({ masked: false, rows: `${cid(1)}\n${cid(2)}`, via: [], unheld: [] });
    expect(mine.malformed).toEqual([
      { text: cid(0xabc).slice(1), rule: 'cid-cut' },
      { text: 'a/b', rule: 'unsafe' },
    ]);
    expect(mine.meta).toMatchObject({
      total: 9,
      isMine: true,
      counts: { distinct: 5, rows: 2, unresolved: 1, malformed: 2 },
    });
    const theirs = await openLookup(db, people.viewer, id);
    expect(theirs.malformed[1]?.text).toBe('a**');
    expect(theirs.meta).toMatchObject({ isMine: false, by: 'operator' });
    const elsewhere = { ...people.viewer, app: { ...people.viewer.app, id: 'other' } };
    expect(await rule(openLookup(db, elsewhere, id))).toBe('NOT_FOUND');
  });

  test('what breaks a rule is refused with its line', async () => {
    const create = (change: Partial<typeof some>, ...given: string[]) =>
      rule(createLookup(db, people.operator, { ...some, ...change }, body(...given)));
    const none = { cids: 0, aliases: 0, malformed: 0, total: 9 };
    expect(await create({ ...none })).toEqual({ ids: 'empty' });
    expect(await create({ ...none, cids: 2 }, cid(1))).toEqual({ ids: 'count' });
    expect(await create({ ...none, cids: 2, total: 1 }, cid(1), cid(2))).toEqual({ ids: 'count' });
    expect(await create({ ...none, cids: 2 }, cid(1), cid(1))).toEqual({ ids: 'repeated' });
    expect(await create({ ...none, cids: 2 }, cid(1), 'short')).toEqual({ 'ids.2': 'cid-form' });
    expect(await create({ ...none, cids: 1, aliases: 1 }, cid(1), '../x')).toEqual({
      'ids.2': 'alias-unreachable',
    });
  });

  test('named ones are seen by everybody and kept, others by their maker and for a week', async () => {
    const [named, unnamed] = [await make(people.operator), await make(people.operator)];
    await nameLookup(db, people.operator, { id: named.id, name: '三月流失' });
    const ids = async (who: AppCtx) => (await listLookups(db, who)).map(({ id }) => id);
    expect(await ids(people.viewer)).toContain(named.id);
    expect(await ids(people.viewer)).not.toContain(unnamed.id);
    expect(await ids(people.operator)).toEqual(expect.arrayContaining([named.id, unnamed.id]));
    await dropOldLookups(db, Date.now() + 6 * 86_400_000);
    expect(await ids(people.operator)).toContain(unnamed.id);
    await dropOldLookups(db, Date.now() + 8 * 86_400_000);
    expect(await ids(people.operator)).toEqual([named.id]);
  });

  test('only their maker and administrators name and delete them', async () => {
    const { id } = await make(people.operator);
    expect(await rule(nameLookup(db, people.viewer, { id, name: 'x' }))).toBe('FORBIDDEN');
    expect(await rule(deleteLookup(db, people.viewer, { id }))).toBe('FORBIDDEN');
    await nameLookup(db, people.admin, { id, name: 'x' });
    await deleteLookup(db, people.admin, { id });
    expect(await rule(openLookup(db, people.operator, id))).toBe('NOT_FOUND');
  });

  test('an export is audited, safe to open, and a line that is no row breaks it off', async () => {
    const { id } = await make(people.viewer);
    const about = { app: 'app', lookup: id, format: 'csv' as const, rows: 1, columns: ['model'] };
    const line = (cells: unknown) => JSON.stringify(cells);
    const file = async (...rows: string[]) =>
      (await exportRows(db, people.viewer, about, body(...rows))).text();
    expect(await file(line(['cid', '机型']), line([cid(1), '=1+1']), line([cid(2), 7]))).toBe(
      `cid,机型\r\n${cid(1)},'=1+1\r\n${cid(2)},7\r\n`,
    );
    const { rows } = await db.orm.execute<{ detail: string }>(
      sql`select detail from audit_entry where action = 'lookup.export'`,
    );
    expect(JSON.parse(rows[0]?.detail ?? '')).toMatchObject({ masked: true, rows: 1, columns: ['model'] });
    await expect(file(line(['cid']), '{"no":"row"}')).rejects.toThrow();
    expect(await rule(exportRows(db, people.viewer, { ...about, lookup: 'none' }, body('[]')))).toBe(
      'NOT_FOUND',
    );
  });
});
