import 'server-only';
import type { Actor } from '@/lib/auth/server/session';
import { refuse } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import type { JobOptions } from '@/lib/db/schema/changes';
import { currentOf, slotOf } from '@/lib/ledger/current';
import { type AnyKind, slotOfRow } from './kind';
import { chunksOf, endedJob, holds, type Job, type Kinds, repeatsKeys, rowsThat } from './settled';
import { type Draft, type DraftWriter, openDraft } from './writer';

/** The frozen undoing of a change, and what is known of it before it is ordered. All figures are rows. */
export type UndoDraft = Draft & {
  kind: string;
  counts: {
    /** Rows that will be put back unless somebody changed them since. */
    reverse: number;
    /** Confirmed rows that replaced nothing: there is nothing to put back. */
    nothing: number;
    /** Cannot be put back: what was there before was not read. */
    beforeUnknown: number;
    /** Of the rows to put back, so many were compared with the ledger, */
    compared: number;
    /** and so many of these were changed since according to it; sending will look again and keep them. */
    changedSince: number;
  };
};

/** Chunks whose rows are compared with the ledger, spread evenly: the preview of millions must not take minutes. */
const COMPARED_CHUNKS = 64;

/**
 * Drafts the undoing of a finished or cancelled change: for each confirmed row, the row that puts back what was there.
 * Ordered and run like any other change; right before sending each row is read again, and one that no longer holds what
 * the change left is kept (outcome skipped). The undoing of an undoing is drafted the same way.
 * @throws Refusal NOT_FOUND, FORBIDDEN, CONFLICT (rule not-finished, no-inverse, nothing-to-undo)
 */
export async function draftUndo(
  kinds: Kinds,
  actor: Actor,
  of: { appId: string; jobId: string; clientKey?: string | undefined },
  now: Date,
): Promise<UndoDraft> {
  const { job, kind } = await endedJob(kinds, actor, of);
  if (!kind.inverse) refuse('CONFLICT', { params: { rule: 'no-inverse' } });
  const inverse = kinds.kindOf(kind.inverse.kind);
  const writer = await openDraft<unknown, unknown>(
    kinds.db,
    inverse,
    { appId: of.appId, accountId: actor.accountId },
    {
      params: kind.inverse.params?.(job.params) ?? {},
      options: { readFirst: true, readBack: true, ...waited(job) },
      origin: { from: 'undo', jobId: job.id },
      clientKey: of.clientKey,
    },
    now,
  );
  try {
    const counts = { reverse: 0, nothing: 0, beforeUnknown: 0, compared: 0, changedSince: 0 };
    for (const group of passes(job, kind)) {
      writer.barrier();
      await reverse(kinds.db, { job, kind, inverse, group }, writer, counts);
    }
    if (writer.total === 0) refuse('CONFLICT', { params: { rule: 'nothing-to-undo' } });
    return { ...(await writer.finish(counts)), kind: inverse.id, counts };
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

/** Somebody waits at the screen for the undoing of what they waited for. */
const waited = ({ options }: Job): JobOptions => (options.interactive ? { interactive: true } : {});

/**
 * Group by group where the kind wishes so (what is taken away makes room for what is put back); but when cids come more
 * than once, strictly from the last row to the first, since each row expects what the one after it puts back.
 */
const passes = (job: Job, kind: AnyKind): readonly (string | null)[] =>
  repeatsKeys(job) ? [null] : (kind.inverse?.groups ?? [null]);

type Pass = { job: Job; kind: AnyKind; inverse: AnyKind; group: string | null };

async function reverse(
  db: Database,
  { job, kind, inverse, group }: Pass,
  writer: DraftWriter<unknown>,
  counts: UndoDraft['counts'],
): Promise<void> {
  const every = Math.ceil(job.chunks / COMPARED_CHUNKS);
  // What concerns all rows is counted in the pass that a change always has.
  const first = group === null || group === kind.inverse?.groups?.[0];
  for await (const chunk of chunksOf(db, job.id, { backwards: true, where: holds('confirmed') })) {
    const rows: unknown[] = [];
    for (const { line, before } of rowsThat(chunk, 'confirmed').reverse()) {
      const said = kind.inverse?.row(kind.decode(line), before) ?? [];
      if (said === 'before-unknown') {
        if (first) counts.beforeUnknown++;
        continue;
      }
      const back: unknown[] = Array.isArray(said) ? said : [said];
      if (first && back.length === 0) counts.nothing++;
      rows.push(...back.filter((row) => group === null || inverse.group?.(row) === group));
    }
    if (chunk.seq % every === 0) await compare(db, job.appId, inverse, writer, rows, counts);
    for (const row of rows) await writer.add(row, undefined, expected(inverse, row));
    counts.reverse += rows.length;
  }
}

/** What the change left where the row goes, which is what the row replaces; null where the kind cannot tell. */
function expected(inverse: AnyKind, row: unknown): string | null {
  const expects = inverse.expects?.(row);
  if (!expects) return null;
  return expects.holds === false ? '' : expects.value;
}

/** How many of the rows no longer hold what they should, as far as the ledger knows. */
async function compare(
  db: Database,
  appId: string,
  inverse: AnyKind,
  writer: DraftWriter<unknown>,
  rows: readonly unknown[],
  counts: UndoDraft['counts'],
): Promise<void> {
  // Of a cid that comes more than once, only the row that is undone first can be compared.
  const last = new Map(rows.map((row) => [slotOfRow(inverse, row), row]).reverse() as [string, unknown][]);
  const asked = [...last.values()].filter((row) => !writer.seen(row, ''));
  const relation = asked.length > 0 ? inverse.expects?.(asked[0]).relation : undefined;
  if (!relation) return;
  const held = await currentOf(db.orm, appId, relation, [...new Set(asked.map((row) => inverse.key(row)))]);
  for (const row of asked) {
    const { value = '' } = inverse.expects?.(row) ?? {};
    const known = held.get(slotOf(relation, inverse.key(row), value));
    const open = !known || known.state === 'unknown';
    if (!open && known.value !== expected(inverse, row)) counts.changedSince++;
    counts.compared++;
  }
}
