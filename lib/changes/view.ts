import 'server-only';
import { and, asc, desc, eq, lt, ne } from 'drizzle-orm';
import { can, type Role } from '@/lib/auth/permissions';
import { maskAlias } from '@/lib/core/mask';
import type { Database } from '@/lib/db/client';
import { account } from '@/lib/db/schema/accounts';
import { changeChunk, changeJob } from '@/lib/db/schema/changes';
import type { AnyKind } from './kind';
import { rowsOf } from './rows';
import { type CallView, JOBS_PAGE, type JobDetail, type JobRow, type JobSummary } from './schema';

const ROWS_SHOWN = 1000;

type Joined = { job: typeof changeJob.$inferSelect; by: string };
const summary = ({ job, by }: Joined): JobSummary => ({
  id: job.id,
  kind: job.kind,
  state: job.state,
  total: job.total,
  confirmed: job.confirmed,
  rejected: job.rejected,
  unknown: job.unknown,
  verified: job.verified,
  differing: job.differing,
  by,
  createdAt: (job.orderedAt ?? job.createdAt).getTime(),
  finishedAt: job.finishedAt?.getTime() ?? null,
});

const jobs = (db: Database) =>
  db.orm
    .select({ job: changeJob, by: account.name })
    .from(changeJob)
    .innerJoin(account, eq(account.id, changeJob.createdBy));

const readBackOf = (letters: string | null): CallView['readBack'] => {
  const read = [...(letters ?? '')].filter((letter) => letter === 'v' || letter === 'd').length;
  if (!letters) return 'none';
  return read === 0 ? 'failed' : read === letters.length ? 'all' : 'some';
};

/** The ordered changes of an app, newest first, {@link JOBS_PAGE} at a time, older than `before` (ms). */
export async function listJobs(db: Database, appId: string, before?: number): Promise<JobSummary[]> {
  const rows = await jobs(db)
    .where(
      and(
        eq(changeJob.appId, appId),
        ne(changeJob.state, 'draft'),
        before === undefined ? undefined : lt(changeJob.orderedAt, new Date(before)),
      ),
    )
    .orderBy(desc(changeJob.orderedAt), desc(changeJob.id))
    .limit(JOBS_PAGE);
  return rows.map(summary);
}

/** The cells of a row as this role may see them. */
export function visibleCells(kind: AnyKind, line: string, role: Role): string[] {
  return kind.cells(kind.decode(line)).map((cell, i) => {
    const secret = kind.columns[i]?.secret;
    return secret && !can(role, secret) ? maskAlias(cell) : cell;
  });
}

/** One change of this app with its calls and its first thousand rows; null when there is none or it was never ordered. */
export async function jobDetail(
  db: Database,
  kindOf: (id: string) => AnyKind,
  asker: { appId: string; role: Role },
  id: string,
): Promise<JobDetail | null> {
  const [found] = await jobs(db).where(
    and(eq(changeJob.id, id), eq(changeJob.appId, asker.appId), ne(changeJob.state, 'draft')),
  );
  if (!found) return null;
  const kind = kindOf(found.job.kind);
  const secrets = kind.columns.flatMap(({ secret }) => secret ?? []);
  const masked = secrets.some((permission) => !can(asker.role, permission));
  const chunks = await db.orm
    .select()
    .from(changeChunk)
    .where(eq(changeChunk.jobId, id))
    .orderBy(asc(changeChunk.seq));
  const rows: JobRow[] = [];
  for (const chunk of chunks) {
    for (const row of rowsOf(chunk)) {
      if (rows.length >= ROWS_SHOWN) break;
      rows.push({
        cells: visibleCells(kind, row.line, asker.role),
        before: masked && row.before ? maskAlias(row.before) : row.before,
        outcome: row.outcome,
        readBack: row.readBack,
      });
    }
  }
  return {
    ...summary(found),
    rowsHash: found.job.rowsHash,
    columns: kind.columns.map((column) => column.id),
    calls: chunks.map((chunk) => ({
      seq: chunk.seq,
      rows: chunk.rowCount,
      state: chunk.state,
      failure: chunk.failure,
      known: chunk.failureKnown ?? true,
      readBack: readBackOf(chunk.readBack),
      httpStatus: chunk.httpStatus,
      upstreamCode: chunk.upstreamCode,
      upstreamMessage: chunk.upstreamMessage,
      requestId: chunk.requestId,
      sentAt: chunk.sentAt?.getTime() ?? null,
      settledAt: chunk.settledAt?.getTime() ?? null,
    })),
    rows,
    truncated: found.job.total > ROWS_SHOWN,
    masked,
  };
}
