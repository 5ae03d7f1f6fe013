import 'server-only';
import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Tx } from '@/lib/db/client';
import { auditEntry, auditHead } from '@/lib/db/schema/audit';

export type AuditDraft = {
  at: Date;
  actor: { id: string | null; name: string };
  appId?: string | null;
  /** `noun.verb`. */
  action: string;
  target?: string | null;
  jobId?: string | null;
  /** Figures, ids and hashes; never secrets, and aliases only as hashes. */
  detail: Record<string, unknown>;
};

const GENESIS = '0'.repeat(64);

/** JSON with sorted keys: the same content gives the same text, whoever wrote it. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (value && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, v]) => v !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

type Row = typeof auditEntry.$inferSelect;

/** The hash of a row over everything it says and the hash of the row before. */
export function hashEntry(row: Omit<Row, 'hash'>): string {
  const { at, ...rest } = row;
  return createHash('sha256')
    .update(canonical({ ...rest, at: at.toISOString() }))
    .digest('hex');
}

/** Appends to the chain inside the caller's transaction: no audit row, no change. */
export async function appendAudit(tx: Tx, draft: AuditDraft): Promise<number> {
  await tx.insert(auditHead).values({ id: 1, seq: 0, hash: GENESIS }).onConflictDoNothing();
  const [head] = await tx.select().from(auditHead).where(eq(auditHead.id, 1)).for('update');
  if (!head) throw new Error('the audit chain has no head');
  const row = {
    seq: head.seq + 1,
    at: draft.at,
    actorId: draft.actor.id,
    actorName: draft.actor.name,
    appId: draft.appId ?? null,
    action: draft.action,
    target: draft.target ?? null,
    jobId: draft.jobId ?? null,
    detail: canonical(draft.detail),
    previousHash: head.hash,
  };
  const hash = hashEntry(row);
  await tx.insert(auditEntry).values({ ...row, hash });
  await tx.update(auditHead).set({ seq: row.seq, hash }).where(eq(auditHead.id, 1));
  return row.seq;
}
