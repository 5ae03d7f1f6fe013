import 'server-only';
import type { AppCtx } from '@/lib/auth/server/doors';
import { type DraftWriter, openDraft } from '@/lib/changes/writer';
import { systemClock } from '@/lib/core/clock';
import { refuse } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { database } from '@/lib/db/current';
import { planImport } from '@/lib/imports/plan';
import { holders } from '@/lib/ledger/holders';
import { editTags } from '../edit-kind';
import { importTagAdds } from '../import';
import type { EditRow } from '../rows';
import type { RetagDraft, RetagInput } from '../schema';

const PAGE = 1000;

/**
 * Drafts the renaming or merging of tags (their members get `into` before they lose the old one, and lose it only once the
 * new one has been read), or their retiring (`into` null). It acts on the members according to the ledger, who may be fewer
 * than the upstream has.
 * @throws Refusal INVALID_INPUT (field into)
 */
export async function draftRetag(
  ctx: AppCtx,
  { tags, into }: RetagInput,
  db: Database = database(),
): Promise<RetagDraft> {
  const retired = [...new Set(tags)];
  if (into !== null && retired.includes(into)) refuse('INVALID_INPUT', { fields: { into: 'same-tag' } });
  const appId = ctx.app.id;
  const now = new Date(systemClock.now());
  const params = { retires: retired, ...(into === null ? {} : { into }) };
  const options = { readFirst: true };
  const owner = { appId, accountId: ctx.actor.accountId };
  const writer = await openDraft(db, editTags, owner, { params, options }, now);
  try {
    let members = 0;
    if (into !== null) {
      members = await addRows(db, appId, retired, writer, (cid, line) => ({
        op: 'add',
        cid,
        tag: into,
        line,
      }));
      writer.barrier();
    }
    for (const tag of retired) {
      const needs = into === null ? {} : { needs: into };
      const removed = await addRows(db, appId, [tag], writer, (cid, line) => ({
        ...{ op: 'remove', cid, tag, line },
        ...needs,
      }));
      if (into === null) members += removed;
    }
    const rows = writer.total;
    if (rows === 0) {
      await writer.discard();
      return { draft: null, members: 0, calls: 0, reads: 0, durationMs: 0, leftToday: null };
    }
    const confirmWord = retired.length === 1 ? (retired[0] ?? '') : String(rows);
    const { jobId, rowsHash, calls } = await writer.finish(undefined, confirmWord);
    const plan = await planImport(db, importTagAdds, { appId, calls, rows, options }, now.getTime());
    const { reads, durationMs, leftToday } = plan;
    return { draft: { jobId, rowsHash, confirmWord }, members, calls, reads, durationMs, leftToday };
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

/** A row for each member of the tags, once; gives how many. */
async function addRows(
  db: Database,
  appId: string,
  tags: readonly string[],
  writer: DraftWriter<EditRow>,
  rowOf: (cid: string, line: number) => EditRow,
): Promise<number> {
  let count = 0;
  for (const value of tags) {
    for (let before: number | undefined, more = true; more; ) {
      const page = await holders(db, appId, { relation: 'tag', value }, { limit: PAGE, before });
      for (const { cid } of page.holders) {
        const row = rowOf(cid, writer.total + 1);
        if (writer.seen(row, '')) continue;
        count++;
        await writer.add(row, undefined, row.op === 'remove' ? value : null);
      }
      more = page.next !== null;
      before = page.next ?? undefined;
    }
  }
  return count;
}
