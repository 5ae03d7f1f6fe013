import 'server-only';
import { join } from 'node:path';
import { and, eq } from 'drizzle-orm';
import { upstreamFailure } from '@/lib/apps/server/failure';
import type { AppCtx, UploadBody as Body } from '@/lib/auth/server/doors';
import { type DraftWriter, openDraft } from '@/lib/changes/writer';
import { systemClock } from '@/lib/core/clock';
import { fieldErrors } from '@/lib/core/field-errors';
import { Refusal, refuse } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { changeJob } from '@/lib/db/schema/changes';
import type { Getui } from '@/lib/getui/client';
import { GetuiError } from '@/lib/getui/errors';
import { describeError, log } from '@/lib/log';
import { checkRecords, columnsOf } from './check';
import { refuseFile } from './fault';
import { fromOwn, LINE_MARK } from './own-files';
import { looksLikeWorkbook, PEEK_BYTES, peekText, peekWorkbook } from './peek';
import { admit, type Ticket } from './progress';
import { textRecords, withHeader } from './read';
import type { FileRecord } from './records';
import type { ImportDraft, Peek, PeekInput, UploadInput } from './schema';
import type { AnyImportSpec } from './spec';
import { spooled } from './spool';
import { importDraft } from './view';
import { openWorkbook } from './xlsx';

const MOST_TEXT_BYTES = 2 * 1024 ** 3;
const MOST_WORKBOOK_BYTES = 200 * 1024 ** 2;
/** From so many rows on their number is typed before they are ordered. */
const ROWS_TO_TYPE = 1000;

/** Where things are: the database, the folder for temporary files, this process among the workers, and the upstream. */
export type Place = {
  db: Database;
  folder: string;
  importer: string | undefined;
  upstreamOf(appId: string): Promise<Getui>;
};

/** The bytes of a body, at most `most`, and no fewer than were announced: a connection that broke is no end of file. */
async function* counted(
  body: Body,
  most: number,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  if ((body.length ?? 0) > most) refuseFile('too-large', { most });
  let total = 0;
  const pieces = body.bytes[Symbol.asyncIterator]();
  try {
    for (;;) {
      // Whoever leaves breaks the connection: nobody is there to be told, and the log need not know.
      const { done, value: piece } = await pieces.next().catch(() => refuseFile('cut-off'));
      if (done) break;
      total += piece.length;
      if (total > most) refuseFile('too-large', { most });
      onBytes(total);
      yield piece;
    }
    if (body.signal.aborted || (body.length !== null && total < body.length)) refuseFile('cut-off');
  } finally {
    await pieces.return?.().catch(() => undefined);
  }
}

/**
 * How a file would be read, from its beginning (text) or as a whole (workbook). Nothing is kept.
 * @throws Refusal INVALID_INPUT with the rule under `file`
 */
export async function peekUpload(
  place: Place,
  spec: AnyImportSpec,
  input: PeekInput,
  body: Body,
): Promise<Peek> {
  const pieces = counted(body, MOST_WORKBOOK_BYTES, () => undefined);
  const first: Uint8Array[] = [];
  let size = 0;
  const chosen = input.readAs ?? {};
  for await (const piece of { [Symbol.asyncIterator]: () => ({ next: () => pieces.next() }) }) {
    first.push(piece);
    size += piece.length;
    if (size >= 4 && looksLikeWorkbook(Buffer.concat(first).subarray(0, 4))) {
      async function* whole() {
        yield* first;
        yield* pieces;
      }
      return spooled(join(place.folder, 'uploads'), whole(), (fd) => peekWorkbook(fd, chosen, spec.fields));
    }
    if (size >= PEEK_BYTES) break;
  }
  const bytes = Buffer.concat(first).subarray(0, PEEK_BYTES);
  return peekText(bytes, size < PEEK_BYTES, chosen, spec.fields);
}

/**
 * Reads a whole file in and checks every row. In the end there is a draft to order, or, whatever went wrong, nothing.
 * The same key gives the same draft again as long as it was not ordered.
 * @throws Refusal INVALID_INPUT (file or a field), CONFLICT, THROTTLED, or what the upstream failed with
 */
