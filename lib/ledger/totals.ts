import 'server-only';
import { sql } from 'drizzle-orm';
import type { Database, Tx } from '@/lib/db/client';
import { isSet, RELATION, type Relation } from './codes';
import { currentOf, type HeldFact, overtake, slotOf } from './current';
import type { Fact } from './types';

const RELATIONS = Object.keys(RELATION) as Relation[];

/**
 * Brings the totals in line with facts that are about to be written, in the same transaction. Writers of one value wait
 * for one another, in the order of values so that they never wait in a circle: that makes the totals exact.
 */
export async function countFacts(tx: Tx, facts: readonly Fact[], appId: string): Promise<void> {
  for (const relation of RELATIONS.filter(isSet)) {
    const group = facts.filter((fact) => fact.relation === relation && fact.value !== '');
    if (group.length === 0) continue;
    await add(tx, appId, relation, new Map(group.map(({ value }) => [value, 0])));
    const held = await currentOf(tx, appId, relation, [...new Set(group.map(({ subject }) => subject))]);
    const more = new Map<string, number>();
    const count = (fact: HeldFact | undefined, by: number) => {
      if (fact?.value) more.set(fact.value, (more.get(fact.value) ?? 0) + by);
    };
    for (const fact of group) {
      const slot = slotOf(relation, fact.subject, fact.value);
      const after = overtake(held.get(slot), { ...fact, id: 0, at: 0 });
      count(held.get(slot), -1);
      count(after, 1);
      held.set(slot, after);
    }
    await add(tx, appId, relation, more);
  }
}

/** Adds to totals and locks them until the transaction ends. */
async function add(
  tx: Tx,
  appId: string,
  relation: Relation,
  more: ReadonlyMap<string, number>,
): Promise<void> {
  const values = [...more.keys()].sort();
  await tx.execute(sql`
    insert into fact_total (app_no, relation, value, holders)
    select (select no from push_app where id = ${appId}), ${RELATION[relation]}::smallint, value, more
    from unnest(${sql.param(values)}::text[], ${sql.param(values.map((value) => more.get(value) ?? 0))}::int[])
      as added(value, more)
    on conflict (app_no, relation, value) do update set holders = fact_total.holders + excluded.holders`);
}

/** How many cids hold a value of a relation of sets according to the ledger, those in doubt included. */
export async function countHolders(
  db: Database,
  appId: string,
  relation: 'tag' | 'blacklist',
  value: string,
): Promise<number> {
  const { rows } = await db.orm.execute<{ holders: number }>(sql`
    select holders from fact_total
    where app_no = (select no from push_app where id = ${appId}) and relation = ${RELATION[relation]}
      and value = ${value}`);
  return rows[0]?.holders ?? 0;
}
