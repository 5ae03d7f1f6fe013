import 'server-only';
import type { Database } from '@/lib/db/client';
import { download, type Format } from '@/lib/exports/download';
import { type Holder, holders } from '@/lib/ledger/holders';

const PAGE = 1000;

type Order = {
  tag: string;
  format: Format;
  words: { head: readonly string[]; state: (state: Holder['state']) => string };
};

/** A file of everybody who has a tag according to the ledger, those that came last first; cids can be imported again. */
export function exportMembers(db: Database, appId: string, { tag, format, words }: Order): Response {
  async function* blocks() {
    for (let before: number | undefined, more = true; more; ) {
      const page = await holders(db, appId, { relation: 'tag', value: tag }, { limit: PAGE, before });
      yield page.holders.map(({ cid, state, at, seenAt }) => [
        cid,
        tag,
        words.state(state),
        new Date(at).toISOString(),
        new Date(seenAt).toISOString(),
      ]);
      more = page.next !== null;
      before = page.next ?? undefined;
    }
  }
  return download(format, {
    name: 'tag-members',
    sheet: 'members',
    head: words.head,
    width: [36, 20, 12, 26, 26],
    blocks: blocks(),
  });
}
