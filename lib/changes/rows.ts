import 'server-only';
import { createHmac } from 'node:crypto';
import { canonical } from '@/lib/audit/append';
import type { changeChunk } from '@/lib/db/schema/changes';
import { type AnyKind, OUTCOME_OF, type Outcome, READ_BACK_OF, type ReadBack } from './kind';

/** Keyed with the job's salt, over the rows of a chunk as they are stored; checked again right before they are sent. */
export const hashChunk = (salt: string, rows: string): string =>
  createHmac('sha256', salt).update(rows).digest('hex');

/** A hash of a whole change that takes the hashes of its chunks one by one, in order. */
export function jobHasher(salt: string, kind: string, params: unknown) {
  const hash = createHmac('sha256', salt).update(`${kind}\n${canonical(params)}\n`);
  return {
    add: (chunkHash: string) => void hash.update(`${chunkHash}\n`),
    digest: () => hash.digest('hex'),
  };
}

/** Keyed hash over kind, params and the hash of every chunk in order: what was previewed is what is sent. */
export function hashJob(salt: string, kind: string, params: unknown, chunkHashes: Iterable<string>): string {
  const hasher = jobHasher(salt, kind, params);
  for (const one of chunkHashes) hasher.add(one);
  return hasher.digest();
}

export type Chunk = typeof changeChunk.$inferSelect;

export const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'));

/** How COPY writes what is not known; no alias or tag can hold a backslash. */
const NOT_READ = '\\N';

/** What each row of a chunk replaces, as one text; null when nothing is known of any of them. */
export const joinBefore = (before: readonly (string | null)[]): string | null =>
  before.every((one) => one === null) ? null : before.map((one) => one ?? NOT_READ).join('\n');

/** What each row of a chunk replaces: empty for nothing, null when it was never read. */
export function beforeOf(chunk: { before: string | null; rowCount: number }): (string | null)[] {
  if (chunk.before === null) return new Array<null>(chunk.rowCount).fill(null);
  return chunk.before.split('\n').map((one) => (one === NOT_READ ? null : one));
}

export type ReadRow = { line: string; outcome: Outcome | null; readBack: ReadBack; before: string };

/** The rows of a chunk with what became of each. */
export function rowsOf(chunk: Chunk): ReadRow[] {
  const before = beforeOf(chunk);
  return linesOf(chunk.rows).map((line, i) => ({
    line,
    outcome: OUTCOME_OF[(chunk.outcomes?.[i] ?? '') as 'c'] ?? null,
    readBack: READ_BACK_OF[(chunk.readBack?.[i] ?? '-') as '-'],
    before: before[i] ?? '',
  }));
}

/** Encodes a row and refuses one that could not be read back from a line of its own. */
export function encodeRow<Row>(kind: Pick<AnyKind, 'id'> & { encode(row: Row): string }, row: Row): string {
  const line = kind.encode(row);
  if (line === '' || line.includes('\n')) throw new Error(`${kind.id}: a row does not fit on one line`);
  return line;
}
