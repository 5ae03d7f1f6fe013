import { z } from 'zod';
import type { ChangeKind } from '@/lib/changes/kind';
import { addToBlacklist, after, blacklistFact, removeFromBlacklist } from './kinds';
import { noteAdded, noteReleased } from './register';
import { decodeRestore, encodeRestore, type RestoreRow } from './rows';
import { type AddParams, expiryText, MAX_CIDS, type Noted } from './rules';

/** What has expired meanwhile would be released again at once: it stays until somebody releases it. */
const unexpired = (noted: Noted, now: Date): Noted =>
  noted.expiresAt !== null && noted.expiresAt <= now.getTime() ? { ...noted, expiresAt: null } : noted;

const NOTHING: AddParams = { reason: '', ticket: '', expiresAt: null };

/** Undoing of a change of the blacklist: a call adds or removes, and the register says again what it said before. */
export const restoreBlacklist: ChangeKind<RestoreRow, Record<string, never>> = {
  id: 'blacklist.restore',
  permission: 'blacklist:write',
  effect: 'set',
  rowsPerCall: MAX_CIDS,
  family: null,
  params: z.object({}),
  columns: [{ id: 'line' }, { id: 'cid' }, { id: 'reason' }, { id: 'ticket' }, { id: 'expires' }],
  cells: ({ line, cid, to }) => [
    String(line),
    cid,
    to?.reason ?? '',
    to?.ticket ?? '',
    expiryText(to?.expiresAt ?? null),
  ],
  encode: encodeRestore,
  decode: decodeRestore,
  key: ({ cid }) => cid,
  group: ({ to }) => (to ? 'add' : 'remove'),
  send(upstream, rows, _params, options) {
    const added = rows.flatMap(({ cid, line, to }) => (to ? [{ cid, line, ...to }] : []));
    return added.length > 0
      ? addToBlacklist.send(upstream, added, NOTHING, options)
      : removeFromBlacklist.send(upstream, rows, { reason: '' }, options);
  },
  facts: ({ cid, to }, _params, outcome) => [
    blacklistFact(cid, outcome !== 'confirmed' ? 'unknown' : to ? 'asserted' : 'released'),
  ],
  async keep(tx, kept, _params, from) {
    const added = kept.flatMap(({ row: { cid, to }, outcome }) =>
      to ? [{ cid, ...unexpired(to, from.at), state: after(outcome, 'asserted') }] : [],
    );
    const released = kept.flatMap(({ row: { cid, to }, outcome }) =>
      to ? [] : [{ cid, state: after(outcome, 'released') }],
    );
    if (added.length > 0) await noteAdded(tx, added, from);
    if (released.length > 0) await noteReleased(tx, released, from);
  },
  inverse: {
    kind: 'blacklist.restore',
    groups: ['remove', 'add'],
    row: ({ to, from, ...row }: RestoreRow): RestoreRow => ({ ...row, to: from, from: to }),
  },
};
