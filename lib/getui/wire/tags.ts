import { z } from 'zod';
import { mapOf, truth } from './envelope';
import { cid, listOf, tag, tagSet } from './rules';

export const replaceRequest = tagSet;
export const batchRequest = z.object({ tag, cids: listOf(cid, 1000) });

/** `{ cid: "true" }`: text or boolean; any other text is a failure ("true表示成功,否则失败"). */
export const batchAnswer = mapOf(z.union([truth, z.string().transform(() => false)]));

/** `{ cid: ["a b"] }`: one joined text as the page says, or several texts as older copies show. */
export const tagsAnswer = mapOf(
  z.union([z.array(z.string()), z.string().transform((one) => [one])]).nullable(),
).transform((map) => {
  const tags = new Set<string>();
  for (const texts of map.values())
    for (const text of texts ?? []) for (const one of text.split(/\s+/)) if (one !== '') tags.add(one);
  return [...tags];
});
