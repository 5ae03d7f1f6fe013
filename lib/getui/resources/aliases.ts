import { type Caller, checked } from '../caller';
import type { CallOptions } from '../types';
import {
  type AliasPair,
  aliasAnswer,
  bindRequest,
  cidsAnswer,
  nothing,
  unbindRequest,
} from '../wire/aliases';
import { anyAlias, cid as cidRule } from '../wire/rules';

export type AliasMethods = ReturnType<typeof aliasMethods>;

export function aliasMethods(caller: Caller) {
  return {
    /**
     * Binds up to 1000 pairs in one call. A cid that has an alias loses it to the new one; an alias holds at most ten
     * cids. The answer covers the whole call: it tells nothing of single pairs.
     */
    async bind(pairs: readonly AliasPair[], options?: CallOptions): Promise<void> {
      const id = 'POST /user/alias';
      await caller.ask(id, nothing, options, undefined, { data_list: checked(id, bindRequest, [...pairs]) });
    },

    /** The alias of a cid, null when it has none. */
    async byCid(cid: string, options?: CallOptions): Promise<string | null> {
      const id = 'GET /user/alias/cid/$cid';
      return caller.ask(id, aliasAnswer, options, checked(id, cidRule, cid));
    },

    /** The cids that hold an alias, in no particular order; empty when nobody does. */
    async byAlias(alias: string, options?: CallOptions): Promise<string[]> {
      const id = 'GET /user/cid/alias/$alias';
      return caller.ask(id, cidsAnswer, options, checked(id, anyAlias, alias));
    },

    /** Parts up to 1000 pairs in one call. */
    async unbind(pairs: readonly AliasPair[], options?: CallOptions): Promise<void> {
      const id = 'DELETE /user/alias';
      await caller.ask(id, nothing, options, undefined, {
        data_list: checked(id, unbindRequest, [...pairs]),
      });
    },

    /** Takes an alias from everybody who holds it at that moment. */
    async release(alias: string, options?: CallOptions): Promise<void> {
      const id = 'DELETE /user/alias/$alias';
      await caller.ask(id, nothing, options, checked(id, anyAlias, alias));
    },
  };
}
