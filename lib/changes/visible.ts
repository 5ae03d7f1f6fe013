import 'server-only';
import { can, type Role } from '@/lib/auth/permissions';
import { maskAlias } from '@/lib/core/mask';
import type { changeChunk } from '@/lib/db/schema/changes';
import { type AnyKind, OUTCOME_OF, READ_BACK_OF } from './kind';
import { linesOf } from './rows';
import type { JobRow, RowFilter } from './schema';

export type KindOf = (id: string) => AnyKind;

/** The kind, or null for a change of a kind that this version does not have. */
export function knownKind(kindOf: KindOf, id: string): AnyKind | null {
  try {
    return kindOf(id);
  } catch {
    return null;
  }
}

/** The cells of a row as this role may see them. */
export function visibleCells(kind: AnyKind, line: string, role: Role): string[] {
  return kind.cells(kind.decode(line)).map((cell, i) => {
    const secret = kind.columns[i]?.secret;
    return secret && !can(role, secret) ? maskAlias(cell) : cell;
  });
}

/** True when some column, or what rows replace, is masked for this role. */
export const isMasked = (kind: AnyKind | null, role: Role): boolean =>
  kind === null ||
  [kind.secretBefore, ...kind.columns.map(({ secret }) => secret)].some(
    (secret) => secret !== undefined && !can(role, secret),
  );

const PASSES: Record<RowFilter, (row: Pick<JobRow, 'outcome' | 'readBack'>) => boolean> = {
  all: () => true,
  confirmed: ({ outcome }) => outcome === 'confirmed',
  rejected: ({ outcome }) => outcome === 'rejected',
  unknown: ({ outcome }) => outcome === 'unknown',
  skipped: ({ outcome }) => outcome === 'skipped',
  differing: ({ readBack }) => readBack === 'differs',
  unfinished: ({ outcome }) => outcome !== 'confirmed',
};

type Chunk = Pick<
  typeof changeChunk.$inferSelect,
  | 'seq'
  | 'rows'
  | 'before'
  | 'outcomes'
  | 'readBack'
  | 'rowErrors'
  | 'failure'
  | 'failureKnown'
  | 'httpStatus'
  | 'upstreamCode'
  | 'upstreamMessage'
>;

/** Stands for a former value that was never read; see lib/changes/kind. */
const NOT_READ = '\u001a';

/**
 * The rows of a chunk that pass the filter, as this role may see them, each with why it did not go well. What was said
 * of a single row counts before what was said of the whole call. Of a kind that is not known the cells stay empty.
 */
export function visibleRows(kind: AnyKind | null, chunk: Chunk, role: Role, filter: RowFilter): JobRow[] {
  const before = chunk.before === null ? [] : chunk.before.split('\n');
  const masked = isMasked(kind, role);
  const rows: JobRow[] = [];
  for (const [index, line] of linesOf(chunk.rows).entries()) {
    const outcome = OUTCOME_OF[(chunk.outcomes?.[index] ?? '') as 'c'] ?? null;
    const readBack = READ_BACK_OF[(chunk.readBack?.[index] ?? '-') as '-'];
    if (!PASSES[filter]({ outcome, readBack })) continue;
    const was = before[index] === NOT_READ ? '' : (before[index] ?? '');
    const own = chunk.rowErrors?.[index];
    const bad = outcome !== null && outcome !== 'confirmed';
    rows.push({
      seq: chunk.seq,
      index,
      cells: kind ? visibleCells(kind, line, role) : [],
      before: masked && was ? maskAlias(was) : was,
      outcome,
      readBack,
      failure: bad ? (own ? 'refused' : chunk.failure) : null,
      known: own !== undefined || (chunk.failureKnown ?? true),
      httpStatus: bad && !own ? chunk.httpStatus : null,
      code: bad ? (own ? own.code : chunk.upstreamCode) : null,
      message: bad ? (own ? own.message : chunk.upstreamMessage) : null,
    });
  }
  return rows;
}
