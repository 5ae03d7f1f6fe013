import 'server-only';
import { hostname } from 'node:os';
import { eq, sql } from 'drizzle-orm';
import { newId } from '@/lib/core/ids';
import type { Database } from '@/lib/db/client';
import { workerProcess } from '@/lib/db/schema/changes';

/** How often a process says that it lives. */
export const BEAT_MS = 2_000;
/** A process that was silent for so long is dead: what it holds goes to others. */
export const DEAD_MS = 8_000;
/** A process whose last beat is older must beat again before it may begin a call. */
export const FRESH_MS = 3_000;
/**
 * A call must begin within this time of its intent. Others take over at the earliest DEAD_MS after a beat that was at
 * most FRESH_MS old then; the margin left covers a clock that differs by less than a second.
 */
export const SEND_WITHIN_MS = DEAD_MS - FRESH_MS - 1_000;
/** Rows of processes that ended are kept a while, for people who ask what ran. */
const FORGET = sql`clock_timestamp() - interval '1 day'`;
const now = sql`clock_timestamp()`;

/** True in SQL when the process is alive by the database's clock; `id` names the column or value with its id. */
export const isAlive = (id: unknown) => sql`exists (
  select 1 from worker_process w
  where w.id = ${id} and w.seen_at > clock_timestamp() - ${DEAD_MS} * interval '1 millisecond')`;

/** Enters this process among those that may hold chunks; `lanes`: chunks it runs at once. Gives its id. */
export async function enter(db: Database, lanes: number): Promise<string> {
  const id = newId();
  await db.orm
    .insert(workerProcess)
    .values({ id, host: hostname(), pid: process.pid, lanes, startedAt: now, seenAt: now });
  return id;
}

/** Says that the process lives. A process that was forgotten meanwhile is entered again under its id. */
export async function beat(db: Database, id: string, lanes = 0): Promise<void> {
  await db.orm
    .insert(workerProcess)
    .values({ id, host: hostname(), pid: process.pid, lanes, startedAt: now, seenAt: now })
    .onConflictDoUpdate({ target: workerProcess.id, set: { seenAt: now } });
}

/** Says that the process has ended, so that nobody waits for it. */
export async function leave(db: Database, id: string): Promise<void> {
  await db.orm.delete(workerProcess).where(eq(workerProcess.id, id));
}

/** At the start of the embedded database nobody else can be alive, whatever the beats say. */
export async function declareAllDead(db: Database): Promise<void> {
  await db.orm.delete(workerProcess);
}

export async function forgetOldProcesses(db: Database): Promise<void> {
  await db.orm.delete(workerProcess).where(sql`${workerProcess.seenAt} < ${FORGET}`);
}
