import 'server-only';
import { and, eq, isNotNull } from 'drizzle-orm';
import { appendAudit } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/server/session';
import type { Database } from '@/lib/db/client';
import { changeJob } from '@/lib/db/schema/changes';
import type { Cell } from '@/lib/exports/cells';
import { download, type Format } from '@/lib/exports/download';
import { chunksWith } from './row-pages';
import type { JobRow, RowFilter } from './schema';
import { isMasked, type KindOf, knownKind, visibleRows } from './visible';

const AT_ONCE = 4;
const WIDTHS: Record<string, number> = { line: 8, cid: 36, message: 40, remedy: 48 };

/** In which form, which rows, and how a failure is put into words. */
export type ExportOrder = {
  id: string;
  format: Format;
  filter: RowFilter;
  words: (row: JobRow & { once: boolean }) => { meaning: string; remedy: string };
};

/**
 * The rows of a change with their outcome, code, meaning and remedy, streamed chunk by chunk with flat memory, as
 * UTF-8-BOM CSV or XLSX. Its columns bear the names that the import recognises, so that the file of rows that failed
 * can be imported as it is. Masked by role. The export itself is audited first: no audit row, no file. Null when there
 * is no such change.
 */
export async function exportJob(
  db: Database,
  kindOf: KindOf,
  asker: { appId: string; actor: Actor },
  { id, format, filter, words }: ExportOrder,
): Promise<Response | null> {
  const [job] = await db.orm
    .select()
    .from(changeJob)
    .where(and(eq(changeJob.id, id), eq(changeJob.appId, asker.appId), isNotNull(changeJob.orderedAt)));
  if (!job) return null;
  const kind = knownKind(kindOf, job.kind);
  const { actor } = asker;
  await db.transaction((tx) =>
    appendAudit(tx, {
      at: new Date(),
      actor: { id: actor.accountId, name: actor.name },
      appId: asker.appId,
      action: 'job.export',
      jobId: id,
      detail: { rows: job.total, masked: isMasked(kind, actor.role), format, filter },
    }),
  );
  const once = kind !== null && kind.effect !== 'set';
  const columns = kind?.columns.map((column) => column.id) ?? [];
  const head = [...columns, 'before', 'outcome', 'read_back', 'code', 'message', 'remedy'];
  async function* blocks() {
    for (let from = 0; ; ) {
      const chunks = await chunksWith(db, id, filter, from, AT_ONCE);
      for (const chunk of chunks) yield visibleRows(kind, chunk, actor.role, filter).map(cells);
      const last = chunks.at(-1);
      if (!last || chunks.length < AT_ONCE) return;
      from = last.seq + 1;
    }
  }
  function cells(row: JobRow): Cell[] {
    const line = columns.map((column, i) => {
      const text = row.cells[i] ?? '';
      return column === 'line' && /^\d{1,9}$/.test(text) ? Number(text) : text;
    });
    const trouble = row.failure === null ? null : words({ ...row, once });
    const said = [trouble?.meaning, row.message].filter(Boolean).join(' ');
    return [
      ...line,
      row.before,
      row.outcome ?? 'planned',
      row.readBack,
      row.code,
      said,
      trouble?.remedy ?? '',
    ];
  }
  return download(format, {
    name: `muster-${job.kind}-${id}${filter === 'all' ? '' : `-${filter}`}`,
    sheet: filter,
    head,
    width: head.map((column) => WIDTHS[column] ?? 16),
    blocks: blocks(),
  });
}
