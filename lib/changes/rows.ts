import 'server-only';
import { createHmac } from 'node:crypto';
import { canonical } from '@/lib/audit/append';
import type { changeChunk } from '@/lib/db/schema/changes';
import { type AnyKind, OUTCOME_OF, type Outcome, READ_BACK_OF, type ReadBack } from './kind';

/** Keyed with the job's salt, over kind, params and every encoded row in order: what was previewed is what is sent. */
export function hashRows(salt: string, kind: string, params: unknown, lines: Iterable<string>): string {
  const hash = createHmac('sha256', salt).update(`${kind}\n${canonical(params)}\n`);
  for (const line of lines) hash.update(line).update('\n');
  return hash.digest('hex');
}

export type Chunk = typeof changeChunk.$inferSelect;

export const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'));

export type ReadRow = { line: string; outcome: Outcome | null; readBack: ReadBack; before: string };

/** The rows of a chunk with what became of each. */
export function rowsOf(chunk: Chunk): ReadRow[] {
  const before = chunk.before === null ? [] : chunk.before.split('\n');
  return linesOf(chunk.rows).map((line, i) => ({
    line,
    outcome: OUTCOME_OF[(chunk.outcomes?.[i] ?? '') as 'c'] ?? null,
    readBack: READ_BACK_OF[(chunk.readBack?.[i] ?? '-') as '-'],
    before: before[i] ?? '',
  }));
}

/** Encodes rows and refuses a line that could not be read back as the same row. */
export function encodeRows(kind: AnyKind, rows: readonly unknown[]): string[] {
  return rows.map((row) => {
    const line = kind.encode(row);
    if (line.includes('\n') || line === '') throw new Error(`${kind.id}: a row does not fit on one line`);
    return line;
  });
}
