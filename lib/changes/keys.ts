import 'server-only';
import { and, asc, eq, inArray, like, ne } from 'drizzle-orm';
import type { Database, Tx } from '@/lib/db/client';
import { changeChunk, changeJob, changeKey, type JobWait } from '@/lib/db/schema/changes';
import { type KeyIndex, textHasher } from './key-index';

/** Keys of one part, so that a small change that meets a large one reads little of it. */
const KEYS_OF_A_PART = 4096;
const MOST_PARTS = 1 << 16;
const SEGMENTS = 256;
/** An entry: high and low half of the hash, and the last chunk that holds the key; 4 bytes each, little-endian. */
const WORDS = 3;
const STATEMENT_CHARACTERS = 256_000;
const PARTS_AT_ONCE = 16;

const nounOf = (kindId: string) => kindId.split('.')[0] ?? kindId;

/** The hash of keys is the same for all changes of one relation of an app, so that two of them can be compared. */
export const keyHasherOf = (appId: string, kindId: string) => textHasher(`${appId} ${nounOf(kindId)}`);

/** A power of two, so that a part is told by the first bits of a hash. */
function partsFor(keys: number): number {
  let parts = 1;
  while (parts < MOST_PARTS && parts * KEYS_OF_A_PART < keys) parts *= 2;
  return parts;
}

const partOf = (hi: number, parts: number) => Math.floor((hi / 0x1_0000_0000) * parts);

/** The keys of a draft, and the chunk that what is noted of a key stands for. */
export type KeyBook = { readonly index: KeyIndex; chunkOf(line: number): number };

/** Writes which keys a draft touches, and lets go of the book. Gives the number of parts. */
export async function writeKeys(db: Database, jobId: string, book: KeyBook): Promise<number> {
  const parts = partsFor(book.index.size);
  let rows: (typeof changeKey.$inferInsert)[] = [];
  let characters = 0;
  const flush = async () => {
    if (rows.length) await db.orm.insert(changeKey).values(rows);
    rows = [];
    characters = 0;
  };
  let part = 0;
  let words: Uint32Array[] = [];
  const close = async () => {
    const bytes = Buffer.concat(words.map((one) => Buffer.from(one.buffer, one.byteOffset, one.byteLength)));
    words = [];
    rows.push({ jobId, part: part++, entries: bytes.toString('base64') });
    characters += bytes.length;
    if (characters >= STATEMENT_CHARACTERS) await flush();
  };
  for (let segment = 0; segment < SEGMENTS; segment++) {
    const entries = book.index.drain(segment);
    let from = 0;
    for (let i = 0; i < entries.length; i += WORDS) {
      const here = partOf(entries[i] ?? 0, parts);
      if (here !== part) {
        words.push(entries.subarray(from, i));
        from = i;
        while (part < here) await close();
      }
      entries[i + 2] = Math.max(0, book.chunkOf(entries[i + 2] ?? 0));
    }
    words.push(entries.subarray(from));
  }
  while (part < parts) await close();
  await flush();
  return parts;
}

/** A transaction, or the database outside of one. */
type Reader = Pick<Tx, 'select'>;
type Keyed = { id: string; keyParts: number };

async function readParts(
  tx: Reader,
  jobId: string,
  parts: readonly number[],
): Promise<Map<number, Uint32Array>> {
  const rows = await tx
    .select({ part: changeKey.part, entries: changeKey.entries })
    .from(changeKey)
    .where(and(eq(changeKey.jobId, jobId), inArray(changeKey.part, [...parts])));
  return new Map(
    rows.map(({ part, entries }) => {
      const bytes = Buffer.from(entries, 'base64');
      const own = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
      return [part, new Uint32Array(own)];
    }),
  );
}

/** The chunk of a key in a sorted part, or -1. */
function chunkIn(part: Uint32Array, hi: number, lo: number): number {
  let [low, high] = [0, part.length / WORDS - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = (part[middle * WORDS] ?? 0) - hi || (part[middle * WORDS + 1] ?? 0) - lo;
    if (order === 0) return part[middle * WORDS + 2] ?? -1;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Tells every key that both hold, with its chunk in each, until `visit` says enough. Reads of `big` what it must. */
async function eachCommon(
  tx: Reader,
  small: Keyed,
  big: Keyed,
  visit: (inSmall: number, inBig: number) => boolean,
): Promise<void> {
  for (let from = 0; from < small.keyParts; from += PARTS_AT_ONCE) {
    const wanted = Array.from({ length: Math.min(PARTS_AT_ONCE, small.keyParts - from) }, (_, i) => from + i);
    const mine = await readParts(tx, small.id, wanted);
    const asked = new Map<number, { hi: number; lo: number; seq: number }[]>();
    for (const part of mine.values()) {
      for (let i = 0; i < part.length; i += WORDS) {
        const hi = part[i] ?? 0;
        const there = partOf(hi, big.keyParts);
        const list = asked.get(there) ?? [];
        list.push({ hi, lo: part[i + 1] ?? 0, seq: part[i + 2] ?? 0 });
        asked.set(there, list);
      }
    }
    const parts = [...asked.keys()];
    for (let i = 0; i < parts.length; i += PARTS_AT_ONCE) {
      const theirs = await readParts(tx, big.id, parts.slice(i, i + PARTS_AT_ONCE));
      for (const [part, entries] of theirs) {
        for (const { hi, lo, seq } of asked.get(part) ?? []) {
          const found = chunkIn(entries, hi, lo);
          if (found >= 0 && visit(seq, found)) return;
        }
      }
    }
  }
}

/**
 * Which changes must come first: those of the same app and relation (the noun of the kind) that were ordered before and
 * are not finished, as far as they share a key with `job`; each with the last of its chunks that is unsettled and shared.
 * A change without a key index counts as sharing everything. Hashes that collide make a change wait for nothing, which
 * among two changes of ten million keys happens once in 200,000 times.
 */
export async function overlaps(
  tx: Reader,
  job: { id: string; appId: string; kind: string; keyParts: number },
): Promise<JobWait[]> {
  const others = await tx
    .select({ id: changeJob.id, keyParts: changeJob.keyParts })
    .from(changeJob)
    .where(
      and(
        eq(changeJob.appId, job.appId),
        like(changeJob.kind, `${nounOf(job.kind)}.%`),
        inArray(changeJob.state, ['running', 'paused', 'cancelling']),
        ne(changeJob.id, job.id),
      ),
    )
    .orderBy(asc(changeJob.orderedAt));
  const waits: JobWait[] = [];
  for (const other of others) {
    const seq = await lastShared(tx, job, other);
    if (seq >= 0) waits.push({ jobId: other.id, seq });
  }
  return waits;
}

async function lastShared(tx: Reader, job: Keyed, other: Keyed): Promise<number> {
  const unsettled = await tx
    .select({ seq: changeChunk.seq })
    .from(changeChunk)
    .where(and(eq(changeChunk.jobId, other.id), ne(changeChunk.state, 'settled')));
  const open = new Set(unsettled.map(({ seq }) => seq));
  const last = unsettled.reduce((most, { seq }) => Math.max(most, seq), -1);
  if (last < 0 || job.keyParts === 0 || other.keyParts === 0) return last;
  let found = -1;
  const see = (seq: number) => {
    if (open.has(seq) && seq > found) found = seq;
    return found === last;
  };
  if (job.keyParts <= other.keyParts) await eachCommon(tx, job, other, (_mine, theirs) => see(theirs));
  else await eachCommon(tx, other, job, (theirs) => see(theirs));
  return found;
}
