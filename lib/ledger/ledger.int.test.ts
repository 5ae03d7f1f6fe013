import { sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '@/lib/db/client';
import { describeEachDatabase } from '@/lib/db/testing';
import { type Fact, writeFacts } from './facts';
import { history } from './history';
import { noteReads } from './reads';

describeEachDatabase('ledger', (open) => {
  let db: Database;
  const appId = 'one';
  beforeAll(async () => {
    db = await open();
    await db.orm.execute(sql`
      insert into push_app (id, name, environment, app_id, app_key, master_secret_sealed, base_url)
      values (${appId}, 'A', 'test', ${appId}, 'k', 's', 'u')`);
    await db.orm.execute(
      sql`insert into account (id, email, name, role) values ('p', 'p@x.cn', '王', 'operator')`,
    );
  });
  const from = (at: number) => ({ appId, actorId: 'p', jobId: null, at: new Date(at) });
  const alias = (subject: string, value: string, state: Fact['state'] = 'asserted'): Fact => ({
    subject,
    relation: 'alias',
    value,
    state,
    source: 'wrote',
  });
  const read = (subject: string, value: string, at: number) =>
    noteReads(db, [{ ...alias(subject, value, 'verified'), source: 'read' }], from(at));
  const told = async (cid: string) =>
    (await history(db, appId, { cid })).map(({ value, state, source }) => `${source} ${state} ${value}`);

  test('reading again adds nothing; what changed elsewhere is a release and a find', async () => {
    await db.transaction((tx) => writeFacts(tx, [alias('c1', '甲')], from(1000)));
    await read('c1', '甲', 2000);
    await read('c1', '甲', 3000);
    await read('c1', '乙', 4000);
    await read('c1', '', 5000);
    await read('c1', '', 6000);
    expect(await told('c1')).toEqual([
      'read released 乙',
      'read verified 乙',
      'read released 甲',
      'read verified 甲',
      'wrote asserted 甲',
    ]);
    const [last, , , seen] = await history(db, appId, { cid: 'c1' });
    expect(last).toMatchObject({ actorName: '王', jobId: null, relation: 'alias', seenAt: new Date(6000) });
    expect(seen?.seenAt).toEqual(new Date(3000));
  });

  test('a reading that began before the last fact was learned says nothing', async () => {
    await db.transaction((tx) => writeFacts(tx, [alias('c2', '甲')], from(2000)));
    await read('c2', '乙', 1999);
    expect(await told('c2')).toEqual(['wrote asserted 甲']);
  });

  test('pages go on where the last one ended, of a cid and of a value', async () => {
    const facts = Array.from({ length: 25 }, (_, i) => alias(i % 2 ? 'c3' : 'c4', i % 5 ? `页${i}` : '页'));
    await db.transaction((tx) => writeFacts(tx, facts, from(1)));
    const pages: string[] = [];
    for (let before: number | undefined, go = true; go; ) {
      const page = await history(db, appId, { cid: 'c3' }, { limit: 5, before });
      pages.push(...page.map(({ value }) => value));
      before = page.at(-1)?.id;
      go = page.length === 5;
    }
    expect(pages).toEqual(
      facts
        .filter(({ subject }) => subject === 'c3')
        .map(({ value }) => value)
        .reverse(),
    );
    const of = { relation: 'alias', value: '页' } as const;
    const [first, second] = await history(db, appId, of, { limit: 2 });
    const rest = await history(db, appId, of, { before: second?.id });
    expect([first, second, ...rest].map((entry) => entry?.subject)).toEqual(['c4', 'c3', 'c4', 'c3', 'c4']);
    expect(await history(db, appId, { relation: 'tag', value: '页' })).toEqual([]);
    expect(await history(db, 'another', { cid: 'c3' })).toEqual([]);
  });
});
