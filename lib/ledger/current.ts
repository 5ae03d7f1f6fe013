import 'server-only';
import { sql } from 'drizzle-orm';
import { chunk } from '@/lib/core/chunk';
import type { Database, Tx } from '@/lib/db/client';
import { type FactSource, type FactState, isSet, RELATION, type Relation, sourceOf, stateOf } from './codes';

/** What a cid holds as far as Muster knows. `value` is empty when it holds none; `unknown`: it may hold the value. */
export type Held = { value: string; state: FactState };
/** The same with the fact that says so, how that was learned and when (ms). */
export type HeldFact = Held & { id: number; source: FactSource; at: number };

const AT_ONCE = 1000;

/** The alias of each cid according to the ledger. A cid of which nothing is known is absent. Any number of cids. */
export async function currentAliases(
  db: Database,
  appId: string,
  cids: readonly string[],
): Promise<Map<string, Held>> {
  return currentOf(db.orm, appId, 'alias', cids);
}

/** What facts are kept apart by: the cid, and in a relation of sets the value too. */
export const slotOf = (relation: Relation, subject: string, value: string): string =>
  isSet(relation) ? `${subject}\n${value}` : subject;

/** The fact that decides for each slot (see {@link slotOf}) of some cids. */
export async function currentOf(
  db: Pick<Tx, 'execute'>,
  appId: string,
  relation: Relation,
  cids: readonly string[],
): Promise<Map<string, HeldFact>> {
  const held = new Map<string, HeldFact>();
  for (const part of chunk(cids, AT_ONCE)) {
    for (const { subject, ...fact } of await factsOf(db, appId, relation, part)) {
      const slot = slotOf(relation, subject, fact.value);
      held.set(slot, overtake(held.get(slot), fact));
    }
  }
  return held;
}

/** What a later fact makes of what was held: a value takes the place of any other; only what is held can be released. */
export function overtake(held: HeldFact | undefined, fact: HeldFact): HeldFact {
  if (fact.state !== 'released') return fact;
  if (held && held.state !== 'released' && held.value !== fact.value) return held;
  return { ...fact, value: '' };
}

type Row = { subject: string; value: string; state: number; source: number; id: number; at: string | Date };

/** All facts of some cids in one relation, in order. A look-up a cid, whatever the planner believes of the table. */
async function factsOf(
  db: Pick<Tx, 'execute'>,
  appId: string,
  relation: Relation,
  cids: readonly string[],
): Promise<(HeldFact & { subject: string })[]> {
  const { rows } = await db.execute<Row>(sql`
    select f.subject, f.value, f.state, f.source, f.id, f.at
    from unnest(${sql.param(cids)}::text[]) as asked(subject)
    cross join lateral (
      select subject, value, state, source, id, at from fact
      where subject = asked.subject and relation = ${sql.raw(String(RELATION[relation]))}
        and app_no = (select no from push_app where id = ${appId})
      offset 0) f`);
  return rows
    .map(({ subject, value, state, source, id, at }) => ({
      subject,
      value,
      state: stateOf(state),
      source: sourceOf(source),
      id: Number(id),
      at: new Date(at).getTime(),
    }))
    .sort((a, b) => a.id - b.id);
}
