import 'server-only';
import { and, asc, eq, gt, isNull, or } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/server/session';
import { openDraft } from '@/lib/changes/writer';
import type { Database } from '@/lib/db/client';
import { blacklistEntry as entry } from '@/lib/db/schema/desks';
import { reassertBlacklist } from '../kinds';
import type { ReassertDraft } from '../schema';

const PAGE = 2000;

/**
 * Drafts the asserting again of everything that the register holds as asserted and that has not expired. What is unknown
 * is left out: it may be a release that nobody knows the end of. `total` 0: there is nothing, and no draft.
 */
export async function draftReassert(
  db: Database,
  by: { appId: string; actor: Actor },
  now: Date,
): Promise<ReassertDraft> {
  const owner = { appId: by.appId, accountId: by.actor.accountId };
  const writer = await openDraft(db, reassertBlacklist, owner, { params: {} }, now);
  try {
    for (let last = ''; ; ) {
      const page = await db.orm
        .select({ cid: entry.cid })
        .from(entry)
        .where(
          and(
            eq(entry.appId, by.appId),
            eq(entry.state, 'asserted'),
            or(isNull(entry.expiresAt), gt(entry.expiresAt, now)),
            gt(entry.cid, last),
          ),
        )
        .orderBy(asc(entry.cid))
        .limit(PAGE);
      for (const { cid } of page) await writer.add({ cid, line: writer.total + 1 });
      if (page.length < PAGE) break;
      last = page.at(-1)?.cid ?? last;
    }
    if (writer.total === 0) {
      await writer.discard();
      return { jobId: '', rowsHash: '', total: 0, calls: 0 };
    }
    const { jobId, rowsHash, total, calls } = await writer.finish();
    return { jobId, rowsHash, total, calls };
  } catch (error) {
    await writer.discard();
    throw error;
  }
}
