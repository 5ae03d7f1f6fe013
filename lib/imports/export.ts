import 'server-only';
import { and, eq } from 'drizzle-orm';
import { appendAudit } from '@/lib/audit/append';
import { can } from '@/lib/auth/permissions';
import type { Actor } from '@/lib/auth/server/session';
import { decodeAside } from '@/lib/changes/aside';
import { linesOf } from '@/lib/changes/rows';
import { systemClock } from '@/lib/core/clock';
import { refuse } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { changeJob } from '@/lib/db/schema/changes';
import type { Cell } from '@/lib/exports/cells';
import { download, type Format } from '@/lib/exports/download';
import { LINE_MARK, REASON_MARK, toOwn } from './own-files';
import { ASIDE_VERDICTS, type AsideVerdict } from './schema';
import type { AnyImportSpec } from './spec';
import { asideBlocks, fileColumns } from './view';

export type AsideExport = { id: string; verdict: AsideVerdict | 'again' | 'all'; format: Format };

/**
 * The lines of a file that were set aside, with where they stood and why, as a file that can be put right and imported
 * again. Only for those who may order such changes: they see the file's contents in clear. Audited first.
 * @throws Refusal NOT_FOUND (no such change of this app, or not from a file), FORBIDDEN
 */
export async function exportAside(
  db: Database,
  specOf: (kind: string) => AnyImportSpec | undefined,
  asker: { appId: string; actor: Actor },
  { id, verdict, format }: AsideExport,
): Promise<Response> {
  const [job] = await db.orm
    .select({ kind: changeJob.kind, state: changeJob.state, found: changeJob.found })
    .from(changeJob)
    .where(and(eq(changeJob.id, id), eq(changeJob.appId, asker.appId)));
  const spec = job && specOf(job.kind);
  if (!job || !spec || job.state === 'importing') refuse('NOT_FOUND');
  if (!can(asker.actor.role, spec.kind.permission)) refuse('FORBIDDEN');
  const file = (await fileColumns(db, id)) ?? refuse('NOT_FOUND');
  const verdicts = verdict === 'all' ? ASIDE_VERDICTS : [verdict];
  await db.transaction((tx) =>
    appendAudit(tx, {
      at: new Date(systemClock.now()),
      actor: { id: asker.actor.accountId, name: asker.actor.name },
      appId: asker.appId,
      action: 'import.export',
      jobId: id,
      detail: { verdict, format },
    }),
  );
  const width = Math.max(file.cells.length, ...file.columns.map((column) => column + 1));
  const named = Array.from({ length: width }, (_, i) => {
    const field = spec.fields[file.columns.indexOf(i)]?.id;
    return toOwn(file.cells[i] || field || `column_${i + 1}`);
  });
  async function* blocks(): AsyncGenerator<Cell[][]> {
    for (const one of verdicts) {
      for (let seq = 0; ; ) {
        const [block] = await asideBlocks(db, id, one, seq, 1);
        if (!block) break;
        seq = block.seq + 1;
        yield linesOf(block.rows).map((text) => {
          const { line, detail, cells } = decodeAside(text);
          return [line, detail ? `${one} ${detail}` : one, ...cells.map(toOwn)];
        });
      }
    }
  }
  return download(format, {
    name: `muster-${job.kind}-${verdict}-${id}`,
    sheet: verdict,
    head: [LINE_MARK, REASON_MARK, ...named],
    blocks: blocks(),
  });
}
