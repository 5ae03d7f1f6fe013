import type { createTranslator } from 'use-intl/core';
import type { Failure } from '../core/result';
import type { Messages } from './messages/zh-CN';

/** A translator over the whole catalogue: `useTranslations()` in the browser, `getT()` on the server. */
export type Translate = ReturnType<typeof createTranslator<Messages>>;

export type FailureText = Readonly<{
  /** What happened. */
  what: string;
  /** What to do about it, with the waiting time when it is known. */
  todo: string;
  /** The number to quote to an administrator. */
  request?: string;
}>;

/** The words for a failure, in the reader's language. */
export function failureText(t: Translate, failure: Failure): FailureText {
  const { code, retryAfter, requestId } = failure;
  const todo = t(`errors.code.${code}.todo`);
  return {
    what: t(`errors.code.${code}.what`),
    todo: retryAfter === undefined ? todo : t('errors.withWait', { todo, seconds: Math.ceil(retryAfter) }),
    request: requestId === undefined ? undefined : t('errors.requestId', { id: requestId }),
  };
}
