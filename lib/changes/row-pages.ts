import 'server-only';
import { and, asc, eq, gte, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { Role } from '@/lib/auth/permissions';
import type { Database } from '@/lib/db/client';
import { changeChunk, changeJob } from '@/lib/db/schema/changes';
import { ROWS_PAGE, type RowFilter, type RowPlace, type RowsPage } from './schema';
import { type KindOf, knownKind, visibleRows } from './visible';

/** Chunks read in one go while looking for rows; each holds up to a thousand. */
const AT_ONCE = 8;

/** As the partial indexes of the table say it, word for word: only then are they used. */
const HOLDS: Record<RowFilter, SQL | undefined> = {
  all: undefined,
  confirmed: sql`outcomes like '%c%'`,
  rejected: sql`outcomes like '%r%'`,
  unknown: sql`outcomes like '%u%'`,
  skipped: sql`outcomes like '%n%'`,
  differing: sql`read_back like '%d%'`,
  unfinished: sql`(state <> 'settled' or outcomes like '%r%' or outcomes like '%u%' or outcomes like '%n%')`,
};

const COLUMNS = {
  seq: changeChunk.seq,
  rows: changeChunk.rows,
  before: changeChunk.before,
  outcomes: changeChunk.outcomes,
  readBack: changeChunk.readBack,
  rowErrors: changeChunk.rowErrors,
  failure: changeChunk.failure,
  failureKnown: changeChunk.failureKnown,
  httpStatus: changeChunk.httpStatus,
  upstreamCode: changeChunk.upstreamCode,
  upstreamMessage: changeChunk.upstreamMessage,
};

/** The chunks of a change, from number `from` on, that hold a row of this outcome; at most `most`, in order. */
export function chunksWith(db: Database, jobId: string, filter: RowFilter, from: number, most: number) {
  return db.orm
    .select(COLUMNS)
    .from(changeChunk)
    .where(and(eq(changeChunk.jobId, jobId), gte(changeChunk.seq, from), HOLDS[filter]))
    .orderBy(asc(changeChunk.seq))
    .limit(most);
}

/**
 * A page of {@link ROWS_PAGE} rows of an ordered change of this app, in the order in which they are sent, after `after`;
 * null when there is no such change. `next` is null at the end.
 */
export async function jobRows(
  db: Database,
  kindOf: KindOf,
  asker: { appId: string; role: Role },
  input: { id: string; filter: RowFilter; after?: RowPlace | undefined },
): Promise<RowsPage | null> {
  const [job] = await db.orm
    .select({ kind: changeJob.kind })
    .from(changeJob)
    .where(and(eq(changeJob.id, input.id), eq(changeJob.appId, asker.appId), isNotNull(changeJob.orderedAt)));
  if (!job) return null;
  const kind = knownKind(kindOf, job.kind);
  const { after } = input;
  const rows: RowsPage['rows'] = [];
  for (let from = after?.seq ?? 0; ; ) {
    const chunks = await chunksWith(db, input.id, input.filter, from, AT_ONCE);
    for (const chunk of chunks) {
      const shown = visibleRows(kind, chunk, asker.role, input.filter);
      rows.push(...(chunk.seq === after?.seq ? shown.filter(({ index }) => index > after.index) : shown));
      if (rows.length > ROWS_PAGE) {
        const page = rows.slice(0, ROWS_PAGE);
        const last = page.at(-1);
        return { rows: page, next: last ? { seq: last.seq, index: last.index } : null };
      }
    }
    const last = chunks.at(-1);
    if (!last || chunks.length < AT_ONCE) return { rows, next: null };
    from = last.seq + 1;
  }
}
