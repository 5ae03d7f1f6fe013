import { z } from 'zod';
import { tagRule } from './rules';

/** Of tag.add: the tag for files that hold cids only. */
export const addParams = z.object({
  tag: z
    .string()
    .max(100)
    .superRefine((tag, context) => {
      const rule = tagRule(tag);
      if (rule) context.addIssue({ code: 'custom', message: rule });
    })
    .optional(),
});
export type AddParams = z.infer<typeof addParams>;

/** Of tag.remove: besides, `clear`: every tag that is known of a cid. */
export const removeParams = addParams.extend({ clear: z.boolean().optional() });
export type RemoveParams = z.infer<typeof removeParams>;
