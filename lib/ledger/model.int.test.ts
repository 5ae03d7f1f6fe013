import { sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '@/lib/db/client';
import { describeEachDatabase } from '@/lib/db/testing';
import { currentOf } from './current';
import { writeFacts } from './facts';
import { history } from './history';
import { holders } from './holders';
import { importFacts } from './imports';
import { noteReads } from './reads';
import { countHolders } from './totals';
import type { Fact } from './types';

type State = Fact['state'];
type Entry = { value: string; state: State };

/** The ledger as one would write it down: what each cid holds, and everything that was ever noted. */
class Model {
  readonly alias = new Map<string, Entry>();
  readonly tags = new Map<string, Map<string, State>>();
  readonly noted: string[] = [];

  note(fact: Fact): void {
    this.noted.push(`${fact.subject} ${fact.relation} ${fact.value} ${fact.state}`);
    const { subject, value, state } = fact;
    if (fact.relation === 'tag') {
      const tags = this.tags.get(subject) ?? new Map<string, State>();
      this.tags.set(subject, tags);
      if (state === 'released') tags.delete(value);
      else tags.set(value, state);
    } else if (state !== 'released') this.alias.set(subject, { value, state });
    else if (!this.alias.get(subject)?.value || this.alias.get(subject)?.value === value)
      if (this.alias.get(subject)?.value || !this.alias.has(subject))
        this.alias.set(subject, { value: '', state });
  }

  holding = (alias: string) => [...this.alias].filter(([, held]) => held.value === alias).map(([cid]) => cid);
  tagged = (tag: string) => [...this.tags].filter(([, tags]) => tags.has(tag)).map(([cid]) => cid);
}

/** Small numbers that follow from a seed. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
}

const STATES: State[] = ['asserted', 'verified', 'released', 'unknown'];

describeEachDatabase('the ledger against a model', (open) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
  });

  test.each([1, 2, 3, 4, 5, 6])('random writes, seed %i', async (seed) => {
    const appId = `app ${seed}`;
    await db.orm.execute(sql`
      insert into push_app (id, name, environment, app_id, app_key, master_secret_sealed, base_url)
      values (${appId}, 'A', 'test', ${appId}, 'k', 's', 'u')`);
    const roll = dice(seed);
    const model = new Model();
    const cids = Array.from({ length: 12 }, (_, i) => `cid${i}`);
    const values = ['甲', '乙', "o'x", 'a\tb\\n', '丙'];
    const any = <T>(list: readonly T[]) => list[roll(list.length)] as T;
    for (let step = 0; step < 40; step++) {
      const facts = Array.from({ length: 1 + roll(8) }, (): Fact => {
        const relation = any(['alias', 'tag'] as const);
        const state = any(STATES);
        const value = relation === 'alias' && state === 'verified' && roll(4) === 0 ? '' : any(values);
        return { subject: any(cids), relation, value, state, source: 'wrote' };
      });
      await db.transaction((tx) =>
        writeFacts(tx, facts, { appId, actorId: null, jobId: null, at: new Date(step) }),
      );
      for (const fact of facts) model.note(fact);
    }
    const held = await currentOf(db.orm, appId, 'alias', cids);
    for (const cid of cids) {
      const { value, state } = held.get(cid) ?? {};
      expect([cid, value, state]).toEqual([cid, model.alias.get(cid)?.value, model.alias.get(cid)?.state]);
      const told = await history(db, appId, { cid }, { limit: 1000 });
      expect(told.map((one) => `${cid} ${one.relation} ${one.value} ${one.state}`).reverse()).toEqual(
        model.noted.filter((line) => line.startsWith(`${cid} `)),
      );
    }
    for (const value of values) {
      for (const relation of ['alias', 'tag'] as const) {
        const expected = relation === 'alias' ? model.holding(value) : model.tagged(value);
        const found: string[] = [];
        for (let before: number | undefined; ; ) {
          const page = await holders(db, appId, { relation, value }, { limit: 3, before });
          found.push(...page.holders.map(({ cid }) => cid));
          if (page.next === null) break;
          before = page.next;
        }
        expect(found.sort()).toEqual(expected.sort());
        if (relation === 'tag') expect(await countHolders(db, appId, 'tag', value)).toBe(expected.length);
      }
    }
  });

  test('totals stay exact when many write the same tag at once', async () => {
    await db.orm.execute(sql`
      insert into push_app (id, name, environment, app_id, app_key, master_secret_sealed, base_url)
      values ('crowd', 'A', 'test', 'crowd', 'k', 's', 'u')`);
    const from = { appId: 'crowd', actorId: null, jobId: null, at: new Date() };
    const write = (lane: number, state: State) =>
      db.transaction((tx) =>
        writeFacts(
          tx,
          ['x', 'y'].flatMap((value) =>
            Array.from({ length: 50 }, (_, i): Fact => {
              const subject = `cid${lane * 25 + i}`;
              return { subject, relation: 'tag', value, state, source: 'wrote' };
            }),
          ),
          from,
        ),
      );
    await Promise.all(Array.from({ length: 8 }, (_, lane) => write(lane, 'asserted')));
    await Promise.all([0, 3, 6].map((lane) => write(lane, 'released')));
    const expected = new Set(Array.from({ length: 225 }, (_, i) => i));
    for (const lane of [0, 3, 6]) for (let i = 0; i < 50; i++) expected.delete(lane * 25 + i);
    for (const tag of ['x', 'y']) {
      expect(await countHolders(db, 'crowd', 'tag', tag)).toBe(expected.size);
      const page = await holders(db, 'crowd', { relation: 'tag', value: tag }, { limit: 1000 });
      expect(page.holders).toHaveLength(expected.size);
    }
  });

  test('a person’s word fills gaps and overrules nothing that was written or read', async () => {
    await db.orm.execute(sql`
      insert into push_app (id, name, environment, app_id, app_key, master_secret_sealed, base_url)
      values ('told', 'A', 'test', 'told', 'k', 's', 'u')`);
    const from = { appId: 'told', actorId: null, jobId: null, at: new Date() };
    const read = (subject: string, value: string): Fact => ({
      subject,
      relation: 'alias',
      value,
      state: 'verified',
      source: 'read',
    });
    await noteReads(db, [read('c1', '甲'), read('c2', '乙')], from);
    const told = [
      { subject: 'c1', value: '甲' },
      { subject: 'c2', value: '别' },
      { subject: 'c3', value: '丙' },
    ];
    expect(await importFacts(db, 'alias', told, from)).toEqual({ noted: 1, known: 1, contradicted: 1 });
    const held = await currentOf(db.orm, 'told', 'alias', ['c1', 'c2', 'c3']);
    expect([...held.values()].map(({ value, source }) => [value, source])).toEqual([
      ['甲', 'read'],
      ['乙', 'read'],
      ['丙', 'imported'],
    ]);
    await noteReads(db, [read('c3', '丁')], { ...from, at: new Date(Date.now() + 1000) });
    expect((await currentOf(db.orm, 'told', 'alias', ['c3'])).get('c3')).toMatchObject({
      value: '丁',
      source: 'read',
    });
  });
});
