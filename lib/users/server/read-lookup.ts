import 'server-only';
import { upstreamOf } from '@/lib/apps/server/upstream';
import { can } from '@/lib/auth/permissions';
import type { AppCtx, UploadBody } from '@/lib/auth/server/doors';
import { bodyText } from '@/lib/core/body';
import { jsonLines } from '@/lib/core/json-lines';
import { refuse } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { type ReadEvent, type ReadInput, WantedRows } from '../schema';
import { lookupCids } from './lookups';
import { Notebook } from './notebook';
import { readersOf } from './readers';
import { readRows } from './reading';
import { orderOf } from './spans';

const MAX_BYTES = 2 * 1024 * 1024;

/**
 * Streams what the upstream and the ledger say of the rows of a lookup that are wanted, as they come. What is a fact
 * (aliases, tags) goes to the ledger beside.
 * @throws Refusal NOT_FOUND, INVALID_INPUT (rows)
 */
export async function readLookup(
  db: Database,
  ctx: AppCtx,
  input: ReadInput,
  body: UploadBody,
  ending: () => boolean,
): Promise<Response> {
  const wanted = WantedRows.safeParse(parsed(await bodyText(body.bytes, MAX_BYTES)));
  if (!wanted.success) refuse('INVALID_INPUT', { fields: { rows: 'form' } });
  const cids = await lookupCids(db, ctx.app.id, input.lookup);
  const upstream = await upstreamOf(ctx.app.id);
  const place = { db, appId: ctx.app.id, upstream, masked: !can(ctx.actor.role, 'alias:reveal') };
  const notebook = new Notebook(db, { appId: ctx.app.id, actorId: ctx.actor.accountId });
  return jsonLines<ReadEvent>(body.signal, async ({ emit, ready, signal }) => {
    await readRows({
      groups: [...new Set(input.groups)],
      readers: readersOf(place),
      cids,
      order: orderOf(wanted.data, cids.length),
      requestId: ctx.requestId,
      signal,
      ending,
      emit,
      ready,
      learn: (learned, at) => notebook.add(learned, at),
    });
    await notebook.close();
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
