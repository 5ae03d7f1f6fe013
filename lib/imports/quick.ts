import 'server-only';
import { upstreamFailure } from '@/lib/apps/server/failure';
import type { AppCtx } from '@/lib/auth/server/doors';
import { openDraft } from '@/lib/changes/writer';
import { systemClock } from '@/lib/core/clock';
import { Refusal } from '@/lib/core/result';
import { GetuiError } from '@/lib/getui/errors';
import { describeError, log } from '@/lib/log';
import { checkRecords } from './check';
import { type Place, paramsOf } from './receive';
import type { ImportDraft, QuickInput } from './schema';
import type { AnyImportSpec } from './spec';
import { importDraft } from './view';

/** From so many rows their number is typed before something is taken away: routine work is not held up. */
const ROWS_TO_TYPE = 10;

/**
 * Checks a few rows that are at hand, as a file of them would be checked, and freezes those that would do something.
 * Somebody waits at the screen, so each row is read before and after it is sent, where the kind can.
 * @throws Refusal INVALID_INPUT (params), or what the upstream failed with; nothing is left behind then
 */
export async function quickDraft(
  place: Place,
  ctx: AppCtx,
  spec: AnyImportSpec,
  input: QuickInput,
): Promise<ImportDraft> {
  const params = paramsOf(spec, input.params);
  const owner = { appId: ctx.app.id, accountId: ctx.actor.accountId };
  const writer = await openDraft(
    place.db,
    spec.kind,
    owner,
    { params, options: { interactive: true, readFirst: true, readBack: true }, importer: place.importer },
    new Date(systemClock.now()),
  );
  const records = input.rows.map((cells, i) => ({ line: i + 1, cells: [...cells] }));
  async function* blocks() {
    yield records;
  }
  const at = { db: place.db, appId: ctx.app.id };
  const options = { requestId: ctx.requestId };
  const upstream = () => place.upstreamOf(ctx.app.id);
  const mapping = Object.fromEntries(spec.fields.map(({ id }, i) => [id, i]));
  try {
    const { found, asked } = await checkRecords(blocks(), spec, { mapping, params }, writer, {
      ask: async (rows) => spec.ask(await upstream(), rows, options, () => undefined, params, at),
      held: () => spec.held(place.db, ctx.app.id, params, { upstream, options }),
      onRecords: () => undefined,
      onStage: () => undefined,
    });
    const typed = spec.destructive && found.valid >= ROWS_TO_TYPE;
    await writer.finish({ ...found, asked: asked ? 1 : 0 }, typed ? String(found.valid) : undefined);
  } catch (error) {
    await writer.discard().catch((second: unknown) => {
      log.error({ requestId: ctx.requestId, ...describeError(second) }, 'a preview could not be discarded');
    });
    if (error instanceof GetuiError) throw new Refusal(upstreamFailure(error, ctx.requestId));
    throw error;
  }
  return importDraft(place.db, spec, owner, writer.jobId);
}
