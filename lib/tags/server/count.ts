import 'server-only';
import { and, eq } from 'drizzle-orm';
import { upstreamFailure } from '@/lib/apps/server/failure';
import { upstreamOf } from '@/lib/apps/server/upstream';
import type { AppCtx } from '@/lib/auth/server/doors';
import { inLanes } from '@/lib/core/chunk';
import { systemClock } from '@/lib/core/clock';
import { Refusal } from '@/lib/core/result';
import { database } from '@/lib/db/current';
import { tagEntry } from '@/lib/db/schema/desks';
import { GetuiError } from '@/lib/getui/errors';
import type { Counted } from '../schema';

const LANES = 4;

/**
 * How many users have each tag according to the upstream, one call a tag (POST user/count), kept with its time.
 * @throws Refusal with what the upstream failed with
 */
export async function countTags(ctx: AppCtx, { tags }: { tags: readonly string[] }): Promise<Counted[]> {
  try {
    const upstream = await upstreamOf(ctx.app.id);
    return await inLanes(tags, LANES, async (tag) => {
      const asked = [{ key: 'tag' as const, values: [tag], op: 'and' as const }];
      const count = await upstream.users.count(asked, { requestId: ctx.requestId });
      const at = new Date(systemClock.now());
      await database()
        .orm.update(tagEntry)
        .set({ upstreamCount: count, countedAt: at })
        .where(and(eq(tagEntry.appId, ctx.app.id), eq(tagEntry.tag, tag)));
      return { tag, upstream: count, countedAt: at.getTime() };
    });
  } catch (error) {
    if (error instanceof GetuiError) throw new Refusal(upstreamFailure(error, ctx.requestId));
    throw error;
  }
}
