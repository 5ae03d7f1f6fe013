import type { Caller } from '../caller';
import type { CallOptions } from '../types';
import { nothing } from '../wire/aliases';

export type BlacklistMethods = ReturnType<typeof blacklistMethods>;

/** One call each, at most 200 cids. The upstream has no way to ask who is on the list. */
export function blacklistMethods(caller: Caller) {
  return {
    /** Users on the list get no pushes. */
    async add(cids: readonly string[], options?: CallOptions): Promise<void> {
      await caller.writeByPath('POST /user/black/cid/$cids', nothing, options, cids);
    },
    /** Takes users off the list. */
    async remove(cids: readonly string[], options?: CallOptions): Promise<void> {
      await caller.writeByPath('DELETE /user/black/cid/$cids', nothing, options, cids);
    },
  };
}
