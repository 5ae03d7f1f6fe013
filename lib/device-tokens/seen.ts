import type { CallOptions, ReadBack } from '@/lib/changes/kind';
import type { Getui } from '@/lib/getui/client';
import type { UserDetail } from '@/lib/getui/wire/users';
import type { TokenRow } from './rows';
import { CHANNELS, type Channel, kept, OPEN_CHANNEL, parted } from './rules';

/**
 * What the upstream shows of the token of a cid: a token, with its channel where that can be told; none; or nothing that
 * can be relied on. Only tokens of vendors show, in the user's detail (page: device_token, brand); those of mini programs
 * never do, and older answers lack both fields.
 */
export type Seen = { channel: Channel | null; token: string } | 'none' | 'untold';

/** Brands of the detail page that are not the name of their channel. */
const CHANNEL_OF_BRAND: Readonly<Record<string, Channel>> = { iphone: 'ios' };

/** What a detail says of the token. Captured: the token comes without the prefix under which the platform keeps it. */
export function seenIn(detail: UserDetail | undefined): Seen {
  if (!detail) return 'untold';
  const { deviceToken, brand } = detail;
  // A brand is told with every token, and is "unknown" without one: no brand at all is an answer without these fields.
  if (deviceToken === null) return brand === null ? 'untold' : 'none';
  const channel = CHANNEL_OF_BRAND[brand ?? ''] ?? CHANNELS.find((one) => one === brand) ?? null;
  return parted(deviceToken) ?? { channel, token: deviceToken };
}

/** The same as a value of the ledger: empty for none, null when nothing can be told. */
export function heldIn(seen: Seen): string | null {
  if (seen === 'none') return '';
  return seen === 'untold' || seen.channel === null ? null : kept(seen.channel, seen.token);
}

/** Reads what each cid holds, 200 a call; a cid that the upstream does not know is `unknown`. Throws GetuiError. */
export async function lookAt(
  upstream: Getui,
  cids: readonly string[],
  options: CallOptions,
): Promise<Map<string, Seen | 'unknown'>> {
  const { valid } = await upstream.users.detail(cids, options);
  return new Map(cids.map((cid) => [cid, valid.has(cid) ? seenIn(valid.get(cid)) : 'unknown']));
}

/** Whether a cid holds the token of a row, or nothing of its channel; `unreadable` where the answer does not tell. */
export function compared({ channel, token }: TokenRow, holds: boolean, seen: Seen | 'unknown'): ReadBack {
  if (seen === 'unknown' || seen === 'untold') return 'unreadable';
  if (holds && seen !== 'none' && seen.token === token) return 'as-intended';
  // What a detail does not show of a mini program says nothing about it.
  if (channel === OPEN_CHANNEL) return 'unreadable';
  if (holds) return 'differs';
  if (seen === 'none') return 'as-intended';
  return seen.channel === channel ? 'differs' : 'unreadable';
}
