import 'server-only';
import { and, eq, inArray, isNull, lt, notExists, or, type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/lib/db/client';
import {
  changeAside,
  changeChunk,
  changeJob,
  changeKey,
  type JobOrigin,
  workerProcess,
} from '@/lib/db/schema/changes';

/** A preview that somebody looks at is good for this long; after that the world may have moved on. */
export const DRAFT_LIFE_MS = 30 * 60_000;
/** A file took long to read in and somebody else may have to look at it. */
const FILE_DRAFT_LIFE_MS = 24 * 60 * 60_000;
/** A process that was silent for so long, by the database's clock, reads nothing in any more. */
const IMPORTER_SILENT_SECONDS = 15;
/** A draft that names no process and was not finished within this time never will be. */
const NAMELESS_IMPORT_MS = 60 * 60_000;
const BLOCK = 100;

/** How long after its beginning a draft may be ordered. */
export const draftLifeMs = (origin: Pick<JobOrigin, 'from'>): number =>
  origin.from === 'file' ? FILE_DRAFT_LIFE_MS : DRAFT_LIFE_MS;

/**
 * Deletes a change that was never ordered, with everything it holds, block by block so that nobody waits for it.
 * @param owner only a draft of this account and app
 * @returns false when there is no such draft (any more), or it was ordered
 */
export async function deleteDraft(
  db: Database,
  jobId: string,
  owner?: { appId: string; accountId: string },
): Promise<boolean> {
  // From here on it cannot be ordered; if this process dies now, dropDeadImports ends the work.
  const [job] = await db.orm
    .update(changeJob)
    .set({ state: 'importing', importer: 'nobody', clientKey: null })
    .where(
      and(
        eq(changeJob.id, jobId),
        inArray(changeJob.state, ['importing', 'draft']),
        owner && eq(changeJob.appId, owner.appId),
        owner && eq(changeJob.createdBy, owner.accountId),
      ),
    )
    .returning({ id: changeJob.id });
  if (!job) return false;
  for (const table of [changeChunk, changeAside]) {
    for (;;) {
      const some = db.orm.select({ place: sql`ctid` }).from(table).where(eq(table.jobId, jobId)).limit(BLOCK);
      const gone = await db.orm
        .delete(table)
        .where(sql`ctid = any(array(${some}))`)
        .returning({ seq: table.seq });
      if (gone.length < BLOCK) break;
    }
  }
  for (let part = 0; ; part += BLOCK) {
    const gone = await db.orm
      .delete(changeKey)
      .where(and(eq(changeKey.jobId, jobId), lt(changeKey.part, part + BLOCK)))
      .returning({ part: changeKey.part });
    if (!gone.length) break;
  }
  await db.orm.delete(changeJob).where(and(eq(changeJob.id, jobId), eq(changeJob.state, 'importing')));
  return true;
}

/** Deletes previews that were never ordered, at twice their life. */
export async function dropOldDrafts(db: Database, now: Date): Promise<void> {
  const before = (life: number) => lt(changeJob.createdAt, new Date(now.getTime() - 2 * life));
  const fromFile = sql`${changeJob.origin}->>'from' = 'file'`;
  await dropEach(
    db,
    and(
      eq(changeJob.state, 'draft'),
      or(and(fromFile, before(FILE_DRAFT_LIFE_MS)), and(sql`not ${fromFile}`, before(DRAFT_LIFE_MS))),
    ),
  );
}

/** Deletes drafts whose reading-in died with its process. */
export async function dropDeadImports(db: Database, now: Date): Promise<void> {
  const alive = db.orm
    .select({ id: workerProcess.id })
    .from(workerProcess)
    .where(
      and(
        eq(workerProcess.id, changeJob.importer),
        sql`${workerProcess.seenAt} > now() - make_interval(secs => ${IMPORTER_SILENT_SECONDS})`,
      ),
    );
  await dropEach(
    db,
    and(
      eq(changeJob.state, 'importing'),
      or(
        and(
          isNull(changeJob.importer),
          lt(changeJob.createdAt, new Date(now.getTime() - NAMELESS_IMPORT_MS)),
        ),
        and(sql`${changeJob.importer} is not null`, notExists(alive)),
      ),
    ),
  );
}

async function dropEach(db: Database, which: SQL | undefined): Promise<void> {
  const jobs = await db.orm.select({ id: changeJob.id }).from(changeJob).where(which);
  for (const { id } of jobs) await deleteDraft(db, id);
}
