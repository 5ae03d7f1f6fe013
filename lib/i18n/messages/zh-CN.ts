import { common } from './zh-CN/common';
import { errors } from './zh-CN/errors';
import { shell } from './zh-CN/shell';
import { ui } from './zh-CN/ui';

/** The source catalogue: one area per file, and every key of it must exist in the other language. */
export const zhCN = { common, errors, shell, ui } as const;

export type Messages = typeof zhCN;
