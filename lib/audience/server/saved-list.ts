import 'server-only';
import { and, asc, count, desc, eq, isNull, sql } from 'drizzle-orm';
import { can, ROLES } from '@/lib/auth/permissions';
import type { AppCtx } from '@/lib/auth/server/doors';
import type { Database } from '@/lib/db/client';
import { account } from '@/lib/db/schema/accounts';
import { audience, audienceAlert, audienceSnapshot, audienceVersion } from '@/lib/db/schema/audiences';
import {
  type AudienceAlert,
  type AudienceRow,
  type AudienceVersion,
  type Person,
  type SnapshotPoint,
  SPARK_POINTS,
  type UsedIn,
} from '../saved-schema';
import { savedAudience, savedAudiences } from './saved-rows';

const LISTED = 200;

/** A snapshot as the screens get it. */
export const pointOf = (row: typeof audienceSnapshot.$inferSelect): SnapshotPoint => ({
  id: row.id,
  at: row.at.getTime(),
  version: row.version,
  value: row.value,
  low: row.low,
  high: row.high,
  state: row.state,
  calls: row.calls,
  failure: row.failure,
});

/** The audiences of this app, or those in its bin, each with its last snapshots; the last changed first. */
export async function listAudiences(
  db: Database,
  ctx: AppCtx,
  { bin }: { bin: boolean },
): Promise<AudienceRow[]> {
  const saved = await savedAudiences(db, ctx.app.id, { bin });
  if (saved.length === 0) return [];
  const [points, open] = await Promise.all([lastPoints(db, ctx.app.id), openAlerts(db, ctx.app.id)]);
  return saved.map((one) => {
    const of = points.filter(({ audienceId }) => audienceId === one.id).map(({ point }) => point);
    return {
      ...one,
      spark: of.filter(({ state }) => state !== 'failed').slice(-SPARK_POINTS),
      last: of.at(-1) ?? null,
      openAlerts: open.filter(({ audienceId }) => audienceId === one.id).length,
    };
  });
}

/** The last snapshots of every audience of an app, oldest first. */
async function lastPoints(db: Database, appId: string) {
  const { rows } = await db.orm.execute<{ id: string }>(sql`
    select s.id from audience a cross join lateral (select id from audience_snapshot
      where audience_id = a.id order by at desc limit ${SPARK_POINTS + 1}) s
    where a.app_id = ${appId}`);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  const snapshots = await db.orm
    .select()
    .from(audienceSnapshot)
    .where(sql`${audienceSnapshot.id} = any(${sql.param(ids)}::text[])`)
    .orderBy(asc(audienceSnapshot.at), asc(audienceSnapshot.id));
  return snapshots.map((row) => ({ audienceId: row.audienceId, point: pointOf(row) }));
}

/** Alerts of this app that nobody has acknowledged, the newest first; at most {@link LISTED}. */
export async function openAlerts(db: Database, appId: string): Promise<AudienceAlert[]> {
  const rows = await db.orm
    .select({ alert: audienceAlert, name: audience.name })
    .from(audienceAlert)
    .innerJoin(audience, eq(audience.id, audienceAlert.audienceId))
    .where(and(eq(audienceAlert.appId, appId), isNull(audienceAlert.seenAt), isNull(audience.deletedAt)))
    .orderBy(desc(audienceAlert.at), desc(audienceAlert.id))
    .limit(LISTED);
  return rows.map(({ alert: { id, audienceId, kind, at, value, against }, name }) => ({
    id,
    audienceId,
    name,
    kind,
    at: at.getTime(),
    value,
    against,
  }));
}

/** Every saving of an audience, the newest first; at most {@link LISTED}. @throws Refusal NOT_FOUND */
export async function audienceVersions(
  db: Database,
  ctx: AppCtx,
  { id }: { id: string },
): Promise<AudienceVersion[]> {
  await savedAudience(db, ctx.app.id, id);
  const rows = await db.orm
    .select({ row: audienceVersion, savedBy: account.name })
    .from(audienceVersion)
    .innerJoin(account, eq(account.id, audienceVersion.savedBy))
    .where(eq(audienceVersion.audienceId, id))
    .orderBy(desc(audienceVersion.version))
    .limit(LISTED);
  return rows.map(({ row, savedBy }) => ({
    version: row.version,
    name: row.name,
    note: row.note,
    tree: row.tree,
    savedBy,
    savedAt: row.savedAt.getTime(),
  }));
}

/** What hangs on an audience. @throws Refusal NOT_FOUND */
export async function usedIn(db: Database, ctx: AppCtx, { id }: { id: string }): Promise<UsedIn> {
  const { schedule, alerts } = await savedAudience(db, ctx.app.id, id);
  const [clones, [held], open] = await Promise.all([
    db.orm
      .select({ id: audience.id, name: audience.name })
      .from(audience)
      .where(and(eq(audience.appId, ctx.app.id), eq(audience.clonedFrom, id), isNull(audience.deletedAt)))
      .orderBy(asc(audience.name)),
    db.orm.select({ held: count() }).from(audienceSnapshot).where(eq(audienceSnapshot.audienceId, id)),
    openAlerts(db, ctx.app.id),
  ]);
  return {
    schedule,
    alerts,
    clones,
    snapshots: held?.held ?? 0,
    openAlerts: open.filter(({ audienceId }) => audienceId === id).length,
  };
}

/** People who may own an audience, by name. */
export async function audienceOwners(db: Database): Promise<Person[]> {
  const roles = ROLES.filter((role) => can(role, 'audience:write'));
  return db.orm
    .select({ id: account.id, name: account.name })
    .from(account)
    .where(and(isNull(account.disabledAt), sql`${account.role} = any(${sql.param(roles)}::text[])`))
    .orderBy(asc(account.name));
}
