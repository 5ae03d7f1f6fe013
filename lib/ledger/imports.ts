import 'server-only';
import { chunk } from '@/lib/core/chunk';
import type { Database } from '@/lib/db/client';
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
    await db.transaction(async (tx) => {
      const held = await currentOf(tx, from.appId, relation, [
        ...new Set(part.map(({ subject }) => subject)),
      ]);
      const fresh: Fact[] = [];
      for (const { subject, value } of part) {
        const known = held.get(slotOf(relation, subject, value));
        const open = !known || known.state === 'unknown' || known.source === 'imported';
        if (known && known.state !== 'unknown' && known.value === value) counts.known++;
        else if (open) fresh.push({ subject, relation, value, state: 'asserted', source: 'imported' });
        else counts.contradicted++;
      }
      counts.noted += fresh.length;
      await writeFacts(tx, fresh, from);
    });
  }
  return counts;
}
