import 'server-only';
import type { Database } from '@/lib/db/client';
import { currentOf } from '@/lib/ledger/current';

/** The tags each cid has according to the ledger, those in doubt included. A cid without any is absent. Any number of cids. */
export async function knownTags(
  db: Pick<Database, 'orm'>,
  appId: string,
  cids: readonly string[],
): Promise<Map<string, string[]>> {
  const known = new Map<string, string[]>();
  for (const [slot, { value, state }] of await currentOf(db.orm, appId, 'tag', cids)) {
    if (value === '' || state === 'released') continue;
    const cid = slot.slice(0, slot.indexOf('\n'));
    const tags = known.get(cid);
    if (tags) tags.push(value);
    else known.set(cid, [value]);
  }
  return known;
}
