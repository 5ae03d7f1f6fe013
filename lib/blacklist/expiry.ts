import 'server-only';
import { eq, sql } from 'drizzle-orm';
import type { Engine } from '@/lib/changes/engine';
import { orderJob } from '@/lib/changes/order';
import { openDraft } from '@/lib/changes/writer';
import { newId } from '@/lib/core/ids';
import { Refusal, refuse } from '@/lib/core/result';
import type { Database, Tx } from '@/lib/db/client';
import { account } from '@/lib/db/schema/accounts';
import { removeFromBlacklist } from './kinds';
import { EXPIRY_TRIES, notedText } from './rules';

/** Entries of one release; more wait for the next look, a moment later. */
const AT_ONCE = 5000;
/** A process that says nothing for so long has died between noting what it would release and ordering it. */
const LEASE_MS = 60_000;

/**
 * An entry is due when its time has passed and no release of it is under way: none was ordered, or the last one ended
 * without releasing it a while ago and there were not too many. `e` is the entry, `j` the change of its last expiry.
 */
const due = (now: Date) => sql`
  e.state <> 'released' and e.expires_at <= ${now.toISOString()}::timestamptz
  and coalesce(e.expires_by, e.added_by) is not null
  and case
    when j.id is null or j.state in ('importing', 'draft')
      then e.expiry_lease_at is null or e.expiry_lease_at <= ${now.toISOString()}::timestamptz
    when j.state in ('finished', 'cancelled')
      then e.expiry_tries + 1 < ${EXPIRY_TRIES}
        and j.finished_at + interval '1 minute' * power(5, e.expiry_tries) <= ${now.toISOString()}::timestamptz
    else false end`;

type Group = { appId: string; actorId: string };
type Claimed = { cid: string; reason: string; ticket: string; expires_at: string | Date };

/**
 * Orders the release of all entries whose time has passed, one change for each app and each person who set the time, and
 * gives the number of changes. Any number of processes may do so at once: who releases an entry is written into it in
 * the transaction that claims it, and asked again in the one that orders. What a dead process has claimed and not ordered
 * is claimed again after a minute; a release that failed is ordered again after {@link expiryPauseMs}, five times in all.
 */
export async function releaseExpired(engine: Engine): Promise<number> {
  let ordered = 0;
  for (const group of await groups(engine.db, new Date(engine.clock.now())))
    if (await releaseGroup(engine, group)) ordered++;
  return ordered;
}

async function groups(db: Database, now: Date): Promise<Group[]> {
  const { rows } = await db.orm.execute<{ app_id: string; actor_id: string }>(sql`
    select distinct e.app_id, coalesce(e.expires_by, e.added_by) as actor_id
    from blacklist_entry e left join change_job j on j.id = e.expiry_job_id
    where ${due(now)}`);
  return rows.map(({ app_id, actor_id }) => ({ appId: app_id, actorId: actor_id }));
}

async function releaseGroup(engine: Engine, group: Group): Promise<boolean> {
  const now = new Date(engine.clock.now());
  const jobId = newId(now.getTime());
  const claimed = await engine.db.transaction((tx) => claim(tx, group, jobId, now));
  if (claimed.length === 0) return false;
  const by = { appId: group.appId, accountId: group.actorId };
  const writer = await openDraft(
    engine.db,
    removeFromBlacklist,
    by,
    { jobId, params: { reason: '' }, origin: { from: 'expiry' }, importer: engine.workerId },
    now,
  );
  try {
    for (const [i, { cid, ...entry }] of claimed.entries()) {
      const noted = { ...entry, expiresAt: new Date(entry.expires_at).getTime() };
      await writer.add({ cid, line: i + 1 }, i + 1, notedText(noted));
    }
    const { rowsHash } = await writer.finish();
    const also = (tx: Tx) => stillMine(tx, jobId, claimed.length);
    await orderJob(
      engine,
      await onBehalfOf(engine.db, group.actorId),
      { jobId, appId: group.appId, rowsHash, also },
      now,
    );
    return true;
  } catch (error) {
    await writer.discard();
    await engine.db.orm.execute(
      sql`update blacklist_entry set expiry_lease_at = null where expiry_job_id = ${jobId}`,
    );
    // Somebody else has taken the entries over, or they were altered meanwhile: the next look finds what is left.
    if (error instanceof Refusal && error.failure.code === 'CONFLICT') return false;
    throw error;
  }
}

/** Notes in each entry that is due which change will release it. What another process is claiming is passed over. */
async function claim(tx: Tx, { appId, actorId }: Group, jobId: string, now: Date): Promise<Claimed[]> {
  const { rows } = await tx.execute<Claimed>(sql`
    with found as (
      select e.cid, j.state in ('finished', 'cancelled') as failed
      from blacklist_entry e left join change_job j on j.id = e.expiry_job_id
      where e.app_id = ${appId} and coalesce(e.expires_by, e.added_by) = ${actorId} and ${due(now)}
      order by e.expires_at, e.cid limit ${AT_ONCE}
      for update of e skip locked)
    update blacklist_entry b
    set expiry_job_id = ${jobId}, expiry_lease_at = ${new Date(now.getTime() + LEASE_MS).toISOString()}::timestamptz,
      expiry_tries = b.expiry_tries + case when found.failed then 1 else 0 end
    from found where b.app_id = ${appId} and b.cid = found.cid
    returning b.cid, b.reason, b.ticket, b.expires_at`);
  return rows;
}

/** Entries that this change has claimed are still its own, all of them; and locked until it is ordered. */
async function stillMine(tx: Tx, jobId: string, claimed: number): Promise<void> {
  const { rows } = await tx.execute(sql`
    update blacklist_entry set expiry_lease_at = null
    where expiry_job_id = ${jobId} and state <> 'released' returning cid`);
  if (rows.length !== claimed) refuse('CONFLICT', { params: { rule: 'taken-over' } });
}

/** Whoever set the time had the right to when they did; nobody acts now. */
async function onBehalfOf(db: Database, accountId: string) {
  const [person] = await db.orm
    .select({ name: account.name, email: account.email })
    .from(account)
    .where(eq(account.id, accountId));
  const { name = '', email = '' } = person ?? {};
  return { accountId, name, email, role: 'operator' as const, sessionId: '-' };
}
