import 'server-only';
import { and, eq } from 'drizzle-orm';
import { upstreamFailure } from '@/lib/apps/server/failure';
import { upstreamOf } from '@/lib/apps/server/upstream';
import type { AppCtx } from '@/lib/auth/server/doors';
import { systemClock } from '@/lib/core/clock';
import { jsonLines } from '@/lib/core/json-lines';
import { type Failure, refuse } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { lookup } from '@/lib/db/schema/desks';
import type { Getui } from '@/lib/getui/client';
import { GetuiError } from '@/lib/getui/errors';
import type { Fact } from '@/lib/ledger/facts';
import { noteReads } from '@/lib/ledger/reads';
import { describeError, log } from '@/lib/log';
import type { LookupCounts, ResolveEvent } from '../schema';
import { decodeContent, encodeContent } from './lines';

const LANES = 8;
const GIVE_UP = 3;
const TOLD_EVERY = 50;

/**
 * Looks up who holds the aliases of a lookup that have not been asked yet, one call each; their cids become rows at the
 * end of the grid. What was found is kept also when some fail or the asker leaves: the others stay to be asked.
 * @throws Refusal NOT_FOUND
 */
export async function resolveAliases(
  db: Database,
  ctx: AppCtx,
  lookupId: string,
  gone: AbortSignal,
): Promise<Response> {
  const { unresolved } = await contentOf(db, ctx.app.id, lookupId);
  const upstream = await upstreamOf(ctx.app.id);
  return jsonLines<ResolveEvent>(gone, async ({ emit, ready, signal }) => {
    const at = new Date(systemClock.now());
    const asked = { upstream, aliases: unresolved, requestId: ctx.requestId, signal, ready };
    const { found, failed, failure } = await askAll(asked, (done) =>
      emit({ t: 'progress', done, total: unresolved.length }),
    );
    await keep(db, ctx.app.id, lookupId, found);
    const facts = [...found].flatMap(([alias, cids]) =>
      cids.map(
        (cid): Fact => ({ subject: cid, relation: 'alias', value: alias, state: 'verified', source: 'read' }),
      ),
    );
    await noteReads(db, facts, { appId: ctx.app.id, actorId: ctx.actor.accountId, jobId: null, at });
    if (failure) emit({ t: 'failed', count: failed, failure });
    emit({ t: 'end' });
  });
}

type Asked = {
  upstream: Getui;
  aliases: readonly string[];
  requestId: string;
  signal: AbortSignal;
  ready(): Promise<void>;
};

async function askAll({ upstream, aliases, requestId, signal, ready }: Asked, tell: (done: number) => void) {
  const found = new Map<string, string[]>();
  let next = 0;
  let failed = 0;
  let inRow = 0;
  let failure: Failure | null = null;
  const lane = async () => {
    while (next < aliases.length && inRow < GIVE_UP && !signal.aborted) {
      const alias = aliases[next++] ?? '';
      await ready();
      try {
        found.set(alias, await upstream.aliases.byAlias(alias, { requestId, signal }));
        inRow = 0;
        if (found.size % TOLD_EVERY === 0) tell(found.size);
      } catch (error) {
        if (signal.aborted) return;
        // Some answer with a refusal for an alias that nobody holds.
        if (error instanceof GetuiError && error.kind === 'refused') found.set(alias, []);
        else {
          if (!(error instanceof GetuiError))
            log.error({ requestId, ...describeError(error) }, 'an alias failed');
          failure =
            error instanceof GetuiError
              ? upstreamFailure(error, requestId)
              : { code: 'UNEXPECTED', requestId };
          failed++;
          inRow++;
        }
      }
    }
  };
  tell(0);
  await Promise.all(Array.from({ length: LANES }, lane));
  if (!signal.aborted) failed = aliases.length - found.size;
  return { found, failed, failure: failure as Failure | null };
}

async function contentOf(db: Database, appId: string, id: string) {
  const [row] = await db.orm
    .select({ ids: lookup.ids, counts: lookup.counts })
    .from(lookup)
    .where(and(eq(lookup.id, id), eq(lookup.appId, appId)));
  if (!row) refuse('NOT_FOUND');
  return decodeContent(row.ids, row.counts as LookupCounts);
}

/** Puts what was found into the lookup as it is now: somebody else may have asked meanwhile. */
async function keep(
  db: Database,
  appId: string,
  id: string,
  found: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  if (found.size === 0) return;
  await db.transaction(async (tx) => {
    const [row] = await tx
      .select({ ids: lookup.ids, counts: lookup.counts })
      .from(lookup)
      .where(and(eq(lookup.id, id), eq(lookup.appId, appId)))
      .for('update');
    // Deleted meanwhile: there is nothing to put it into.
    if (!row) return;
    const counts = row.counts as LookupCounts;
    const content = decodeContent(row.ids, counts);
    const rows = [...content.rows];
    const unheld = [...content.unheld];
    const known = new Set(rows.map(({ cid }) => cid));
    for (const alias of content.unresolved) {
      const cids = found.get(alias);
      if (cids?.length === 0) unheld.push(alias);
      for (const cid of cids ?? []) {
        if (known.has(cid)) continue;
        known.add(cid);
        rows.push({ cid, alias });
      }
    }
    const unresolved = content.unresolved.filter((alias) => !found.has(alias));
    const next: LookupCounts = {
      ...counts,
      rows: rows.length,
      unresolved: unresolved.length,
      unheld: unheld.length,
    };
    await tx
      .update(lookup)
      .set({ ids: encodeContent({ ...content, rows, unheld, unresolved }), counts: next })
      .where(eq(lookup.id, id));
  });
}
