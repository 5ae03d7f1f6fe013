import type { Translate } from './failure-text';
import type { Messages } from './messages/zh-CN';

type Failure = keyof Messages['outcomes']['failure'];
type Code = keyof Messages['outcomes']['code'];
type RowWord = keyof Messages['outcomes']['row'];

/** What is known of a call, or of one row of it, that did not go well. */
export type Trouble = Readonly<{
  failure: string | null;
  known: boolean;
  httpStatus: number | null;
  code: number | null;
  message: string | null;
  /** Of a change that is never sent twice. */
  once?: boolean;
}>;

/** What a failure means and what to do about it, in words; by the upstream's code where that says more. */
export type OutcomeText = Readonly<{ meaning: string; remedy: string }>;

/**
 * The words for a failure. A kind of failure or a code that this version does not know is said as it is, never left out.
 */
export function outcomeText(
  t: Translate,
  { failure, known, httpStatus, code, message, once }: Trouble,
): OutcomeText {
  const key = (
    failure !== null && t.has(`outcomes.failure.${failure as Failure}`) ? failure : 'other'
  ) as Failure;
  const meaning = t(`outcomes.failure.${key}`, { http: String(httpStatus ?? '—') }).trim();
  if (once && !known) return { meaning, remedy: t('outcomes.once').trim() };
  const remedy = t(`outcomes.advice.${key}`).trim();
  const word = message as RowWord;
  if (code === null && message !== null && t.has(`outcomes.row.${word}.what`))
    return { meaning: t(`outcomes.row.${word}.what`).trim(), remedy: t(`outcomes.row.${word}.todo`).trim() };
  if (code === null || code === 0) return { meaning, remedy };
  const special = specialOf(code, message ?? '');
  if (!t.has(`outcomes.code.${special}.what`)) return { meaning, remedy };
  return {
    meaning: t(`outcomes.code.${special}.what`).trim(),
    remedy: t(`outcomes.code.${special}.todo`).trim(),
  };
}

/** Code 20001 stands for every fault of a parameter and is told apart by its message alone (rest_v2/code). */
function specialOf(code: number, message: string): Code {
  if (code !== 20001) return String(code) as Code;
  if (message.includes('target user')) return '20001-user';
  if (message.includes('duplicate') || message.includes('repeat')) return '20001-repeat';
  if (message.includes('alias')) return '20001-alias';
  return '20001';
}
