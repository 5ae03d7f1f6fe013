import 'server-only';
import { and, asc, desc, eq, gt, lt } from 'drizzle-orm';
import type { Database } from '@/lib/db/client';
import { auditEntry, auditHead } from '@/lib/db/schema/audit';
import { hashEntry } from './append';

export const AUDIT_PAGE = 100;

export type AuditItem = {
  seq: number;
  at: number;
  who: string;
  action: string;
  target: string | null;
  jobId: string | null;
  detail: string;
};

/** The trail, newest first, {@link AUDIT_PAGE} at a time, below the number `before`; with `jobId` of that change alone. */
export async function listAudit(
  db: Database,
  { before, jobId }: { before?: number | undefined; jobId?: string | undefined } = {},
): Promise<AuditItem[]> {
  const rows = await db.orm
    .select()
    .from(auditEntry)
    .where(
      and(
        before === undefined ? undefined : lt(auditEntry.seq, before),
        jobId === undefined ? undefined : eq(auditEntry.jobId, jobId),
      ),
    )
    .orderBy(desc(auditEntry.seq))
    .limit(AUDIT_PAGE);
  return rows.map(({ seq, at, actorName, action, target, jobId, detail }) => ({
    seq,
    at: at.getTime(),
    who: actorName,
    action,
    target,
    jobId,
    detail,
  }));
}

/** Recomputes the chain from its beginning: how many entries are whole, and the first that is not or is missing. */
export async function verifyChain(db: Database): Promise<{ checked: number; brokenAt: number | null }> {
  const STEP = 1000;
  // Read before the scan: what is appended meanwhile is checked next time, what was cut off before it is missed.
  const [head] = await db.orm.select().from(auditHead);
  let last = { seq: 0, hash: '0'.repeat(64) };
  while (true) {
    const rows = await db.orm
      .select()
      .from(auditEntry)
      .where(gt(auditEntry.seq, last.seq))
      .orderBy(asc(auditEntry.seq))
      .limit(STEP);
    for (const { hash, ...row } of rows) {
      const whole = row.seq === last.seq + 1 && row.previousHash === last.hash && hashEntry(row) === hash;
      if (!whole) return { checked: last.seq, brokenAt: last.seq + 1 };
      // The head was written with the newest row of its time: a forged one does not fit it.
      if (row.seq === head?.seq && hash !== head.hash) return { checked: last.seq, brokenAt: row.seq };
      last = { seq: row.seq, hash };
    }
    if (rows.length < STEP) break;
  }
  const cutOff = head === undefined ? last.seq > 0 : last.seq < head.seq;
  return { checked: last.seq, brokenAt: cutOff ? last.seq + 1 : null };
}
