import 'server-only';
import { chunk } from '@/lib/core/chunk';
import type { Database, Tx } from '@/lib/db/client';
import type { Relation } from './codes';
import { currentOf, slotOf } from './current';
import { writeFacts } from './facts';
import type { Fact, Provenance } from './types';

const AT_ONCE = 1000;

/** `noted` are new to the ledger, `known` say what it holds; `contradicted` it knows better, from its own hands or eyes. */
export type Imported = { noted: number; known: number; contradicted: number };

/**
 * Takes a person's word for what cids hold, such as the list of another tool. Nobody wrote or read it, so it fills gaps
 * and never overrules what Muster wrote or read itself.
 */
export async function importFacts(
  db: Database,
  relation: Relation,
  pairs: readonly { subject: string; value: string }[],
  from: Provenance,
): Promise<Imported> {
  const counts: Imported = { noted: 0, known: 0, contradicted: 0 };
  for (const part of chunk(pairs, AT_ONCE)) {
    const { noted, known, contradicted } = await db.transaction((tx) =>
      importFactsIn(tx, relation, part, from),
    );
    counts.noted += noted;
    counts.known += known;
    counts.contradicted += contradicted;
  }
  return counts;
}

/** {@link importFacts} inside a transaction, for at most a few thousand pairs. */
export async function importFactsIn(
  tx: Tx,
  relation: Relation,
  pairs: readonly { subject: string; value: string }[],
  from: Provenance,
): Promise<Imported> {
  const held = await currentOf(tx, from.appId, relation, [...new Set(pairs.map(({ subject }) => subject))]);
  const fresh: Fact[] = [];
  let known = 0;
  for (const { subject, value } of pairs) {
    const fact = held.get(slotOf(relation, subject, value));
    if (fact && fact.state !== 'unknown' && fact.value === value) known++;
    else if (!fact || fact.state === 'unknown' || fact.source === 'imported')
      fresh.push({ subject, relation, value, state: 'asserted', source: 'imported' });
  }
  await writeFacts(tx, fresh, from);
  return { noted: fresh.length, known, contradicted: pairs.length - known - fresh.length };
}
