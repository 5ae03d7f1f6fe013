import type { Translated } from '../translated';
import { common } from './en/common';
import { errors } from './en/errors';
import { shell } from './en/shell';
import { ui } from './en/ui';
import type { Messages } from './zh-CN';

export const en: Translated<Messages> = { common, errors, shell, ui };
