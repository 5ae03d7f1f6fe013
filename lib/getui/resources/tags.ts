import { type Caller, checked } from '../caller';
import type { CallOptions } from '../types';
import { nothing } from '../wire/aliases';
import { cid as cidRule } from '../wire/rules';
import { batchAnswer, batchRequest, replaceRequest, tagsAnswer } from '../wire/tags';

export type TagMethods = ReturnType<typeof tagMethods>;

export function tagMethods(caller: Caller) {
  async function batch(
    id: 'PUT /user/custom_tag/batch/$tag' | 'DELETE /user/custom_tag/batch/$tag',
    tag: string,
    cids: readonly string[],
    options?: CallOptions,
  ): Promise<Map<string, boolean>> {
    const input = checked(id, batchRequest, { tag, cids: [...cids] });
    return caller.ask(id, batchAnswer, options, input.tag, { cid: input.cids });
  }

  return {
    /**
     * Replaces all tags of a user: at most 100 tags without blanks, each at most 32 characters, together 512. The upstream
     * takes this once a day per cid; a second time answers with a limit even if the first answer was lost.
     */
    async replace(cid: string, tags: readonly string[], options?: CallOptions): Promise<void> {
      const id = 'POST /user/custom_tag/cid/$cid';
      const custom_tag = checked(id, replaceRequest, [...tags]);
      await caller.ask(id, nothing, options, checked(id, cidRule, cid), { custom_tag });
    },

    /**
     * Adds one tag to up to 1000 users. Applied with a delay. Answers per cid; a cid the upstream does not mention is
     * not in the map. Draws on the `tag-batch` quota.
     */
    add: (tag: string, cids: readonly string[], options?: CallOptions) =>
      batch('PUT /user/custom_tag/batch/$tag', tag, cids, options),

    /** Takes one tag from up to 1000 users; answers and quota as with `add`. */
    remove: (tag: string, cids: readonly string[], options?: CallOptions) =>
      batch('DELETE /user/custom_tag/batch/$tag', tag, cids, options),

    /** The tags of a user, without repeats. */
    async ofCid(cid: string, options?: CallOptions): Promise<string[]> {
      const id = 'GET /user/custom_tag/cid/$cid';
      return caller.ask(id, tagsAnswer, options, checked(id, cidRule, cid));
    },
  };
}
