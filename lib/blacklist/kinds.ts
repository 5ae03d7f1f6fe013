import { z } from 'zod';
import type { ChangeKind, Outcome } from '@/lib/changes/kind';
import { BLACKLISTED } from '@/lib/ledger/codes';
import type { Fact } from '@/lib/ledger/types';
import { noteAdded, noteAsserted, noteReleased } from './register';
import {
  type AddRow,
  type CidRow,
  decodeAdd,
  decodeCid,
  encodeAdd,
  encodeCid,
  type RestoreRow,
} from './rows';
import { type AddParams, expiryText, MAX_CIDS, MAX_REASON, MAX_TICKET, notedOf, oneLine } from './rules';

const confirmed = (rows: readonly unknown[]): Outcome[] => rows.map(() => 'confirmed');

export const blacklistFact = (cid: string, state: Fact['state']): Fact => ({
  subject: cid,
  relation: 'blacklist',
  value: BLACKLISTED,
  state,
  source: 'wrote',
});

/** The state of an entry after a row that was sent: what is not certain is unknown, whatever was known before. */
export const after = <S extends string>(outcome: Outcome, state: S): S | 'unknown' =>
  outcome === 'confirmed' ? state : 'unknown';

const text = (most: number) =>
  z
    .string()
    .transform(oneLine)
    .refine((one) => [...one].length <= most, 'too-long')
    .default('');
export const addParams: z.ZodType<AddParams> = z.object({
  reason: text(MAX_REASON),
  ticket: text(MAX_TICKET),
  expiresAt: z
    .number()
    .int()
    .min(0)
    .nullish()
    .transform((at) => at ?? null),
});

/** Puts cids on the blacklist. Nobody can read it back: a call without an answer is sent again, which changes nothing. */
export const addToBlacklist: ChangeKind<AddRow, AddParams> = {
  id: 'blacklist.add',
  permission: 'blacklist:write',
  effect: 'set',
  rowsPerCall: MAX_CIDS,
  family: null,
  params: addParams,
  openParams: ['reason', 'ticket', 'expiresAt'],
  columns: [{ id: 'line' }, { id: 'cid' }, { id: 'reason' }, { id: 'ticket' }, { id: 'expires' }],
  cells: ({ line, cid, reason, ticket, expiresAt }) => [
    String(line),
    cid,
    reason,
    ticket,
    expiryText(expiresAt),
  ],
  encode: encodeAdd,
  decode: decodeAdd,
  key: ({ cid }) => cid,
  async send(upstream, rows, _params, options) {
    const cids = rows.map(({ cid }) => cid);
    await upstream.blacklist.add(cids, options);
    return confirmed(rows);
  },
  facts: ({ cid }, _params, outcome) => [
    blacklistFact(cid, outcome === 'confirmed' ? 'asserted' : 'unknown'),
  ],
  keep: (tx, kept, _params, from) =>
    noteAdded(
      tx,
      kept.map((one) => ({ ...one.row, state: after(one.outcome, 'asserted') })),
      from,
    ),
  inverse: {
    kind: 'blacklist.restore',
    row({ cid, reason, ticket, expiresAt, line }: AddRow, before): RestoreRow | 'before-unknown' {
      if (before === null) return 'before-unknown';
      return { cid, line, from: { reason, ticket, expiresAt }, to: before === '' ? null : notedOf(before) };
    },
  },
};

const removeParams = z.object({ reason: text(MAX_REASON) });

/** Kinds whose rows are nothing but a cid. */
const ofCids = {
  permission: 'blacklist:write',
  effect: 'set',
  rowsPerCall: MAX_CIDS,
  family: null,
  columns: [{ id: 'line' }, { id: 'cid' }],
  cells: ({ line, cid }: CidRow) => [String(line), cid],
  encode: encodeCid,
  decode: decodeCid,
  key: ({ cid }: CidRow) => cid,
} as const;

/** Takes cids off the blacklist, also those of which the register knows nothing: others may have put them there. */
export const removeFromBlacklist: ChangeKind<CidRow, z.output<typeof removeParams>> = {
  ...ofCids,
  id: 'blacklist.remove',
  params: removeParams,
  openParams: ['reason'],
  async send(upstream, rows, _params, options) {
    const cids = rows.map(({ cid }) => cid);
    await upstream.blacklist.remove(cids, options);
    return confirmed(rows);
  },
  facts: ({ cid }, _params, outcome) => [
    blacklistFact(cid, outcome === 'confirmed' ? 'released' : 'unknown'),
  ],
  keep: (tx, kept, _params, from) =>
    noteReleased(
      tx,
      kept.map((one) => ({ cid: one.row.cid, state: after(one.outcome, 'released') })),
      from,
    ),
  inverse: {
    kind: 'blacklist.restore',
    row({ cid, line }: CidRow, before): RestoreRow | 'before-unknown' | null {
      if (before === null) return 'before-unknown';
      return before === '' ? null : { cid, line, from: null, to: notedOf(before) };
    },
  },
};

/**
 * Puts cids that the register holds on the list once more, and leaves the register as it is: the only way to bring the
 * upstream in line with it. A cid that was on the list stays there when the answer is lost, so nothing is noted then.
 */
export const reassertBlacklist: ChangeKind<CidRow, Record<string, never>> = {
  ...ofCids,
  id: 'blacklist.reassert',
  params: z.object({}),
  async send(upstream, rows, _params, options) {
    const cids = rows.map(({ cid }) => cid);
    await upstream.blacklist.add(cids, options);
    return confirmed(rows);
  },
  facts: ({ cid }, _params, outcome) => (outcome === 'confirmed' ? [blacklistFact(cid, 'asserted')] : []),
  keep(tx, kept, _params, from) {
    const sure = kept.filter(({ outcome }) => outcome === 'confirmed');
    return noteAsserted(
      tx,
      sure.map(({ row }) => row.cid),
      from,
    );
  },
};
