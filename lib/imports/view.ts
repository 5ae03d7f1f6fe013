import 'server-only';
import { and, asc, eq, gte, sql } from 'drizzle-orm';
import { type AsideRow, decodeAside } from '@/lib/changes/aside';
import { draftLifeMs } from '@/lib/changes/drop';
import { overlaps } from '@/lib/changes/keys';
import { beforeOf, linesOf } from '@/lib/changes/rows';
import { systemClock } from '@/lib/core/clock';
import { refuse } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { changeAside, changeChunk, changeJob } from '@/lib/db/schema/changes';
import { planImport } from './plan';
import type { CheckedRow, CheckedRows, CheckedRowsInput, Found, ImportDraft } from './schema';
import type { AnyImportSpec } from './spec';

type Asker = { appId: string; accountId: string };
const PAGE = 100;
/** Chunks looked through for one page. */
const CHUNKS_A_LOOK = 20;
const BLOCKS_A_LOOK = 2;

/** A draft of this person. @throws Refusal NOT_FOUND, also once it was ordered or has been dropped */
export async function ownDraft(db: Database, { appId, accountId }: Asker, jobId: string) {
  const [job] = await db.orm
    .select()
    .from(changeJob)
    .where(and(eq(changeJob.id, jobId), eq(changeJob.appId, appId), eq(changeJob.createdBy, accountId)));
  return job?.state === 'draft' ? job : refuse('NOT_FOUND');
}

/** A file that was read in, as its owner sees it before ordering. @throws Refusal NOT_FOUND */
export async function importDraft(
  db: Database,
  spec: AnyImportSpec,
  asker: Asker,
  jobId: string,
): Promise<ImportDraft> {
  const job = await ownDraft(db, asker, jobId);
  const count = (name: keyof Found) => job.found[name] ?? 0;
  const found: Found = {
    valid: count('valid'),
    replaces: count('replaces'),
    again: count('again'),
    malformed: count('malformed'),
    duplicate: count('duplicate'),
    noChange: count('noChange'),
  };
  const change = {
    appId: job.appId,
    calls: spec.kind.silent ? 0 : job.chunks,
    rows: job.total,
    options: job.options,
  };
  const [first] = job.total ? await overlaps(db.orm, job) : [];
  return {
    jobId,
    rowsHash: job.rowsHash,
    kind: job.kind,
    file: job.origin.file ?? null,
    rows: found.valid + found.malformed + found.duplicate + found.noChange,
    found,
    checkedBy: job.found.asked ? 'upstream' : 'ledger',
    expiresAt: job.createdAt.getTime() + draftLifeMs(job.origin),
    plan: await planImport(db, spec, change, systemClock.now()),
    waitsForJob: first?.jobId ?? null,
    confirmWord: job.confirmWord,
  };
}

/** Rows of a draft by verdict, at most 100 at a time, in the order of the file. @throws Refusal NOT_FOUND */
export async function checkedRows(
  db: Database,
  spec: AnyImportSpec,
  asker: Asker,
  { jobId, verdict, after }: CheckedRowsInput,
): Promise<CheckedRows> {
  await ownDraft(db, asker, jobId);
  return verdict === 'valid' || verdict === 'replaces'
    ? sentRows(db, spec, jobId, verdict === 'replaces', after)
    : asideRows(db, spec, jobId, verdict, after);
}

type After = CheckedRowsInput['after'];

