import { sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '@/lib/db/client';
import { describeEachDatabase } from '@/lib/db/testing';
import { currentAliases } from './current';
import { type Fact, writeFacts } from './facts';

describeEachDatabase('what is held', (open) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
    for (const id of ['one', 'two']) {
      await db.orm.execute(sql`
        insert into push_app (id, name, environment, app_id, app_key, master_secret_sealed, base_url)
        values (${id}, 'A', 'test', ${id}, 'k', 's', 'u')`);
    }
  });
  const write = (appId: string, facts: [cid: string, value: string, state: Fact['state']][]) =>
    db.transaction((tx) =>
      writeFacts(
        tx,
        facts.map(([subject, value, state]) => ({
          subject,
          value,
          state,
          relation: 'alias',
          source: 'wrote',
        })),
        { appId, actorId: null, jobId: null, at: new Date() },
      ),
    );

  test('the last word counts, and a release of something else changes nothing', async () => {
    const odd = 'a\\t\tb\n\\n\\b\\\\c\u2028';
    await write('one', [
      ['c1', '甲', 'asserted'],
      ['c1', '甲', 'released'],
      ['c1', '乙', 'verified'],
      ['c1', '丙', 'released'],
      ['c2', odd, 'verified'],
      ['c3', '丁', 'asserted'],
      ['c3', '丁', 'released'],
      ['c4', '戊', 'verified'],
      ['c4', '', 'verified'],
      ['c5', '己', 'verified'],
      ['c5', '庚', 'unknown'],
    ]);
    await write('two', [['c1', '另', 'verified']]);
    const held = await currentAliases(db, 'one', ['c1', 'c2', 'c3', 'c4', 'c5', 'c6']);
    expect(Object.fromEntries([...held].map(([cid, { value, state }]) => [cid, [value, state]]))).toEqual({
      c1: ['乙', 'verified'],
      c2: [odd, 'verified'],
      c3: ['', 'released'],
      c4: ['', 'verified'],
      c5: ['庚', 'unknown'],
    });
    expect(await currentAliases(db, 'one', [])).toEqual(new Map());
  });
});
