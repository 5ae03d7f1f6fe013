import 'server-only';
import { and, eq } from 'drizzle-orm';
import { newId, newSecret } from '@/lib/core/ids';
import { refuse } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { DatabaseError } from '@/lib/db/database-error';
import { changeJob, type JobOptions, type JobOrigin } from '@/lib/db/schema/changes';
import type { AsideVerdict } from '@/lib/imports/schema';
import { encodeAside } from './aside';
import { deleteDraft, draftLifeMs } from './drop';
import { KeyIndex } from './key-index';
import { keyHasherOf, writeKeys } from './keys';
import { type ChangeKind, slotOfRow } from './kind';
import { type OpenChunk, Outbox } from './outbox';
import { RowBook, type Seen } from './row-book';
import { encodeRow, jobHasher } from './rows';

/** Chunks that may be open at once, and rows in them: some 50 MB. Beyond that the fullest are closed as they are. */
const OPEN_CHUNKS = 4096;
const OPEN_ROWS = 250_000;
const ASIDE_ROWS = 500;
const UNIQUE = '23505';
const ASIDE_CHARACTERS = 64_000;

export type Draft = { jobId: string; rowsHash: string; total: number; calls: number; expiresAt: number };

export type DraftSpec<Params> = {
  jobId?: string;
  params: Params;
  options?: JobOptions | undefined;
  origin?: JobOrigin | undefined;
  /** Made up by the browser; the same key never makes a second change. */
  clientKey?: string | undefined;
  confirmWord?: string | undefined;
  /** Id of the process (worker_process) that reads the rows in: the draft is dropped when that dies before the end. */
  importer?: string | undefined;
};

/**
 * Lists of a preview. `again`: rows that are sent, listed because they come after another row of their key; `header`: how
 * the columns of the file are called.
 */
export type ListVerdict = AsideVerdict | 'again' | 'header';

export type DraftWriter<Row> = {
  readonly jobId: string;
  /** Rows taken so far. */
  readonly total: number;
  /** The last row of the same key, and whether its content (what tells rows of one key apart) was this one; else null. */
  seen(row: Row, content: string): Seen | null;
  /**
   * Takes a row. `line`: where it stood in the file, else its place; `before`: what it replaces, empty for nothing, null
   * when that was not read. Await only when a promise comes back: the database is behind then.
   */
  add(row: Row, line?: number, before?: string | null): void | Promise<void>;
  /** Keeps a line for the lists of the preview. Promises as {@link DraftWriter.add}. */
  aside(verdict: ListVerdict, line: number, detail: string, cells: readonly string[]): void | Promise<void>;
  /** Rows added from here on are sent only when all rows before are settled. */
  barrier(): void;
  /**
   * Writes the rest and freezes the rows: state draft. `found`: what was found on the way, else lists are counted.
   * @throws Refusal CONFLICT when the draft was dropped meanwhile
   */
  finish(found?: Record<string, number>, confirmWord?: string): Promise<Draft>;
  /** Deletes everything that was written. */
  discard(): Promise<void>;
};

/**
 * Begins a draft in state importing, to be filled row by row in the order of the file. Rows go into chunks of
 * `kind.rowsPerCall`, one open chunk per `kind.group`; rows of one key never share a chunk, and the later chunk waits
 * for the earlier. Memory: 16 to 22 bytes a key, and the chunks that are open.
 * @throws Refusal CONFLICT (field key) when the client key has made a change before
 */
