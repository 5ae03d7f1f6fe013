import 'server-only';
import { and, eq, lt } from 'drizzle-orm';
import { chunk } from '@/lib/core/chunk';
import { newId, newSecret } from '@/lib/core/ids';
import type { Database } from '@/lib/db/client';
import { changeChunk, changeJob } from '@/lib/db/schema/changes';
import type { ChangeKind } from './kind';
import { encodeRows, hashRows } from './rows';

/** A preview is good for this long; after that the world may have moved on. */
export const DRAFT_LIFE_MS = 30 * 60_000;

export type Draft = { jobId: string; rowsHash: string; total: number; calls: number; expiresAt: number };

/**
 * Freezes a preview: the rows that would be sent, what each replaces, and the hash over all of them. Nothing is sent
 * until {@link orderJob} is called with this very hash.
 */
export async function draftJob<Row, Params>(
  db: Database,
  kind: ChangeKind<Row, Params>,
  by: { appId: string; accountId: string },
  change: {
    rows: readonly Row[];
    before: readonly string[];
    params: Params;
    confirmWord?: string | undefined;
  },
  now: Date,
): Promise<Draft> {
  const lines = encodeRows(kind, change.rows);
  const params = kind.params.parse(change.params) as Record<string, unknown>;
  const jobId = newId(now.getTime());
  const rowsSalt = newSecret();
  const rowsHash = hashRows(rowsSalt, kind.id, params, lines);
  const parts = chunk(lines, kind.rowsPerCall);
  await db.transaction(async (tx) => {
    await tx.insert(changeJob).values({
      id: jobId,
      appId: by.appId,
      kind: kind.id,
      state: 'draft',
      params,
      rowsSalt,
      rowsHash,
      total: lines.length,
      confirmWord: change.confirmWord ?? null,
      createdBy: by.accountId,
      createdAt: now,
    });
    for (const [seq, part] of parts.entries()) {
      const start = seq * kind.rowsPerCall;
      const before = change.before.slice(start, start + part.length);
      await tx.insert(changeChunk).values({
        jobId,
        seq,
        state: 'planned',
        rowCount: part.length,
        rows: part.join('\n'),
        before: before.some(Boolean) ? before.join('\n') : null,
      });
    }
  });
  return {
    jobId,
    rowsHash,
    total: lines.length,
    calls: parts.length,
    expiresAt: now.getTime() + DRAFT_LIFE_MS,
  };
}

/** Deletes previews that were never ordered. */
export async function dropOldDrafts(db: Database, now: Date): Promise<void> {
  const before = new Date(now.getTime() - 2 * DRAFT_LIFE_MS);
  await db.orm.delete(changeJob).where(and(eq(changeJob.state, 'draft'), lt(changeJob.createdAt, before)));
}
