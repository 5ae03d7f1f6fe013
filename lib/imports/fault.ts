import { refuse } from '@/lib/core/result';

/** Why a file cannot be read as a whole; the screens say it in words. */
export type FileRule =
  | 'empty'
  | 'encoding'
  | 'cut-off'
  | 'line-too-long'
  | 'xls'
  | 'not-xlsx'
  | 'xlsx-damaged'
  | 'xlsx-too-large'
  | 'no-such-sheet'
  | 'too-large'
  | 'too-many-rows';

/** @throws Refusal INVALID_INPUT under the field `file`, with the line where it went wrong when that is known */
export function refuseFile(rule: FileRule, params: Record<string, string | number> = {}): never {
  refuse('INVALID_INPUT', { fields: { file: rule }, params });
}
