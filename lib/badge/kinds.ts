import { z } from 'zod';
import type { ChangeKind, Outcome } from '@/lib/changes/kind';
import { currentOf } from '@/lib/ledger/current';
import { writeFacts } from '@/lib/ledger/facts';
import type { Fact } from '@/lib/ledger/types';
import {
  type BadgeRow,
  decodeBadge,
  decodeRestore,
  encodeBadge,
  encodeRestore,
  type RestoreRow,
} from './rows';
import { afterChange, knownNumber, MAX_BADGE, MAX_CIDS, signed } from './rules';

const confirmed = (rows: readonly unknown[]): Outcome[] => rows.map(() => 'confirmed');

const badgeFact = (subject: string, value: string, state: Fact['state']): Fact => ({
  subject,
  relation: 'badge',
  value,
  state,
  source: 'wrote',
});

const ofCids = {
  permission: 'badge:write',
  rowsPerCall: MAX_CIDS,
  family: null,
  columns: [{ id: 'line' }, { id: 'cid' }],
  cells: ({ line, cid }: BadgeRow) => [String(line), cid],
  encode: encodeBadge,
  decode: decodeBadge,
  key: ({ cid }: BadgeRow) => cid,
} as const;

/** What was there can be put back only where the ledger knew it as a number. */
const putBack = ({ cid, line }: BadgeRow, before: string | null): RestoreRow | 'before-unknown' =>
  before === null || knownNumber(before) === null ? 'before-unknown' : { cid, line, value: before };

export type SetParams = { value: number };
/** Sets the badge to a number. Nobody can read it back: a call without an answer is sent again, which changes nothing. */
export const setBadge: ChangeKind<BadgeRow, SetParams> = {
  ...ofCids,
  id: 'badge.set',
  effect: 'set',
  openParams: ['value'],
  params: z.object({ value: z.number().int().min(0, 'too-small').max(MAX_BADGE, 'too-large') }),
  async send(upstream, rows, { value }, options) {
    await upstream.badge.set(
      rows.map(({ cid }) => cid),
      String(value),
      options,
    );
    return confirmed(rows);
  },
  facts: ({ cid }, { value }, outcome) => [
    badgeFact(cid, String(value), outcome === 'confirmed' ? 'asserted' : 'unknown'),
  ],
  inverse: { kind: 'badge.restore', row: putBack },
};

export type AddParams = { by: number };
/**
 * Adds to the badge, or takes away from it. It adds up, so a call without an answer is never sent again: its rows are
 * left unknown, and the way out is a number.
 */
export const addToBadge: ChangeKind<BadgeRow, AddParams> = {
  ...ofCids,
  id: 'badge.add',
  effect: 'add',
  openParams: ['by'],
  params: z.object({
    by: z
      .number()
      .int()
      .min(-MAX_BADGE, 'too-small')
      .max(MAX_BADGE, 'too-large')
      .refine((by) => by !== 0, 'zero'),
  }),
  async send(upstream, rows, { by }, options) {
    await upstream.badge.set(
      rows.map(({ cid }) => cid),
      signed(by),
      options,
    );
    return confirmed(rows);
  },
  // The new number follows from the last one, which is looked up in the transaction that writes it.
  facts: () => [],
  async keep(tx, kept, { by }, from) {
    const held = await currentOf(
      tx,
      from.appId,
      'badge',
      kept.map(({ row }) => row.cid),
    );
    const facts = kept.map(({ row: { cid }, outcome }) => {
      const last = held.get(cid);
      const before = last && last.state !== 'unknown' ? knownNumber(last.value) : null;
      return outcome === 'confirmed'
        ? badgeFact(cid, afterChange(before, by), 'asserted')
        : badgeFact(cid, signed(by), 'unknown');
    });
    await writeFacts(tx, facts, from);
  },
  inverse: { kind: 'badge.restore', row: putBack },
};

/** Undoing of a change of badges: each cid gets the number back that the ledger knew before; a call takes one number. */
export const restoreBadge: ChangeKind<RestoreRow, Record<string, never>> = {
  id: 'badge.restore',
  permission: 'badge:write',
  effect: 'set',
  rowsPerCall: MAX_CIDS,
  family: null,
  params: z.object({}),
  columns: [{ id: 'line' }, { id: 'cid' }, { id: 'badge' }],
  cells: ({ line, cid, value }) => [String(line), cid, value],
  encode: encodeRestore,
  decode: decodeRestore,
  key: ({ cid }) => cid,
  group: ({ value }) => value,
  async send(upstream, rows, _params, options) {
    await upstream.badge.set(
      rows.map(({ cid }) => cid),
      rows[0]?.value ?? '',
      options,
    );
    return confirmed(rows);
  },
  facts: ({ cid, value }, _params, outcome) => [
    badgeFact(cid, value, outcome === 'confirmed' ? 'asserted' : 'unknown'),
  ],
};
