import { z } from 'zod';
import { isCid, pathTextRule } from '../path';

const characters = (text: string) => [...text].length;

export const cid = z.string().refine(isCid, 'charset');

/** A text that may stand in a path or name something: whatever already exists upstream, as long as it is safe to send. */
export const safeText = z.string().superRefine((text, context) => {
  const rule = pathTextRule(text);
  if (rule) context.addIssue({ code: 'custom', message: rule });
});

const ALIAS = /^[0-9A-Za-z_\p{Script=Han}]+$/u;

/** For binding (rest_v2/user 绑定别名): letters, digits, underscore, Han; shorter than 40 characters. */
export const newAlias = z
  .string()
  .min(1, 'empty')
  .refine((alias) => characters(alias) < 40, 'too-long')
  .refine((alias) => ALIAS.test(alias), 'charset');

/** For looking up and releasing: older or foreign aliases may break the charset rule and must stay reachable. */
export const anyAlias = safeText.refine((alias) => characters(alias) <= 128, 'too-long');

/** rest_v2/user: no blanks, at most 32 characters. */
export const tag = safeText
  .refine((text) => !/\s/.test(text), 'blank')
  .refine((text) => characters(text) <= 32, 'too-long');

/** All tags of one user, none to clear them: at most 100, together at most 512 characters, none twice. */
export const tagSet = z
  .array(tag)
  .max(100, 'too-many')
  .refine((tags) => tags.reduce((sum, text) => sum + characters(text), 0) <= 512, 'too-long')
  .refine((tags) => new Set(tags).size === tags.length, 'duplicate');

/** A list with the table's limit; empty lists are a mistake too. */
export const listOf = <T extends z.ZodType>(item: T, max: number) =>
  z.array(item).min(1, 'empty').max(max, 'too-many');

/** `+N`, `-N` or `N` (rest_v2/user 设置角标); text, because the number -8 would mean "minus 8". */
export const badge = z.string().regex(/^[+-]?\d{1,9}$/, 'format');
