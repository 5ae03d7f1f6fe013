import 'server-only';
import type { Database } from '@/lib/db/client';
import type { JobOptions, JobOrigin } from '@/lib/db/schema/changes';
import type { ChangeKind } from './kind';
import { type Draft, openDraft } from './writer';

/**
 * Freezes a preview that is in memory: the rows that would be sent, what each replaces (empty: nothing), and the hash
 * over all of them. Nothing is sent until `orderJob` is called with this very hash.
 */
export async function draftJob<Row, Params>(
  db: Database,
  kind: ChangeKind<Row, Params>,
  by: { appId: string; accountId: string },
  change: {
    rows: readonly Row[];
    before: readonly (string | null)[];
    params: Params;
    confirmWord?: string | undefined;
    options?: JobOptions | undefined;
    origin?: JobOrigin | undefined;
    clientKey?: string | undefined;
  },
  now: Date,
): Promise<Draft> {
  const { rows, before, ...spec } = change;
  const writer = await openDraft(db, kind, by, spec, now);
  try {
    for (const [i, row] of rows.entries()) await writer.add(row, i + 1, before[i] ?? null);
    return await writer.finish();
  } catch (error) {
    await writer.discard();
    throw error;
  }
}
