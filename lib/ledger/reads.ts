import 'server-only';
import { inArray } from 'drizzle-orm';
import { chunk } from '@/lib/core/chunk';
import type { Database, Tx } from '@/lib/db/client';
import { fact as factTable } from '@/lib/db/schema/ledger';
import { isSet, type Relation } from './codes';
import { currentOf, type HeldFact, slotOf } from './current';
import { writeFacts } from './facts';
import type { Fact, Provenance } from './types';

const AT_ONCE = 1000;

/**
 * Notes what was read from the upstream; `from.at` is when the reading began. A fact that says what the last one of its
 * cid said only moves that one's "seen at"; something new becomes a row of its own, so that history shows changes and not
 * looks. A cid found without the value it was believed to hold has released it. What was learned after the reading began
 * stands: the reading may be older. In a relation of sets, the values that were not found are the caller's to release.
 */
export async function noteReads(db: Database, facts: readonly Fact[], from: Provenance): Promise<void> {
  for (const part of chunk(facts, AT_ONCE)) await db.transaction((tx) => noteReadsIn(tx, part, from));
}

/** {@link noteReads} inside a transaction, for at most a few thousand facts. */
export async function noteReadsIn(tx: Tx, facts: readonly Fact[], from: Provenance): Promise<void> {
  const seen: number[] = [];
  const fresh: Fact[] = [];
  for (const [relation, group] of byRelation(facts)) {
    const subjects = [...new Set(group.map(({ subject }) => subject))];
    const held = await currentOf(tx, from.appId, relation, subjects);
    for (const fact of group) {
      const known = held.get(slotOf(relation, fact.subject, fact.value));
      if (known && known.at > from.at.getTime()) continue;
      if (known && saysTheSame(known, fact)) seen.push(known.id);
      else fresh.push(...learned(known, fact));
    }
  }
  if (seen.length) await tx.update(factTable).set({ seenAt: from.at }).where(inArray(factTable.id, seen));
  await writeFacts(tx, fresh, from);
}

/** What was only asserted, or left open, is news when it is read. */
const saysTheSame = (known: HeldFact, fact: Fact): boolean =>
  fact.state !== 'released' &&
  known.state !== 'asserted' &&
  known.state !== 'unknown' &&
  known.value === fact.value;

/** Only what was believed can be released; an open question is answered by what was found, also by nothing. */
function learned(known: HeldFact | undefined, fact: Fact): Fact[] {
  if (fact.state === 'released') return known && known.value === fact.value ? [fact] : [];
  const open = known?.state === 'unknown';
  const lost = known?.value && known.value !== fact.value && !open && !isSet(fact.relation);
  const facts: Fact[] = lost ? [{ ...fact, value: known.value, state: 'released' }] : [];
  if (fact.value || open) facts.push(fact);
  return facts;
}

function byRelation(facts: readonly Fact[]): Map<Relation, Fact[]> {
  const groups = new Map<Relation, Fact[]>();
  for (const fact of facts) {
    const group = groups.get(fact.relation);
    if (group) group.push(fact);
    else groups.set(fact.relation, [fact]);
  }
  return groups;
}
