import 'server-only';
import { cidRule } from '@/lib/core/cid';
import type { Database } from '@/lib/db/client';
import type { UserDetails } from '@/lib/getui/wire/users';
import type { ImportField, ImportSpec, Judged } from '@/lib/imports/spec';
import { currentOf, type HeldFact } from '@/lib/ledger/current';
import { type AddParams, addToBadge, type SetParams, setBadge } from './kinds';
import type { BadgeRow } from './rows';

const CID: ImportField = {
  id: 'cid',
  names: ['cid', 'clientid', 'client_id', '个推cid', '客户端id', '客户端标识', '设备cid', '推送id'],
  pattern: /^[0-9a-f]{32}$/,
};

const aside = (rule: string): Judged => ({ verdict: 'malformed', detail: `cid:${rule}` });

/** Only iOS has badges (page: 仅支持IOS), and the upstream answers a call for an Android cid with success: no error tells. */
function judged(
  cid: string,
  { valid, invalid }: { valid: UserDetails['valid']; invalid: Set<string> },
  last?: HeldFact,
): Judged {
  const detail = valid.get(cid);
  if (invalid.has(cid) || !detail) return aside('cid-unknown');
  if (detail.platform !== 'ios') return aside(detail.platform === null ? 'platform-unknown' : 'not-ios');
  return { verdict: 'valid', before: last && last.state !== 'unknown' ? last.value : null };
}

/** Cids of iOS users. The upstream is asked for every row, however many there are; others are set aside. */
function badges(kind: typeof setBadge | typeof addToBadge): ImportSpec<BadgeRow, SetParams & AddParams> {
  const look = async (
    { db, appId }: { db: Database; appId: string },
    rows: readonly BadgeRow[],
    details: (cids: readonly string[]) => Promise<UserDetails>,
  ): Promise<Judged[]> => {
    const cids = [...new Set(rows.map(({ cid }) => cid))];
    const [{ valid, invalid }, held] = await Promise.all([
      details(cids),
      currentOf(db.orm, appId, 'badge', cids),
    ]);
    const found = { valid, invalid: new Set(invalid) };
    return rows.map(({ cid }) => judged(cid, found, held.get(cid)));
  };
  return {
    kind,
    fields: [CID],
    destructive: false,
    reads: { readFirst: 0, readBack: 0 },
    row([cid = ''], line) {
      const rule = cidRule(cid);
      return rule ? { field: 'cid', rule } : { row: { cid, line } };
    },
    content: () => '',
    ask: (upstream, rows, options, tick, _params, at) =>
      look(at, rows, async (cids) => {
        tick(0, cids.length);
        const found = await upstream.users.detail(cids, options);
        tick(cids.length, cids.length);
        return found;
      }),
    held: async (db, appId, _params, { upstream, options }) => {
      const getui = await upstream();
      return (rows) => look({ db, appId }, rows, (cids) => getui.users.detail(cids, options));
    },
  };
}

export const importBadges = badges(setBadge);
export const importBadgeChanges = badges(addToBadge);