export async function openDraft<Row, Params>(
  db: Database,
  kind: ChangeKind<Row, Params>,
  by: { appId: string; accountId: string },
  spec: DraftSpec<Params>,
  now: Date,
): Promise<DraftWriter<Row>> {
  const jobId = spec.jobId ?? newId(now.getTime());
  const rowsSalt = newSecret();
  const params = kind.params.parse(spec.params) as Record<string, unknown>;
  const origin = spec.origin ?? { from: 'form' };
  try {
    await db.orm.insert(changeJob).values({
      id: jobId,
      appId: by.appId,
      kind: kind.id,
      state: 'importing',
      params,
      options: spec.options ?? {},
      origin,
      clientKey: spec.clientKey ?? null,
      rowsSalt,
      rowsHash: '',
      total: 0,
      confirmWord: spec.confirmWord ?? null,
      importer: spec.importer ?? null,
      createdBy: by.accountId,
      createdAt: now,
    });
  } catch (error) {
    if (error instanceof DatabaseError && error.code === UNIQUE)
      refuse('CONFLICT', { fields: { key: 'taken' } });
    throw error;
  }
  const hasher = jobHasher(rowsSalt, kind.id, params);
  const outbox = new Outbox(db, jobId, rowsSalt, hasher.add);
  const hashKey = keyHasherOf(by.appId, kind.id);
  const book = new RowBook(hashKey, kind.group !== undefined);
  // Of a kind with slots the book knows the slots; the keys are noted as their chunks are closed.
  const keys = kind.slot ? new KeyIndex() : null;
  const hash = { hi: 0, lo: 0 };
  const open = new Map<string, OpenChunk>();
  const lists = new Map<ListVerdict, { rows: string[]; characters: number; seq: number; total: number }>();
  let total = 0;
  let openRows = 0;
  let repeats = 0;
  let barrier = -1;

  const close = (group: string, chunk: OpenChunk) => {
    open.delete(group);
    openRows -= chunk.rows.length;
    const seq = outbox.chunk(chunk);
    book.close(chunk.book, seq);
    for (let i = 0; keys && i < chunk.keys.length; i += 2) {
      const [hi = 0, lo = 0] = [chunk.keys[i], chunk.keys[i + 1]];
      keys.put({ hi, lo }, { line: seq + 1, markHi: 0, markLo: 0 });
    }
  };
  /** Closes the fullest quarter: what is cut short there costs the fewest calls. */
  const makeRoom = () => {
    const fullest = [...open].sort(([, a], [, b]) => b.rows.length - a.rows.length);
    for (const [group, chunk] of fullest.slice(0, Math.ceil(open.size / 4))) close(group, chunk);
  };
  const chunkFor = (group: string): OpenChunk => {
    if (openRows >= OPEN_ROWS) makeRoom();
    const found = open.get(group);
    if (found) return found;
    if (open.size >= OPEN_CHUNKS) makeRoom();
    const chunk: OpenChunk = { rows: [], before: [], book: book.open(), waitsFor: barrier, keys: [] };
    open.set(group, chunk);
    return chunk;
  };
  const flushList = (verdict: ListVerdict) => {
    const list = lists.get(verdict);
    if (!list?.rows.length) return undefined;
    const block = { verdict, seq: list.seq++, rowCount: list.rows.length, rows: list.rows.join('\n') };
    list.rows = [];
    list.characters = 0;
    return outbox.aside(block);
  };

  return {
    jobId,
    get total() {
      return total;
    },
    seen: (row, content) => book.seen(slotOfRow(kind, row), content),
    add(row, line = total + 1, before = null) {
      const encoded = encodeRow(kind, row);
      const earlier = book.look(slotOfRow(kind, row));
      const group = kind.group?.(row) ?? '';
      let waitsFor = -1;
      if (earlier) {
        repeats++;
        for (const [other, chunk] of open) if (book.holds(chunk.book)) close(other, chunk);
        waitsFor = book.chunkOf(earlier.line);
      }
      const chunk = chunkFor(group);
      if (waitsFor > chunk.waitsFor) chunk.waitsFor = waitsFor;
      chunk.rows.push(encoded);
      chunk.before.push(before);
      if (keys) {
        hashKey(kind.key(row), hash);
        chunk.keys.push(hash.hi, hash.lo);
      }
      book.add(chunk.book, line);
      total++;
      openRows++;
      if (chunk.rows.length >= kind.rowsPerCall) {
        close(group, chunk);
        return outbox.pressure();
      }
      return undefined;
    },
    aside(verdict, line, detail, cells) {
      const list = lists.get(verdict) ?? { rows: [], characters: 0, seq: 0, total: 0 };
      lists.set(verdict, list);
      const text = encodeAside({ line, detail, cells });
      list.rows.push(text);
      list.total++;
      list.characters += text.length;
      return list.rows.length >= ASIDE_ROWS || list.characters >= ASIDE_CHARACTERS
        ? flushList(verdict)
        : undefined;
    },
    barrier() {
      for (const [group, chunk] of open) close(group, chunk);
      barrier = outbox.chunks - 1;
    },
    async finish(found, confirmWord) {
      for (const [group, chunk] of open) close(group, chunk);
      for (const verdict of lists.keys()) flushList(verdict);
      await outbox.drain();
      const keyed = keys?.size;
      const keyParts = await writeKeys(db, jobId, keys ? { index: keys, chunkOf: (line) => line - 1 } : book);
      const rowsHash = hasher.digest();
      const counted = Object.fromEntries([...lists].map(([verdict, list]) => [verdict, list.total]));
      const done = await db.orm
        .update(changeJob)
        .set({
          state: 'draft',
          rowsHash,
          total,
          chunks: outbox.chunks,
          found: {
            valid: total,
            ...(repeats > 0 ? { repeats } : {}),
            ...(keyed === undefined ? {} : { keys: keyed }),
            ...(found ?? counted),
          },
          ...(confirmWord ? { confirmWord } : {}),
          keyParts,
          importer: null,
        })
        .where(and(eq(changeJob.id, jobId), eq(changeJob.state, 'importing')))
        .returning({ id: changeJob.id });
      if (!done.length) refuse('CONFLICT', { params: { rule: 'draft-dropped' } });
      return { jobId, rowsHash, total, calls: outbox.chunks, expiresAt: now.getTime() + draftLifeMs(origin) };
    },
    async discard() {
      open.clear();
      lists.clear();
      await outbox.stop();
      await deleteDraft(db, jobId);
    },
  };
}
