import 'server-only';
import { and, eq } from 'drizzle-orm';
import { alias as named } from 'drizzle-orm/pg-core';
import { can } from '@/lib/auth/permissions';
import type { AppCtx } from '@/lib/auth/server/doors';
import { systemClock } from '@/lib/core/clock';
import { maskAlias } from '@/lib/core/mask';
import type { Database } from '@/lib/db/client';
import { account } from '@/lib/db/schema/accounts';
import { blacklistEntry } from '@/lib/db/schema/desks';
import { history } from '@/lib/ledger/history';
import type { CardRegister, TimelineInput, TimelinePage } from '../card-schema';
import { TIMELINE_PAGE } from '../card-schema';

/** What Muster knows of a cid that nobody can ask the upstream: the blacklist, and the badge it set last. */
export async function cardRegister(db: Database, appId: string, cid: string): Promise<CardRegister> {
  const [blacklist, [badge]] = await Promise.all([
    blacklistOf(db, appId, cid),
    history(db, appId, { cid, relation: 'badge' }, { limit: 1 }),
  ]);
  return {
    readAt: systemClock.now(),
    blacklist,
    badge: badge
      ? {
          value: badge.value,
          state: badge.state,
          by: badge.actorName,
          at: badge.at.getTime(),
          jobId: badge.jobId,
        }
      : null,
  };
}

async function blacklistOf(db: Database, appId: string, cid: string): Promise<CardRegister['blacklist']> {
  const adder = named(account, 'adder');
  const releaser = named(account, 'releaser');
  const [row] = await db.orm
    .select({ entry: blacklistEntry, by: adder.name, releasedBy: releaser.name })
    .from(blacklistEntry)
    .leftJoin(adder, eq(adder.id, blacklistEntry.addedBy))
    .leftJoin(releaser, eq(releaser.id, blacklistEntry.releasedBy))
    .where(and(eq(blacklistEntry.appId, appId), eq(blacklistEntry.cid, cid)));
  if (!row) return null;
  const { entry, by, releasedBy } = row;
  return {
    state: entry.state,
    source: entry.source,
    reason: entry.reason,
    ticket: entry.ticket,
    by,
    at: entry.addedAt.getTime(),
    expiresAt: entry.expiresAt?.getTime() ?? null,
    jobId: entry.releaseJobId ?? entry.jobId,
    releasedAt: entry.releasedAt?.getTime() ?? null,
    releasedBy,
  };
}

/** A value as this role may see it; the channel before a token is no secret. */
function shown(ctx: AppCtx, relation: string, value: string): string {
  if (value === '') return '';
  if (relation === 'alias') return can(ctx.actor.role, 'alias:reveal') ? value : maskAlias(value);
  if (relation !== 'device-token' || can(ctx.actor.role, 'device-token:reveal')) return value;
  const [prefix = ''] = /^[A-Z]+_/.exec(value) ?? [];
  return prefix + maskAlias(value.slice(prefix.length));
}

/** What Muster did to a cid and learned of it, newest first, over all relations or in one, a page at a time. */
export async function cardTimeline(
  db: Database,
  ctx: AppCtx,
  { cid, relation, before }: TimelineInput,
): Promise<TimelinePage> {
  const of = relation ? { cid, relation } : { cid };
  const rows = await history(db, ctx.app.id, of, { limit: TIMELINE_PAGE + 1, before });
  const entries = rows.slice(0, TIMELINE_PAGE).map((entry) => ({
    id: entry.id,
    relation: entry.relation,
    value: shown(ctx, entry.relation, entry.value),
    state: entry.state,
    source: entry.source,
    at: entry.at.getTime(),
    seenAt: entry.seenAt.getTime(),
    by: entry.actorName,
    jobId: entry.jobId,
  }));
  return { entries, next: rows.length > TIMELINE_PAGE ? (entries.at(-1)?.id ?? null) : null };
}