export async function receiveImport(
  place: Place,
  ctx: AppCtx,
  spec: AnyImportSpec,
  input: UploadInput,
  body: Body,
): Promise<ImportDraft> {
  const params = paramsOf(spec, input.params);
  for (const { id, optional } of spec.fields)
    if (!optional && input.mapping[id] === undefined)
      refuse('INVALID_INPUT', { fields: { [id]: 'not-mapped' } });
  const { accountId } = ctx.actor;
  const ticket = admit(accountId, input.key, body.length ?? 0);
  try {
    const made = await draftOfKey(place.db, ctx, input.key);
    if (made) return await importDraft(place.db, spec, { appId: ctx.app.id, accountId }, made);
    const writer = await openDraft(
      place.db,
      spec.kind,
      { appId: ctx.app.id, accountId },
      {
        params,
        options: input.options,
        origin: { from: 'file', file: input.name },
        clientKey: input.key,
        importer: place.importer,
      },
      new Date(systemClock.now()),
    );
    try {
      await fill(place, ctx, spec, { ...input, params }, body, writer, ticket);
    } catch (error) {
      await writer.discard().catch((second: unknown) => {
        log.error({ requestId: ctx.requestId, ...describeError(second) }, 'an import could not be discarded');
      });
      if (error instanceof GetuiError) throw new Refusal(upstreamFailure(error, ctx.requestId));
      throw error;
    }
    return await importDraft(place.db, spec, { appId: ctx.app.id, accountId }, writer.jobId);
  } finally {
    ticket.end();
  }
}

/** The params as the kind understands them. @throws Refusal INVALID_INPUT naming each that breaks a rule */
export function paramsOf({ kind }: AnyImportSpec, raw: unknown): Record<string, unknown> {
  const parsed = kind.params.safeParse(raw ?? {});
  if (parsed.success) return parsed.data as Record<string, unknown>;
  return refuse('INVALID_INPUT', { fields: fieldErrors(parsed.error) });
}

async function draftOfKey(db: Database, ctx: AppCtx, key: string): Promise<string | null> {
  const [job] = await db.orm
    .select({ id: changeJob.id, state: changeJob.state })
    .from(changeJob)
    .where(
      and(
        eq(changeJob.appId, ctx.app.id),
        eq(changeJob.createdBy, ctx.actor.accountId),
        eq(changeJob.clientKey, key),
      ),
    );
  if (!job) return null;
  if (job.state !== 'draft') refuse('CONFLICT', { fields: { key: 'taken' } });
  return job.id;
}

async function fill(
  place: Place,
  ctx: AppCtx,
  spec: AnyImportSpec,
  input: UploadInput & { params: unknown },
  body: Body,
  writer: DraftWriter<unknown>,
  { progress }: Ticket,
): Promise<void> {
  const onBytes = (bytes: number) => {
    progress.done = bytes;
  };
  const check = async (blocks: AsyncIterable<FileRecord[]>) => {
    const options = { requestId: ctx.requestId, signal: body.signal };
    const upstream = () => place.upstreamOf(ctx.app.id);
    const { found, asked } = await checkRecords(named(blocks, spec, input, writer), spec, input, writer, {
      ask: async (rows) =>
        spec.ask(
          await upstream(),
          rows,
          options,
          (done, total) => Object.assign(progress, { done, total }),
          input.params,
          { db: place.db, appId: ctx.app.id },
        ),
      held: () => spec.held(place.db, ctx.app.id, input.params, { upstream, options }),
      onRecords: (rows) => {
        progress.rows = rows;
      },
      onStage: (stage) => Object.assign(progress, { stage, done: 0, total: 0 }),
    });
    Object.assign(progress, { stage: 'planning', done: 0, total: 0 });
    const typed = found.valid > 0 && (spec.destructive || found.valid > ROWS_TO_TYPE);
    await writer.finish({ ...found, asked: asked ? 1 : 0 }, typed ? String(found.valid) : undefined);
  };
  if (input.readAs.format === 'text')
    return check(textRecords(counted(body, MOST_TEXT_BYTES, onBytes), input.readAs));
  const bytes = counted(body, MOST_WORKBOOK_BYTES, onBytes);
  return spooled(join(place.folder, 'uploads'), bytes, async (fd) =>
    check((await openWorkbook(fd)).rows(input.readAs.sheet)),
  );
}

/** The records below the header, which is kept for the files of rows that were set aside; ours are read back exactly. */
async function* named(
  blocks: AsyncIterable<FileRecord[]>,
  spec: AnyImportSpec,
  { readAs, mapping }: UploadInput,
  writer: DraftWriter<unknown>,
): AsyncGenerator<FileRecord[]> {
  let head: FileRecord | undefined;
  const detail = JSON.stringify(columnsOf(spec.fields, mapping));
  for await (const block of withHeader(blocks, readAs.header, (record) => {
    head = record;
  })) {
    if (head?.cells[0] === LINE_MARK) for (const record of block) record.cells = record.cells.map(fromOwn);
    yield block;
  }
  await writer.aside('header', head?.line ?? 0, detail, head?.cells ?? []);
}
