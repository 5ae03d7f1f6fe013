import { z } from 'zod';
import { orEmpty } from './envelope';
import { anyAlias, cid, listOf, newAlias } from './rules';

export type AliasPair = { readonly cid: string; readonly alias: string };

export const bindRequest = listOf(z.object({ cid, alias: newAlias }), 1000);
export const unbindRequest = listOf(z.object({ cid, alias: anyAlias }), 1000);

/** `{ alias }`; a user without one may come as a missing key, null or "". */
export const aliasAnswer = z
  .preprocess(orEmpty, z.object({ alias: z.string().nullish() }))
  .transform(({ alias }) => alias || null);

/** `{ cid: [] }`; a missing key stands for nobody. */
export const cidsAnswer = z
  .preprocess(
    orEmpty,
    z.object({ cid: z.union([z.array(z.string()), z.string().transform((one) => [one])]).nullish() }),
  )
  .transform(({ cid: cids }) => cids ?? []);

/** An answer that carries nothing worth reading. */
export const nothing = z.unknown().transform(() => undefined);
