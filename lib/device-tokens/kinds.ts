import { z } from 'zod';
import type { CallOptions, ChangeKind, Outcome, ReadBack, RowAnswer } from '@/lib/changes/kind';
import type { Getui } from '@/lib/getui/client';
import { GetuiError } from '@/lib/getui/errors';
import type { Fact } from '@/lib/ledger/types';
import { type TokenRow, tokenLine, undoBind, undoUnbind, type VerifyRow } from './rows';
import { CHANNELS, type Channel, kept, MAX_ROWS, OPEN_CHANNEL } from './rules';
import { compared, heldIn, lookAt } from './seen';

export type TokenParams = { channel: Channel };
const params = z.object({ channel: z.enum(CHANNELS) });

const fact = (cid: string, value: string, state: Fact['state']): Fact => ({
  subject: cid,
  relation: 'device-token',
  value,
  state,
  source: 'wrote',
});

/**
 * One call for rows of one channel; a row without a token unbinds (page: 不传或传空表示解绑). The answer lists the rows that
 * failed, each with its code; what it says of a row that was not sent leaves the others in doubt.
 */
export async function sendTokens(
  upstream: Getui,
  channel: Channel,
  rows: readonly { cid: string; token: string | null }[],
  options: CallOptions,
): Promise<RowAnswer[]> {
  const wire = rows.map(({ cid, token }) => ({ cid, deviceToken: token }));
  const errors = new Map(
    (await upstream.deviceTokens.bind(channel, wire, options)).map(({ cid, code }) => [cid, code]),
  );
  const sent = new Set(rows.map(({ cid }) => cid));
  const rest: Outcome = [...errors.keys()].every((cid) => sent.has(cid)) ? 'confirmed' : 'unknown';
  return rows.map(({ cid }) => {
    const code = errors.get(cid);
    return code === undefined ? rest : { outcome: 'rejected', code, message: null };
  });
}

/** Reads rows back by the detail of their users; see {@link compared} for what that can tell. Mini programs are not read. */
export async function readBackTokens(
  upstream: Getui,
  rows: readonly (TokenRow & { holds: boolean })[],
  options: CallOptions,
): Promise<ReadBack[]> {
  if (rows.every(({ channel }) => channel === OPEN_CHANNEL)) return rows.map(() => 'not-read');
  try {
    const seen = await lookAt(
      upstream,
      rows.map(({ cid }) => cid),
      options,
    );
    return rows.map((row) => compared(row, row.holds, seen.get(row.cid) ?? 'unknown'));
  } catch (error) {
    if (error instanceof GetuiError) return rows.map(() => 'unreadable');
    throw error;
  }
}

/** What each row replaces, as the ledger would have it; of mini programs nothing can be read. */
export async function currentTokens(
  upstream: Getui,
  rows: readonly TokenRow[],
  options: CallOptions,
): Promise<{ before: string | null; goes: boolean }[]> {
  const asked = rows.filter(({ channel }) => channel !== OPEN_CHANNEL).map(({ cid }) => cid);
  const seen = asked.length > 0 ? await lookAt(upstream, asked, options) : new Map();
  return rows.map(({ cid }) => {
    const found = seen.get(cid) ?? 'unknown';
    return { before: found === 'unknown' ? null : heldIn(found), goes: true };
  });
}

/** What the ledger learns of a binding. */
export function bindFacts(row: TokenRow, outcome: Outcome, readBack: ReadBack, before: string): Fact[] {
  if (outcome === 'rejected') return [];
  const value = kept(row.channel, row.token);
  if (outcome === 'unknown' || readBack === 'differs') return [fact(row.cid, value, 'unknown')];
  const lost = before && before !== value ? [fact(row.cid, before, 'released')] : [];
  return [...lost, fact(row.cid, value, readBack === 'as-intended' ? 'verified' : 'asserted')];
}

/** What the ledger learns of an unbinding: the token that went, where it was read, and that there is none now. */
export function unbindFacts({ cid }: TokenRow, outcome: Outcome, readBack: ReadBack, before: string): Fact[] {
  if (outcome === 'rejected') return [];
  if (outcome === 'unknown' || readBack === 'differs') return [fact(cid, before, 'unknown')];
  const lost = before ? [fact(cid, before, 'released')] : [];
  return [...lost, fact(cid, '', readBack === 'as-intended' ? 'verified' : 'asserted')];
}

const shared = {
  permission: 'device-token:write',
  effect: 'set',
  rowsPerCall: MAX_ROWS,
  family: 'device-token',
  params,
  ...tokenLine,
  key: ({ cid }: TokenRow) => cid,
} as const;
const LINE_AND_CID = [{ id: 'line' }, { id: 'cid' }] as const;
/** Columns of kinds whose rows bear a token. */
export const TOKEN_COLUMNS = [
  ...LINE_AND_CID,
  { id: 'channel' },
  { id: 'token', secret: 'device-token:reveal' },
] as const;

/** Gives each cid a token of one channel; what it held before is replaced. */
export const bindTokens: ChangeKind<TokenRow, TokenParams> = {
  ...shared,
  id: 'device-token.bind',
  columns: TOKEN_COLUMNS,
  cells: ({ line, cid, channel, token }) => [String(line), cid, channel, token],
  current: (upstream, rows, _params, options) => currentTokens(upstream, rows, options),
  send: (upstream, rows, { channel }, options) => sendTokens(upstream, channel, rows, options),
  readBack: (upstream, rows, _params, options) =>
    readBackTokens(
      upstream,
      rows.map((row) => ({ ...row, holds: true })),
      options,
    ),
  facts: (row, _params, outcome, readBack, before) => bindFacts(row, outcome, readBack, before),
  inverse: { kind: 'device-token.restore', row: undoBind },
  verification: { kind: 'device-token.verify', row: (row): VerifyRow => ({ ...row, holds: true }) },
};

/** Takes the token of one channel from each cid. */
export const unbindTokens: ChangeKind<TokenRow, TokenParams> = {
  ...shared,
  id: 'device-token.unbind',
  columns: [...LINE_AND_CID, { id: 'channel' }],
  // What is taken stands in the column of what was before.
  secretBefore: 'device-token:reveal',
  cells: ({ line, cid, channel }) => [String(line), cid, channel],
  current: (upstream, rows, _params, options) => currentTokens(upstream, rows, options),
  send: (upstream, rows, { channel }, options) =>
    sendTokens(
      upstream,
      channel,
      rows.map(({ cid }) => ({ cid, token: null })),
      options,
    ),
  readBack: (upstream, rows, _params, options) =>
    readBackTokens(
      upstream,
      rows.map((row) => ({ ...row, holds: false })),
      options,
    ),
  facts: (row, _params, outcome, readBack, before) => unbindFacts(row, outcome, readBack, before),
  inverse: { kind: 'device-token.restore', row: undoUnbind },
  verification: { kind: 'device-token.verify', row: (row): VerifyRow => ({ ...row, holds: false }) },
};
