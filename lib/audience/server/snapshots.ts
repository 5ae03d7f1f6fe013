import 'server-only';
import { and, eq, sql } from 'drizzle-orm';
import { appendAudit } from '@/lib/audit/append';
import type { AppCtx } from '@/lib/auth/server/doors';
import type { Clock } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import { Refusal, refuse } from '@/lib/core/result';
import type { Database, Tx } from '@/lib/db/client';
import { audience, audienceSnapshot } from '@/lib/db/schema/audiences';
import type { Getui } from '@/lib/getui/client';
import { GetuiError } from '@/lib/getui/errors';
import { describeError, log } from '@/lib/log';
import { SNAPSHOT_CALLS, type SnapshotPoint } from '../saved-schema';
import type { Answer, Group } from '../schema';
import { nextSnapshot } from '../snapshot-rules';
import { raiseAlerts } from './alerts';
import { lockAudience } from './saved';
import { pointOf } from './saved-list';

/** A process that says nothing for so long has died while it counted; another one may count. */
const LEASE_MS = 5 * 60_000;
/** After so many days only the first good snapshot of each day stays; a day begins at 09:00 in Asia/Shanghai. */
const KEPT_DAYS = 90;

type Row = typeof audience.$inferSelect;
type Place = { db: Database; appId: string; upstream: Getui; clock: Clock };
/** What snapshots are taken with. */
export type Desk = {
  readonly db: Database;
  readonly clock: Clock;
  readonly upstreamOf: (appId: string) => Promise<Getui>;
  readonly count: (
    place: Place,
    tree: Group,
    options: { maxCalls: number; signal: AbortSignal },
  ) => Promise<Answer>;
};

/**
 * Takes every snapshot that is due, one after the other, and gives how many. Any number of processes may do so at once:
 * an audience is taken before it is counted. After an outage there is one snapshot, then the next regular one.
 */
export async function takeDueSnapshots(desk: Desk, signal?: AbortSignal): Promise<number> {
  let taken = 0;
  while (!signal?.aborted) {
    const row = await claim(desk, sql`next_snapshot_at <= ${iso(desk.clock.now())}::timestamptz`);
    if (!row) return taken;
    if (await take(desk, row, signal)) taken++;
  }
  return taken;
}

/**
 * Takes a snapshot of an audience now, whatever its schedule.
 * @throws Refusal NOT_FOUND; CONFLICT (rule in-bin, or snapshot-running: somebody else is just counting it)
 */
export async function snapshotNow(desk: Desk, ctx: AppCtx, { id }: { id: string }): Promise<SnapshotPoint> {
  await desk.db.transaction(async (tx) => {
    const row = await lockAudience(tx, ctx.app.id, id);
    if (row.deletedAt) refuse('CONFLICT', { params: { rule: 'in-bin' } });
    await appendAudit(tx, {
      at: new Date(desk.clock.now()),
      actor: { id: ctx.actor.accountId, name: ctx.actor.name },
      appId: ctx.app.id,
      action: 'audience.snapshot',
      target: id,
      detail: { name: row.name, version: row.version },
    });
  });
  const row = await claim(desk, sql`id = ${id}`);
  const point = row ? await take(desk, row) : null;
  return point ?? refuse('CONFLICT', { params: { rule: 'snapshot-running' } });
}

const iso = (ms: number) => new Date(ms).toISOString();

async function claim({ db, clock }: Desk, which: ReturnType<typeof sql>): Promise<Row | null> {
  const now = clock.now();
  const until = new Date(now + LEASE_MS);
  const { rows } = await db.orm.execute<{ id: string }>(sql`
    update audience set snapshot_lease_at = ${until.toISOString()}::timestamptz
    where id in (select id from audience where deleted_at is null and ${which}
      and (snapshot_lease_at is null or snapshot_lease_at <= ${iso(now)}::timestamptz)
      order by next_snapshot_at limit 1 for update skip locked)
    returning id`);
  const [row] = await db.orm
    .select()
    .from(audience)
    .where(eq(audience.id, rows[0]?.id ?? ''));
  return row ?? null;
}

type Counted = Pick<SnapshotPoint, 'value' | 'low' | 'high' | 'state' | 'calls' | 'failure'>;

/** Counts a claimed audience and keeps what came; null when the process ends, or was too slow and lost it. */
async function take(desk: Desk, row: Row, signal?: AbortSignal): Promise<SnapshotPoint | null> {
  const counted = await count(desk, row, signal);
  if (signal?.aborted) {
    await desk.db.orm.update(audience).set({ snapshotLeaseAt: null }).where(mine(row));
    return null;
  }
  return desk.db.transaction((tx) => keep(tx, desk.clock.now(), row, counted));
}

const mine = (row: Row) =>
  and(eq(audience.id, row.id), eq(audience.snapshotLeaseAt, row.snapshotLeaseAt ?? new Date(0)));

const FAILED = { value: null, low: null, high: null, state: 'failed', calls: 0 } as const;

async function count(desk: Desk, row: Row, signal?: AbortSignal): Promise<Counted> {
  try {
    const upstream = await desk.upstreamOf(row.appId);
    const place = { db: desk.db, appId: row.appId, upstream, clock: desk.clock };
    const options = { maxCalls: SNAPSHOT_CALLS, signal: signal ?? AbortSignal.timeout(LEASE_MS) };
    const { value, low, high, state, calls } = await desk.count(place, row.tree, options);
    return { value, low, high, state, calls, failure: null };
  } catch (error) {
    const failure = failureOf(error);
    if (failure === 'UNEXPECTED')
      log.error({ audience: row.id, ...describeError(error) }, 'a snapshot failed unexpectedly');
    return { ...FAILED, failure };
  }
}

function failureOf(error: unknown): string {
  // A tree that is too large, or takes too many calls, is the only input a count can refuse.
  if (error instanceof Refusal) return error.failure.fields?.tree ? 'too-many-calls' : error.failure.code;
  if (error instanceof GetuiError) return 'UPSTREAM_UNREACHABLE';
  return 'UNEXPECTED';
}

async function keep(tx: Tx, now: number, claimed: Row, counted: Counted): Promise<SnapshotPoint | null> {
  const [row] = await tx.select().from(audience).where(mine(claimed)).for('update');
  if (!row) return null;
  const at = new Date(now);
  const snapshot = { ...counted, id: newId(now), audienceId: row.id, version: claimed.version, at };
  if (counted.state !== 'failed') await raiseAlerts(tx, row, snapshot);
  await tx.insert(audienceSnapshot).values(snapshot);
  // What was not due, or became due only meanwhile, keeps its time.
  const isDue = row.nextSnapshotAt !== null && row.nextSnapshotAt <= at;
  const next = nextSnapshot(row.schedule, now);
  await tx
    .update(audience)
    .set({
      snapshotLeaseAt: null,
      ...(isDue ? { nextSnapshotAt: next === null ? null : new Date(next) } : {}),
    })
    .where(eq(audience.id, row.id));
  return pointOf(snapshot);
}

/** Of snapshots older than {@link KEPT_DAYS} days keeps the first good one of each day. */
export async function dropOldSnapshots(db: Database, now: number): Promise<void> {
  await db.orm.execute(sql`
    with old as (select id, audience_id, state, at,
        row_number() over (partition by audience_id, state = 'failed',
          date_trunc('day', at at time zone 'Asia/Shanghai' - interval '9 hours') order by at, id) as place
      from audience_snapshot where at < ${iso(now - KEPT_DAYS * 86_400_000)}::timestamptz)
    delete from audience_snapshot s using old
    where s.id = old.id and (old.state = 'failed' or old.place > 1)`);
}
