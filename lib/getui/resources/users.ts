import { type Caller, checked } from '../caller';
import type { CallOptions } from '../types';
import {
  type CountCondition,
  countAnswer,
  countRequest,
  type DeviceStatus,
  detailAnswer,
  deviceStatusAnswer,
  statusAnswer,
  type UserDetail,
  type UserDetails,
  type UserStatus,
} from '../wire/users';

export type UserMethods = ReturnType<typeof userMethods>;

export function userMethods(caller: Caller) {
  return {
    /** Online state of any number of cids, in calls of at most 1000 or what fits a URL. Cids not answered are absent. */
    async status(cids: readonly string[], options?: CallOptions): Promise<Map<string, UserStatus>> {
      return merged(await caller.readByPath('GET /user/status/$cids', statusAnswer, options, cids));
    },

    /**
     * Whether the app and the device are online, in calls of at most 100 cids. Needs a permission the vendor grants;
     * without it the call fails with kind `not-enabled` (30020).
     */
    async deviceStatus(cids: readonly string[], options?: CallOptions): Promise<Map<string, DeviceStatus>> {
      return merged(
        await caller.readByPath('GET /user/deviceStatus/$cids', deviceStatusAnswer, options, cids),
      );
    },

    /** What the upstream knows of any number of cids, in calls of at most 1000; unknown ones are listed in `invalid`. */
    async detail(cids: readonly string[], options?: CallOptions): Promise<UserDetails> {
      const parts = await caller.readByPath('GET /user/detail/$cids', detailAnswer, options, cids);
      const valid = merged<UserDetail>(parts.map((part) => part.valid));
      return { valid, invalid: parts.flatMap((part) => part.invalid) };
    },

    /** How many users meet all conditions. An empty list asks for everybody, which the page does not promise to work. */
    async count(conditions: readonly CountCondition[], options?: CallOptions): Promise<number> {
      const id = 'POST /user/count';
      const input = conditions.map((one) => ({ ...one, values: [...one.values] }));
      return caller.ask(id, countAnswer, options, undefined, { tag: checked(id, countRequest, input) });
    },
  };
}

function merged<T>(parts: readonly Map<string, T>[]): Map<string, T> {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const all = new Map<string, T>();
  for (const part of parts) for (const [key, value] of part) all.set(key, value);
  return all;
}
