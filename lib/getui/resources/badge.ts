import { type Caller, checked } from '../caller';
import type { CallOptions } from '../types';
import { nothing } from '../wire/aliases';
import { badge as badgeRule } from '../wire/rules';

export type BadgeMethods = ReturnType<typeof badgeMethods>;

export function badgeMethods(caller: Caller) {
  return {
    /**
     * Tells the upstream the badge of up to 200 iOS users in one call: `8` sets, `+2` and `-2` add. Adding is never sent
     * again by this client, and there is no way to read a badge back.
     */
    async set(cids: readonly string[], value: string, options?: CallOptions): Promise<void> {
      const id = 'POST /user/badge/cid/$cids';
      await caller.writeByPath(id, nothing, options, cids, { badge: checked(id, badgeRule, value) });
    },
  };
}
