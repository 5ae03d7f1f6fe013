import 'server-only';
import type { AnyKind } from '@/lib/changes/kind';
import { cidRule } from '@/lib/core/cid';
import { systemClock } from '@/lib/core/clock';
import type { Database } from '@/lib/db/client';
import type { Broken, ImportField, ImportSpec, Judged } from '@/lib/imports/spec';
import { declareBlacklist } from './declare-kind';
import { addToBlacklist, reassertBlacklist, removeFromBlacklist } from './kinds';
import { type Entry, entriesOf, knowsAny, notedIn } from './register';
import type { AddRow, CidRow, DeclareRow } from './rows';
import {
  type AddParams,
  expiryText,
  type Noted,
  notedText,
  oneLine,
  parseExpiry,
  reasonRule,
  ticketRule,
} from './rules';

const CID: ImportField = {
  id: 'cid',
  names: ['cid', 'clientid', 'client_id', '个推cid', '客户端id', '客户端标识', '设备cid', '推送id'],
  pattern: /^[0-9a-f]{32}$/,
};
const NOTED: readonly ImportField[] = [
  {
    id: 'reason',
    names: ['reason', '原因', '拉黑原因', '理由', '备注', 'remark', 'note'],
    optional: true,
  },
  {
    id: 'ticket',
    names: ['ticket', '工单', '工单号', '单号', 'case', 'issue'],
    optional: true,
  },
  {
    id: 'expires',
    names: ['expires', 'expiry', '到期', '到期时间', '有效期至', '截止', '解除时间', 'until'],
    pattern: /^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}/,
    optional: true,
  },
];

/** A row of cid, reason, ticket and expiry; what a cell leaves open the params say. */
export function noted(
  [cid = '', ownReason = '', ownTicket = '', ownExpires = '']: readonly string[],
  line: number,
  params: AddParams,
  now: number,
): { row: AddRow } | Broken {
  const reason = oneLine(ownReason) || params.reason;
  const ticket = oneLine(ownTicket) || params.ticket;
  const expiresAt = ownExpires === '' ? params.expiresAt : parseExpiry(ownExpires);
  const broken = (field: string, rule: string | null) => (rule === null ? [] : [{ field, rule }]);
  const [first] = [
    ...broken('cid', cidRule(cid)),
    ...broken('reason', reasonRule(reason)),
    ...broken('ticket', ticketRule(ticket)),
    ...broken('expires', ownExpires !== '' && expiresAt === null ? 'expires-form' : null),
    ...broken('expires', expiresAt !== null && expiresAt <= now ? 'expires-past' : null),
  ];
  return first ?? { row: { cid, reason, ticket, expiresAt, line } };
}

const UNKNOWN_CID: Judged = { verdict: 'malformed', detail: 'cid:cid-unknown' };
const same = (a: Noted, b: Noted) =>
  a.reason === b.reason && a.ticket === b.ticket && a.expiresAt === b.expiresAt;
const beforeOf = (entry: Entry | undefined): string => {
  const known = notedIn(entry);
  return known ? notedText(known) : '';
};

/** One that is on the list and noted in the very same words needs no call; anything else is sent, and noted anew. */
function judgedAdd(row: AddRow, entry: Entry | undefined): Judged {
  const known = notedIn(entry);
  return entry?.state === 'asserted' && known && same(known, row)
    ? { verdict: 'no-change', detail: 'on-list' }
    : { verdict: 'valid', before: beforeOf(entry) };
}

/** What Muster did itself stands; one that rests on somebody's word can be said anew. */
function judgedDeclare(row: DeclareRow, entry: Entry | undefined): Judged {
  if (!entry || entry.state === 'unknown') return { verdict: 'valid', before: beforeOf(entry) };
  if (entry.source === 'wrote')
    return { verdict: 'no-change', detail: entry.state === 'released' ? 'released-here' : 'on-list-here' };
  return judgedAdd(row, entry);
}

type Row = { readonly cid: string };
type Shape<R extends Row> = Pick<ImportSpec<R, AddParams>, 'fields' | 'row' | 'content' | 'destructive'> & {
  kind: AnyKind;
  judged: (row: R, entry: Entry | undefined) => Judged;
  /** The upstream is asked whether there is such a cid. */
  asks: boolean;
};

function specOf<R extends Row>({ judged, asks, ...shape }: Shape<R>): ImportSpec<R, AddParams> {
  const byRegister = async (db: Database, appId: string, rows: readonly R[]) => {
    const entries = await entriesOf(db.orm, appId, [...new Set(rows.map(({ cid }) => cid))]);
    return rows.map((row) => judged(row, entries.get(row.cid)));
  };
  return {
    ...shape,
    reads: { readFirst: 0, readBack: 0 },
    async ask(upstream, rows, options, tick, _params, { db, appId }) {
      const said = await byRegister(db, appId, rows);
      if (!asks) return said;
      const cids = [...new Set(rows.map(({ cid }) => cid))];
      tick(0, cids.length);
      const { invalid } = await upstream.users.detail(cids, options);
      tick(cids.length, cids.length);
      const nobody = new Set(invalid);
      return said.map((one, i) => (nobody.has(rows[i]?.cid ?? '') ? UNKNOWN_CID : one));
    },
    async held(db, appId) {
      return (await knowsAny(db, appId)) ? (rows) => byRegister(db, appId, rows) : null;
    },
  };
}

const FIELDS = [CID, ...NOTED];
const content = ({ reason, ticket, expiresAt }: Noted) => `${reason}\t${ticket}\t${expiryText(expiresAt)}`;

export const importAdditions = specOf<AddRow>({
  kind: addToBlacklist,
  fields: FIELDS,
  destructive: false,
  row: (cells, line, params) => noted(cells, line, params, systemClock.now()),
  content,
  judged: judgedAdd,
  asks: true,
});

export const importDeclared = specOf<DeclareRow>({
  kind: declareBlacklist,
  fields: FIELDS,
  destructive: false,
  row(cells, line, params) {
    const made = noted(cells, line, params, systemClock.now());
    return 'row' in made ? { row: { ...made.row, withdrawn: false } } : made;
  },
  content,
  judged: judgedDeclare,
  asks: false,
});

export const importRemovals = specOf<CidRow>({
  kind: removeFromBlacklist,
  fields: [CID],
  destructive: true,
  row([cid = ''], line) {
    const rule = cidRule(cid);
    return rule ? { field: 'cid', rule } : { row: { cid, line } };
  },
  content: () => '',
  // Always sent: whoever is not on the list according to the register may have been put there by others.
  judged: (_row, entry) => ({ verdict: 'valid', before: beforeOf(entry) }),
  asks: true,
});

/** Only what the register says is on the list can be asserted again. */
export const importReasserted = specOf<CidRow>({
  ...importRemovals,
  kind: reassertBlacklist,
  destructive: false,
  judged: (_row, entry) =>
    entry?.state === 'asserted'
      ? { verdict: 'valid', before: beforeOf(entry) }
      : { verdict: 'no-change', detail: 'not-on-list' },
  asks: false,
});
