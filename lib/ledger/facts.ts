import 'server-only';
import { and, desc, eq, inArray } from 'drizzle-orm';
import { chunk } from '@/lib/core/chunk';
import type { Database, Tx } from '@/lib/db/client';
import { account } from '@/lib/db/schema/accounts';
import { ledgerFact } from '@/lib/db/schema/changes';

export type Fact = {
  subject: string;
  relation: 'alias';
  /** Empty: there is none. */
  value: string;
  state: 'asserted' | 'verified' | 'released' | 'unknown';
  source: 'wrote' | 'read';
};

export type Provenance = { appId: string; actorId: string | null; jobId: string | null; at: Date };

const INSERT_AT_ONCE = 500;

/** Writes what a change asserted, released or left unknown, one row a fact. */
export async function writeFacts(tx: Tx, facts: readonly Fact[], from: Provenance): Promise<void> {
  for (const part of chunk(facts, INSERT_AT_ONCE)) {
    await tx.insert(ledgerFact).values(part.map((fact) => ({ ...fact, ...from, seenAt: from.at })));
  }
}

/**
 * Notes what was read from the upstream. A fact that says what the last one of its subject said only moves that one's
 * "seen at"; something new becomes a row of its own, so that history shows changes and not looks. A cid found without
 * the value it was believed to hold has released it.
 */
export async function noteReads(db: Database, facts: readonly Fact[], from: Provenance): Promise<void> {
  for (const part of chunk(facts, INSERT_AT_ONCE)) {
    await db.transaction(async (tx) => {
      const subjects = part.map((fact) => fact.subject);
      const latest = await tx
        .selectDistinctOn([ledgerFact.subject])
        .from(ledgerFact)
        .where(
          and(
            eq(ledgerFact.appId, from.appId),
            eq(ledgerFact.relation, 'alias'),
            inArray(ledgerFact.subject, subjects),
          ),
        )
        .orderBy(ledgerFact.subject, desc(ledgerFact.id));
      const last = new Map(latest.map((row) => [row.subject, row]));
      const seen: number[] = [];
      const fresh: Fact[] = [];
      for (const fact of part) {
        const known = last.get(fact.subject);
        const holds = known && known.state !== 'released' ? known.value : '';
        if (known && holds === fact.value && known.state !== 'asserted' && known.state !== 'unknown') {
          seen.push(known.id);
          continue;
        }
        const open = known?.state === 'unknown';
        // Only what was believed can be released; an open question is answered by what was found, also by nothing.
        if (holds && holds !== fact.value && !open) fresh.push({ ...fact, value: holds, state: 'released' });
        if (fact.value || open) fresh.push(fact);
      }
      if (seen.length)
        await tx.update(ledgerFact).set({ seenAt: from.at }).where(inArray(ledgerFact.id, seen));
      if (fresh.length) await writeFacts(tx, fresh, from);
    });
  }
}

export type HistoryEntry = Fact & {
  id: number;
  at: Date;
  seenAt: Date;
  jobId: string | null;
  actorName: string | null;
};

/** What Muster did to or learned of a cid, or everything that ever held an alias; newest first, at most `limit`. */
export async function history(
  db: Database,
  appId: string,
  of: { cid: string } | { alias: string },
  limit = 100,
): Promise<HistoryEntry[]> {
  const rows = await db.orm
    .select({ fact: ledgerFact, actorName: account.name })
    .from(ledgerFact)
    .leftJoin(account, eq(account.id, ledgerFact.actorId))
    .where(
      and(
        eq(ledgerFact.appId, appId),
        eq(ledgerFact.relation, 'alias'),
        'cid' in of ? eq(ledgerFact.subject, of.cid) : eq(ledgerFact.value, of.alias),
      ),
    )
    .orderBy(desc(ledgerFact.id))
    .limit(limit);
  return rows.map(({ fact: { appId: _app, actorId: _actor, ...fact }, actorName }) => ({
    ...fact,
    actorName,
  }));
}
