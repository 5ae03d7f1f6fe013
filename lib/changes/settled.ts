import 'server-only';
import { and, asc, desc, eq, gt, lt, type SQL, sql } from 'drizzle-orm';
import { can } from '@/lib/auth/permissions';
import type { Actor } from '@/lib/auth/server/session';
import { refuse } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { changeChunk, changeJob } from '@/lib/db/schema/changes';
import { KeyIndex, textHasher } from './key-index';
import { type AnyKind, OUTCOME_LETTER, type Outcome, slotOfRow } from './kind';
import { beforeOf, type Chunk, linesOf } from './rows';

export type Kinds = { readonly db: Database; readonly kindOf: (id: string) => AnyKind };
export type Job = typeof changeJob.$inferSelect;

/**
 * A change that has come to its end, for somebody who may make another of its kind.
 * @throws Refusal NOT_FOUND, FORBIDDEN, CONFLICT (rule not-finished)
 */
export async function endedJob(
  { db, kindOf }: Kinds,
  actor: Actor,
  of: { appId: string; jobId: string },
): Promise<{ job: Job; kind: AnyKind }> {
  const [job] = await db.orm
    .select()
    .from(changeJob)
    .where(and(eq(changeJob.id, of.jobId), eq(changeJob.appId, of.appId)));
  if (!job || job.state === 'draft' || job.state === 'importing') refuse('NOT_FOUND');
  const kind = kindOf(job.kind);
  if (!can(actor.role, kind.permission)) refuse('FORBIDDEN');
  if (job.state !== 'finished' && job.state !== 'cancelled')
    refuse('CONFLICT', { params: { rule: 'not-finished' } });
  return { job, kind };
}

/** Chunks in memory at once; a change may have tens of thousands. */
const PAGE = 16;

/** The chunks of a change one after the other, from the first or from the last; `where` leaves out others. */
export async function* chunksOf(
  db: Database,
  jobId: string,
  { backwards = false, where }: { backwards?: boolean; where?: SQL | undefined } = {},
): AsyncGenerator<Chunk> {
  for (let last: number | undefined, more = true; more; ) {
    const beyond = last === undefined ? undefined : (backwards ? lt : gt)(changeChunk.seq, last);
    const page = await db.orm
      .select()
      .from(changeChunk)
      .where(and(eq(changeChunk.jobId, jobId), beyond, where))
      .orderBy((backwards ? desc : asc)(changeChunk.seq))
      .limit(PAGE);
    yield* page;
    last = page.at(-1)?.seq;
    more = page.length === PAGE;
  }
}

/** A row as it was sent; `before` is null when what it replaced was never read. */
export type SettledRow = { line: string; before: string | null };

/** The rows of a chunk that came to one of these ends, in order. */
export function rowsThat(chunk: Chunk, ...ends: readonly Outcome[]): SettledRow[] {
  const letters = new Set<string>(ends.map((end) => OUTCOME_LETTER[end]));
  const before = beforeOf(chunk);
  return linesOf(chunk.rows).flatMap((line, i) =>
    letters.has(chunk.outcomes?.[i] ?? '') ? [{ line, before: before[i] ?? null }] : [],
  );
}

/** Chunks that hold a row of this end; the index of that end finds them. */
export const holds = (end: Outcome): SQL =>
  sql`${changeChunk.outcomes} like ${sql.raw(`'%${OUTCOME_LETTER[end]}%'`)}`;

/** Whether a key (cid; a slot, where the kind has them) comes more than once in a change; its writer has counted. */
export const repeatsKeys = (job: Job): boolean => (job.found.repeats ?? 0) > 0;

/**
 * The confirmed rows of a change that say how it left things: of a key that comes more than once only the last one, and
 * all from the last to the first then. Memory in that case: some 20 bytes a key.
 */
export async function* finalRows(db: Database, job: Job, kind: AnyKind): AsyncGenerator<unknown> {
  const backwards = repeatsKeys(job);
  const met = new KeyIndex();
  const hash = textHasher(job.id);
  const [key, last] = [
    { hi: 0, lo: 0 },
    { line: 1, markHi: 0, markLo: 0 },
  ];
  for await (const chunk of chunksOf(db, job.id, { backwards, where: holds('confirmed') })) {
    const rows = rowsThat(chunk, 'confirmed').map(({ line }) => kind.decode(line));
    if (!backwards) yield* rows;
    else {
      for (const row of rows.reverse()) {
        hash(slotOfRow(kind, row), key);
        if (met.find(key, last)) continue;
        met.put(key, last);
        yield row;
      }
    }
  }
}

/** Chunks of which only the outcomes are looked at in one statement. */
const LOOKED_AT = 500;

/**
 * The confirmed rows at these places among all confirmed rows of a change, counted from 0 and rising. Chunks that hold
 * none of them are not read.
 */
export async function* confirmedAt(
  db: Database,
  jobId: string,
  places: Iterator<number>,
): AsyncGenerator<string> {
  let next = places.next();
  let start = 0;
  for (let last = -1; !next.done; ) {
    const page = await db.orm
      .select({ seq: changeChunk.seq, outcomes: changeChunk.outcomes })
      .from(changeChunk)
      .where(and(eq(changeChunk.jobId, jobId), gt(changeChunk.seq, last), holds('confirmed')))
      .orderBy(asc(changeChunk.seq))
      .limit(LOOKED_AT);
    for (const { seq, outcomes } of page) {
      const rows = (outcomes ?? '').split(OUTCOME_LETTER.confirmed).length - 1;
      const wanted: number[] = [];
      for (; !next.done && next.value < start + rows; next = places.next()) wanted.push(next.value - start);
      start += rows;
      if (wanted.length === 0) continue;
      const at = and(eq(changeChunk.jobId, jobId), eq(changeChunk.seq, seq));
      const [chunk] = await db.orm.select().from(changeChunk).where(at);
      const confirmed = chunk ? rowsThat(chunk, 'confirmed') : [];
      for (const place of wanted) yield confirmed[place]?.line ?? '';
    }
    if (page.length < LOOKED_AT) return;
    last = page.at(-1)?.seq ?? last;
  }
}
