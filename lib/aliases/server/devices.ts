import 'server-only';
import type { CallOptions } from '@/lib/changes/kind';
import type { Getui } from '@/lib/getui/client';
import type { UserStatus } from '@/lib/getui/wire/users';
import type { Device } from '../schema';

/** What the upstream tells of each cid, in the order asked: two calls per 200 cids. Unknown cids come back as not valid. */
export async function readDevices(
  upstream: Getui,
  cids: readonly string[],
  options: CallOptions,
): Promise<Device[]> {
  if (cids.length === 0) return [];
  const { valid } = await upstream.users.detail(cids, options);
  const known = cids.filter((cid) => valid.has(cid));
  const status = await (known.length ? upstream.users.status(known, options) : new Map<string, UserStatus>());
  return cids.map((cid) => {
    const detail = valid.get(cid);
    const state = status.get(cid);
    return {
      cid,
      valid: detail !== undefined,
      brand: detail?.brand ?? null,
      model: detail?.phoneModel ?? null,
      platform: detail?.platform ?? null,
      notifications: detail?.notificationsOn ?? null,
      online: state?.online ?? null,
      lastLoginAt: state?.lastLoginAt ?? null,
      loginDays: detail?.loginDays ?? null,
    };
  });
}
