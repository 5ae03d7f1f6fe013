import 'server-only';
import { and, asc, eq, gt, ne } from 'drizzle-orm';
import Papa from 'papaparse';
import { appendAudit } from '@/lib/audit/append';
import { can } from '@/lib/auth/permissions';
import type { Actor } from '@/lib/auth/server/session';
import { maskAlias } from '@/lib/core/mask';
import type { Database } from '@/lib/db/client';
import { changeChunk, changeJob } from '@/lib/db/schema/changes';
import type { AnyKind } from './kind';
import { rowsOf } from './rows';
import { visibleCells } from './view';

/** One CSV line set: RFC 4180, CRLF, and a quote before anything a spreadsheet would run as a formula. */
export const csvLines = (rows: readonly (readonly string[])[]): string =>
  `${Papa.unparse(rows as string[][], { escapeFormulae: true, newline: '\r\n' })}\r\n`;

/**
 * Every row of a change with its outcome, streamed chunk by chunk as UTF-8 with BOM. Masked by role. The export itself is
 * audited first: no audit row, no file. Null when there is no such change.
 */
export async function exportJob(
  db: Database,
  kindOf: (id: string) => AnyKind,
  asker: { appId: string; actor: Actor },
  id: string,
): Promise<Response | null> {
  const [job] = await db.orm
    .select()
    .from(changeJob)
    .where(and(eq(changeJob.id, id), eq(changeJob.appId, asker.appId), ne(changeJob.state, 'draft')));
  if (!job) return null;
  const kind = kindOf(job.kind);
  const { actor } = asker;
  const masked = kind.columns.some(({ secret }) => secret && !can(actor.role, secret));
  await db.transaction((tx) =>
    appendAudit(tx, {
      at: new Date(),
      actor: { id: actor.accountId, name: actor.name },
      appId: asker.appId,
      action: 'job.export',
      jobId: id,
      detail: { rows: job.total, masked },
    }),
  );
  const encoder = new TextEncoder();
  let seq = -1;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const head = [...kind.columns.map((column) => column.id), 'before', 'outcome', 'read_back'];
      controller.enqueue(encoder.encode(`\uFEFF${csvLines([head])}`));
    },
    async pull(controller) {
      const [chunk] = await db.orm
        .select()
        .from(changeChunk)
        .where(and(eq(changeChunk.jobId, id), gt(changeChunk.seq, seq)))
        .orderBy(asc(changeChunk.seq))
        .limit(1);
      if (!chunk) return controller.close();
      seq = chunk.seq;
      const lines = rowsOf(chunk).map((row) => [
        ...visibleCells(kind, row.line, actor.role),
        masked && row.before ? maskAlias(row.before) : row.before,
        row.outcome ?? 'planned',
        row.readBack,
      ]);
      controller.enqueue(encoder.encode(csvLines(lines)));
    },
  });
  return new Response(stream, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="muster-${kind.id}-${id}.csv"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
