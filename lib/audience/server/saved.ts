import 'server-only';
import { and, eq, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { appendAudit, canonical } from '@/lib/audit/append';
import { can } from '@/lib/auth/permissions';
import type { AppCtx } from '@/lib/auth/server/doors';
import { newId } from '@/lib/core/ids';
import { refuse } from '@/lib/core/result';
import type { Database, Tx } from '@/lib/db/client';
import { account } from '@/lib/db/schema/accounts';
import { audience, audienceVersion } from '@/lib/db/schema/audiences';
import {
  BIN_DAYS,
  MAX_SAVED,
  NO_ALERTS,
  type SavedAudience,
  type SaveInput,
  type ScheduleInput,
} from '../saved-schema';
import { nextSnapshot } from '../snapshot-rules';
import { savedAudience } from './saved-rows';

type Row = typeof audience.$inferSelect;
type Content = Pick<Row, 'name' | 'note' | 'labels' | 'ownerId' | 'tree'>;
type Parsed = z.output<typeof SaveInput>;

/** One audience of this app, locked; also one in the bin. @throws Refusal NOT_FOUND */
export async function lockAudience(tx: Tx, appId: string, id: string): Promise<Row> {
  const [row] = await tx
    .select()
    .from(audience)
    .where(and(eq(audience.id, id), eq(audience.appId, appId)))
    .for('update');
  return row ?? refuse('NOT_FOUND');
}

async function audit(tx: Tx, ctx: AppCtx, now: Date, verb: string, id: string, detail: object) {
  await appendAudit(tx, {
    at: now,
    actor: { id: ctx.actor.accountId, name: ctx.actor.name },
    appId: ctx.app.id,
    action: `audience.${verb}`,
    target: id,
    detail: { ...detail },
  });
}

/** @throws Refusal INVALID_INPUT: an owner must be somebody who may change audiences */
async function checkOwner(tx: Tx, ownerId: string): Promise<void> {
  const [person] = await tx.select().from(account).where(eq(account.id, ownerId));
  if (!person || person.disabledAt || !can(person.role, 'audience:write'))
    refuse('INVALID_INPUT', { fields: { ownerId: 'owner-unknown' } });
}

/**
 * Keeps an audience: a new one, or the next version of one. Without a change of name, note or conditions the version
 * stays. @throws Refusal CONFLICT (params version, by) when somebody saved it since `basedOn`, or it is in the bin
 * (rule in-bin); NOT_FOUND; INVALID_INPUT
 */
export function saveAudience(
  db: Database,
  ctx: AppCtx,
  input: Parsed,
  nowMs: number,
): Promise<SavedAudience> {
  const now = new Date(nowMs);
  return db.transaction(async (tx) => {
    if (input.ownerId !== null) await checkOwner(tx, input.ownerId);
    const { name, note, labels, tree } = input;
    if (input.id === null) {
      const ownerId = input.ownerId ?? ctx.actor.accountId;
      const id = await insert(tx, ctx, { name, note, labels, tree, ownerId }, null, now);
      await audit(tx, ctx, now, 'save', id, { name, version: 1 });
      return savedAudience({ orm: tx }, ctx.app.id, id);
    }
    const row = await lockAudience(tx, ctx.app.id, input.id);
    if (row.deletedAt) refuse('CONFLICT', { params: { rule: 'in-bin' } });
    if (row.version !== input.basedOn) {
      const theirs = await savedAudience({ orm: tx }, ctx.app.id, row.id);
      refuse('CONFLICT', { params: { rule: 'saved-since', version: row.version, by: theirs.savedBy } });
    }
    const next = { name, note, labels, tree, ownerId: input.ownerId ?? row.ownerId };
    await update(tx, ctx, row, next, now);
    return savedAudience({ orm: tx }, ctx.app.id, row.id);
  });
}

async function insert(
  tx: Tx,
  ctx: AppCtx,
  content: Content,
  clonedFrom: string | null,
  now: Date,
): Promise<string> {
  const { rows } = await tx.execute<{ held: number | string }>(
    sql`select count(*) as held from audience where app_id = ${ctx.app.id}`,
  );
  if (Number(rows[0]?.held) >= MAX_SAVED) refuse('INVALID_INPUT', { fields: { name: 'too-many-audiences' } });
  const id = newId(now.getTime());
  await tx.insert(audience).values({
    ...content,
    id,
    appId: ctx.app.id,
    alerts: NO_ALERTS,
    clonedFrom,
    createdAt: now,
    updatedAt: now,
  });
  await addVersion(tx, ctx, id, 1, content, now);
  return id;
}

async function addVersion(
  tx: Tx,
  ctx: AppCtx,
  audienceId: string,
  version: number,
  { name, note, tree }: Content,
  now: Date,
): Promise<void> {
  const savedBy = ctx.actor.accountId;
  await tx.insert(audienceVersion).values({ audienceId, version, name, note, tree, savedBy, savedAt: now });
}

async function update(tx: Tx, ctx: AppCtx, row: Row, next: Content, now: Date): Promise<void> {
  const versioned = ({ name, note, tree }: Content) => canonical({ name, note, tree });
  const isNew = versioned(row) !== versioned(next);
  if (!isNew && canonical(next.labels) === canonical(row.labels) && next.ownerId === row.ownerId) return;
  const version = row.version + (isNew ? 1 : 0);
  await tx
    .update(audience)
    .set({ ...next, version, updatedAt: now })
    .where(eq(audience.id, row.id));
  if (isNew) await addVersion(tx, ctx, row.id, version, next, now);
  await audit(tx, ctx, now, 'save', row.id, {
    name: next.name,
    version,
    ...(next.ownerId === row.ownerId ? {} : { ownerId: next.ownerId }),
    ...(canonical(next.labels) === canonical(row.labels) ? {} : { labels: next.labels }),
  });
}

/** Another audience with the same conditions, owned by who clones it. @throws Refusal NOT_FOUND */
export function cloneAudience(
  db: Database,
  ctx: AppCtx,
  { id, name }: { id: string; name: string },
  nowMs: number,
): Promise<SavedAudience> {
  const now = new Date(nowMs);
  return db.transaction(async (tx) => {
    const { note, labels, tree, version } = await lockAudience(tx, ctx.app.id, id);
    const made = await insert(tx, ctx, { name, note, labels, tree, ownerId: ctx.actor.accountId }, id, now);
    await audit(tx, ctx, now, 'clone', made, { name, from: id, version });
    return savedAudience({ orm: tx }, ctx.app.id, made);
  });
}

/** Puts an audience into the bin: it is counted no more, and can be restored. @throws Refusal NOT_FOUND */
export function binAudience(db: Database, ctx: AppCtx, { id }: { id: string }, nowMs: number) {
  const now = new Date(nowMs);
  return db.transaction(async (tx) => {
    const row = await lockAudience(tx, ctx.app.id, id);
    if (!row.deletedAt) {
      const gone = { deletedAt: now, deletedBy: ctx.actor.accountId };
      await tx.update(audience).set(gone).where(eq(audience.id, id));
      await audit(tx, ctx, now, 'bin', id, { name: row.name });
    }
    return savedAudience({ orm: tx }, ctx.app.id, id);
  });
}

/** Takes an audience out of the bin, with its schedule. @throws Refusal NOT_FOUND */
export function restoreAudience(db: Database, ctx: AppCtx, { id }: { id: string }, nowMs: number) {
  const now = new Date(nowMs);
  return db.transaction(async (tx) => {
    const row = await lockAudience(tx, ctx.app.id, id);
    if (row.deletedAt) {
      const back = { deletedAt: null, deletedBy: null, nextSnapshotAt: dueAt(row.schedule, nowMs) };
      await tx.update(audience).set(back).where(eq(audience.id, id));
      await audit(tx, ctx, now, 'restore', id, { name: row.name });
    }
    return savedAudience({ orm: tx }, ctx.app.id, id);
  });
}

const dueAt = (schedule: Row['schedule'], nowMs: number) => {
  const next = nextSnapshot(schedule, nowMs);
  return next === null ? null : new Date(next);
};

/** When an audience is counted by itself, and what raises an alert. @throws Refusal NOT_FOUND, CONFLICT (rule in-bin) */
export function scheduleAudience(db: Database, ctx: AppCtx, input: ScheduleInput, nowMs: number) {
  const now = new Date(nowMs);
  const { id, schedule, alerts } = input;
  return db.transaction(async (tx) => {
    const row = await lockAudience(tx, ctx.app.id, id);
    if (row.deletedAt) refuse('CONFLICT', { params: { rule: 'in-bin' } });
    const nextSnapshotAt = schedule === row.schedule ? row.nextSnapshotAt : dueAt(schedule, nowMs);
    await tx.update(audience).set({ schedule, alerts, nextSnapshotAt }).where(eq(audience.id, id));
    await audit(tx, ctx, now, 'schedule', id, { name: row.name, schedule, alerts });
    return savedAudience({ orm: tx }, ctx.app.id, id);
  });
}

/** Deletes for good what has been in the bin for {@link BIN_DAYS} days; gives how many. */
export async function emptyBin(db: Database, nowMs: number): Promise<number> {
  const now = new Date(nowMs);
  const before = new Date(nowMs - BIN_DAYS * 86_400_000).toISOString();
  return db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ id: string; name: string; app_id: string }>(sql`
      delete from audience where deleted_at < ${before}::timestamptz returning id, name, app_id`);
    for (const { id, name, app_id } of rows)
      await appendAudit(tx, {
        at: now,
        actor: { id: null, name: 'muster' },
        appId: app_id,
        action: 'audience.delete',
        target: id,
        detail: { name },
      });
    return rows.length;
  });
}