/** Rows that will be sent; with `replacing` those that are known to replace something. */
async function sentRows(
  db: Database,
  { kind, fields }: AnyImportSpec,
  jobId: string,
  replacing: boolean,
  after: After,
): Promise<CheckedRows> {
  const places = ['line', ...fields.map(({ id }) => id)].map((id) =>
    kind.columns.findIndex((column) => column.id === id),
  );
  const rows: CheckedRow[] = [];
  let from = after ?? { seq: 0, index: 0 };
  for (;;) {
    const chunks = await db.orm
      .select({
        seq: changeChunk.seq,
        rows: changeChunk.rows,
        before: changeChunk.before,
        rowCount: changeChunk.rowCount,
      })
      .from(changeChunk)
      .where(
        and(
          eq(changeChunk.jobId, jobId),
          gte(changeChunk.seq, from.seq),
          // Only line ends: nothing is replaced.
          replacing
            ? sql`translate(replace(${changeChunk.before}, '\\N', ''), chr(10), '') <> ''`
            : undefined,
        ),
      )
      .orderBy(asc(changeChunk.seq))
      .limit(replacing ? CHUNKS_A_LOOK : 2);
    for (const chunk of chunks) {
      const before = beforeOf(chunk);
      const lines = linesOf(chunk.rows);
      for (let i = chunk.seq === from.seq ? from.index : 0; i < lines.length; i++) {
        if (replacing && !before[i]) continue;
        if (rows.length === PAGE) return { rows, next: { seq: chunk.seq, index: i } };
        const all = kind.cells(kind.decode(lines[i] ?? ''));
        const [line = '', ...cells] = places.map((place) => all[place] ?? '');
        rows.push({ line: Number(line), cells, detail: null, field: null, before: before[i] ?? null });
      }
    }
    const last = chunks.at(-1);
    if (!last) return { rows, next: null };
    from = { seq: last.seq + 1, index: 0 };
  }
}

/** Which column of the file holds each field, and how the columns are called; undefined for a change not from a file. */
export async function fileColumns(
  db: Database,
  jobId: string,
): Promise<(AsideRow & { columns: number[] }) | undefined> {
  const [block] = await db.orm
    .select({ rows: changeAside.rows })
    .from(changeAside)
    .where(and(eq(changeAside.jobId, jobId), eq(changeAside.verdict, 'header')));
  if (!block) return undefined;
  const head = decodeAside(block.rows);
  return { ...head, columns: JSON.parse(head.detail) as number[] };
}

/** Blocks of lines that were set aside, beginning with block `seq`. */
export const asideBlocks = (db: Database, jobId: string, verdict: string, seq: number, limit: number) =>
  db.orm
    .select({ seq: changeAside.seq, rows: changeAside.rows })
    .from(changeAside)
    .where(and(eq(changeAside.jobId, jobId), eq(changeAside.verdict, verdict), gte(changeAside.seq, seq)))
    .orderBy(asc(changeAside.seq))
    .limit(limit);

async function asideRows(
  db: Database,
  { fields }: AnyImportSpec,
  jobId: string,
  verdict: string,
  after: After,
): Promise<CheckedRows> {
  const columns = (await fileColumns(db, jobId))?.columns ?? fields.map((_, i) => i);
  const rows: CheckedRow[] = [];
  let from = after ?? { seq: 0, index: 0 };
  for (;;) {
    const blocks = await asideBlocks(db, jobId, verdict, from.seq, BLOCKS_A_LOOK);
    for (const block of blocks) {
      const lines = linesOf(block.rows);
      for (let i = block.seq === from.seq ? from.index : 0; i < lines.length; i++) {
        if (rows.length === PAGE) return { rows, next: { seq: block.seq, index: i } };
        rows.push(asideRow(verdict, decodeAside(lines[i] ?? ''), columns));
      }
    }
    const last = blocks.at(-1);
    if (!last) return { rows, next: null };
    from = { seq: last.seq + 1, index: 0 };
  }
}

function asideRow(
  verdict: string,
  { line, detail, cells }: AsideRow,
  columns: readonly number[],
): CheckedRow {
  const cut = verdict === 'malformed' ? detail.indexOf(':') : -1;
  return {
    line,
    cells: columns.map((column) => (cells[column] ?? '').trim()),
    detail: detail.slice(cut + 1) || null,
    field: cut < 0 ? null : detail.slice(0, cut),
    before: null,
  };
}
