import 'server-only';
import { and, asc, eq } from 'drizzle-orm';
import { appendAudit } from '@/lib/audit/append';
import { can } from '@/lib/auth/permissions';
import type { Actor } from '@/lib/auth/server/session';
import { refuse } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { changeChunk, changeJob } from '@/lib/db/schema/changes';
import { DRAFT_LIFE_MS } from './draft';
import type { AnyKind } from './kind';
import { hashRows, linesOf } from './rows';

/**
 * Orders a previewed change: job and audit intent are committed in one transaction, or neither is. Ordering the same
 * preview twice (double click, two tabs, a replayed POST) orders it once; the second call learns so.
 * @throws Refusal NOT_FOUND, FORBIDDEN, PREVIEW_STALE (too old, or not the rows that were seen), INVALID_INPUT (typed word)
 */
export async function orderJob(
  db: Database,
  kindOf: (id: string) => AnyKind,
  actor: Actor,
  order: { jobId: string; appId: string; rowsHash: string; typed?: string | undefined },
  now: Date,
): Promise<{ first: boolean }> {
  return db.transaction(async (tx) => {
    const [job] = await tx
      .select()
      .from(changeJob)
      .where(and(eq(changeJob.id, order.jobId), eq(changeJob.appId, order.appId)))
      .for('update');
    if (!job || job.createdBy !== actor.accountId) refuse('NOT_FOUND');
    if (!can(actor.role, kindOf(job.kind).permission)) refuse('FORBIDDEN');
    if (job.state !== 'draft') return { first: false };
    if (now.getTime() - job.createdAt.getTime() > DRAFT_LIFE_MS) refuse('PREVIEW_STALE');
    if (job.confirmWord !== null && order.typed !== job.confirmWord)
      refuse('INVALID_INPUT', { fields: { typed: 'mismatch' } });
    const chunks = await tx
      .select({ rows: changeChunk.rows })
      .from(changeChunk)
      .where(eq(changeChunk.jobId, job.id))
      .orderBy(asc(changeChunk.seq));
    const stored = hashRows(
      job.rowsSalt,
      job.kind,
      job.params,
      chunks.flatMap(({ rows }) => linesOf(rows)),
    );
    if (stored !== job.rowsHash || order.rowsHash !== job.rowsHash) refuse('PREVIEW_STALE');
    await tx.update(changeJob).set({ state: 'running', orderedAt: now }).where(eq(changeJob.id, job.id));
    await appendAudit(tx, {
      at: now,
      actor: { id: actor.accountId, name: actor.name },
      appId: job.appId,
      action: job.kind,
      jobId: job.id,
      detail: { intent: true, rows: job.total, rowsHash: job.rowsHash, calls: chunks.length },
    });
    return { first: true };
  });
}
