import 'server-only';
import { sql } from 'drizzle-orm';
import { cidRule } from '@/lib/core/cid';
import type { Database } from '@/lib/db/client';
import type { ImportField, ImportSpec, Judged } from '@/lib/imports/spec';
import { RELATION } from '@/lib/ledger/codes';
import { currentOf, type Held } from '@/lib/ledger/current';
import { bindTokens, type TokenParams, unbindTokens } from './kinds';
import type { TokenRow } from './rows';
import { type Channel, kept, OPEN_CHANNEL, type Operation, operationOf, parted, tokenRule } from './rules';
import { heldIn, lookAt, type Seen } from './seen';

const CID: ImportField = {
  id: 'cid',
  names: ['cid', 'clientid', 'client_id', '个推cid', '客户端id', '客户端标识', '设备cid', '推送id'],
  pattern: /^[0-9a-f]{32}$/,
};
const TOKEN: ImportField = {
  id: 'token',
  names: ['device_token', 'devicetoken', 'token', '设备token', '厂商token', 'openid', 'regid', '推送token'],
};
/** A file may say itself what each row is for: then only rows that say what the person chose are sent. */
const OPERATION: ImportField = {
  id: 'operation',
  names: ['operation', 'action', '操作', '动作', '操作类型', '绑定或解绑'],
  pattern: /^(?:解?绑定?|解除(?:绑定)?|(?:un)?bind)$/i,
  optional: true,
};

/** The rule that a cell about the operation breaks, or null: an empty one says nothing. */
function operationRule(word: string, chosen: Operation): 'operation-unknown' | 'operation-other' | null {
  if (word === '') return null;
  const said = operationOf(word);
  if (said === null) return 'operation-unknown';
  return said === chosen ? null : 'operation-other';
}

function judgedBind({ channel, token }: TokenRow, seen: Seen): Judged {
  const isSame = seen !== 'none' && seen !== 'untold' && seen.token === token;
  if (isSame && (seen.channel === null || seen.channel === channel))
    return { verdict: 'no-change', detail: 'no-change' };
  return { verdict: 'valid', before: heldIn(seen) };
}

/** A token of another channel stays: what the upstream would do to it, no page says. */
function judgedUnbind({ channel }: TokenRow, seen: Seen): Judged {
  if (seen === 'untold') return { verdict: 'valid', before: null };
  if (seen === 'none') return { verdict: 'no-change', detail: 'not-bound' };
  if (seen.channel !== null && seen.channel !== channel)
    return { verdict: 'no-change', detail: 'other-channel' };
  return { verdict: 'valid', before: heldIn(seen) };
}

/** A row of a mini program is always sent: what it replaces can be told by the ledger alone, which may be behind. */
function judgedUnseen({ channel }: TokenRow, held: Held | undefined): Judged {
  const isOurs = held && held.state !== 'unknown' && parted(held.value)?.channel === channel;
  return { verdict: 'valid', before: isOurs ? held.value : null };
}

function judgedHeld(operation: Operation, row: TokenRow, held: Held | undefined): Judged {
  if (!held || held.state === 'unknown') return { verdict: 'valid', before: null };
  if (row.channel === OPEN_CHANNEL) return judgedUnseen(row, held);
  const { value } = held;
  if (operation === 'bind')
    return value === kept(row.channel, row.token)
      ? { verdict: 'no-change', detail: 'no-change' }
      : { verdict: 'valid', before: value };
  if (value === '') return { verdict: 'no-change', detail: 'not-bound' };
  return parted(value)?.channel === row.channel
    ? { verdict: 'valid', before: value }
    : { verdict: 'no-change', detail: 'other-channel' };
}

async function knowsTokens(db: Database, appId: string): Promise<boolean> {
  const { rows } = await db.orm.execute(sql`
    select 1 from fact where relation = ${sql.raw(String(RELATION['device-token']))}
      and app_no = (select no from push_app where id = ${appId}) limit 1`);
  return rows.length > 0;
}

type Parse = (
  cells: readonly string[],
  line: number,
  channel: Channel,
) => ReturnType<ImportSpec<TokenRow>['row']>;

/** Files of cids (and tokens) of one channel, chosen by the person with the operation. */
function tokens(
  operation: Operation,
  fields: readonly ImportField[],
  row: Parse,
): ImportSpec<TokenRow, TokenParams> {
  const judged = operation === 'bind' ? judgedBind : judgedUnbind;
  return {
    kind: operation === 'bind' ? bindTokens : unbindTokens,
    fields,
    destructive: operation === 'unbind',
    // One call reads the details of two hundred users.
    reads: { readFirst: 1 / 200, readBack: 1 / 200 },
    row: (cells, line, { channel }) => row(cells, line, channel),
    content: ({ token }) => token,
    async ask(upstream, rows, options, tick, { channel }, { db, appId }) {
      const cids = [...new Set(rows.map(({ cid }) => cid))];
      tick(0, cids.length);
      const seen = await lookAt(upstream, cids, options);
      tick(cids.length, cids.length);
      const held = channel === OPEN_CHANNEL ? await currentOf(db.orm, appId, 'device-token', cids) : null;
      return rows.map((one) => {
        const found = seen.get(one.cid) ?? 'unknown';
        if (found === 'unknown') return { verdict: 'malformed', detail: 'cid:cid-unknown' };
        return held ? judgedUnseen(one, held.get(one.cid)) : judged(one, found);
      });
    },
    async held(db, appId) {
      if (!(await knowsTokens(db, appId))) return null;
      return async (rows) => {
        const cids = [...new Set(rows.map(({ cid }) => cid))];
        const held = await currentOf(db.orm, appId, 'device-token', cids);
        return rows.map((one) => judgedHeld(operation, one, held.get(one.cid)));
      };
    },
  };
}

export const importTokens = tokens('bind', [CID, TOKEN, OPERATION], (cells, line, channel) => {
  const [cid = '', token = '', word = ''] = cells;
  const rules = { cid: cidRule(cid), operation: operationRule(word, 'bind'), token: tokenRule(token) };
  const [broken] = Object.entries(rules).filter(([, rule]) => rule !== null);
  return broken ? { field: broken[0], rule: broken[1] ?? '' } : { row: { cid, channel, token, line } };
});

export const importUnbindings = tokens('unbind', [CID, OPERATION], (cells, line, channel) => {
  const [cid = '', word = ''] = cells;
  const rules = { cid: cidRule(cid), operation: operationRule(word, 'unbind') };
  const [broken] = Object.entries(rules).filter(([, rule]) => rule !== null);
  return broken ? { field: broken[0], rule: broken[1] ?? '' } : { row: { cid, channel, token: '', line } };
});
