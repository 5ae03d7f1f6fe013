import 'server-only';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { appendAudit } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/server/session';
import { refuse } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { blacklistEntry } from '@/lib/db/schema/desks';
import { expiryText } from '../rules';
import type { Altered, AlterInput } from '../schema';

/** Cids that an audit row names; of more it gives the number. */
const NAMED = 20;

/**
 * Changes reason, ticket or expiry of entries that are on the list according to the register; nothing is sent. Entries
 * that are off it, or whose release is under way, stay as they are and are counted. Audited in the same transaction.
 * @throws Refusal INVALID_INPUT (expiresAt: past; reason: nothing to change)
 */
export async function alterEntries(
  db: Database,
  by: { appId: string; actor: Actor },
  { cids, reason, ticket, expiresAt }: AlterInput,
  now: Date,
): Promise<Altered> {
  if (expiresAt != null && expiresAt <= now.getTime())
    refuse('INVALID_INPUT', { fields: { expiresAt: 'past' } });
  if (reason === undefined && ticket === undefined && expiresAt === undefined)
    refuse('INVALID_INPUT', { fields: { reason: 'empty' } });
  const unique = [...new Set(cids)];
  return db.transaction(async (tx) => {
    const { rows: open } = await tx.execute<{ cid: string }>(sql`
      select e.cid from blacklist_entry e left join change_job j on j.id = e.expiry_job_id
      where e.app_id = ${by.appId} and e.cid = any(${sql.param(unique)}::text[]) and e.state <> 'released'
        and coalesce(j.state, '') not in ('running', 'paused', 'cancelling')
        and coalesce(e.expiry_lease_at, ${now.toISOString()}::timestamptz) <= ${now.toISOString()}::timestamptz
      order by e.cid for update of e`);
    const found = open.map(({ cid }) => cid);
    if (found.length > 0) {
      await tx
        .update(blacklistEntry)
        .set({
          ...(reason === undefined ? {} : { reason }),
          ...(ticket === undefined ? {} : { ticket }),
          ...(expiresAt === undefined
            ? {}
            : {
                expiresAt: expiresAt === null ? null : new Date(expiresAt),
                expiresBy: expiresAt === null ? null : by.actor.accountId,
                ...{ expiryJobId: null, expiryTries: 0, expiryLeaseAt: null },
              }),
        })
        .where(and(eq(blacklistEntry.appId, by.appId), inArray(blacklistEntry.cid, found)));
      await appendAudit(tx, {
        at: now,
        actor: { id: by.actor.accountId, name: by.actor.name },
        appId: by.appId,
        action: 'blacklist.alter',
        detail: {
          entries: found.length,
          cids: found.slice(0, NAMED),
          ...(reason === undefined ? {} : { reason }),
          ...(ticket === undefined ? {} : { ticket }),
          ...(expiresAt === undefined ? {} : { expires: expiryText(expiresAt) || null }),
        },
      });
    }
    return { altered: found.length, skipped: unique.length - found.length };
  });
}
