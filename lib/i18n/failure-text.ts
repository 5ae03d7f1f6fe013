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
  /** What the upstream answered, when it did. */
  upstream?: string;
  /** The number to quote to an administrator. */
  request?: string;
}>;

/** The words for a failure, in the reader's language. */
export function failureText(t: Translate, failure: Failure): FailureText {
  const { code, retryAfter, requestId, params } = failure;
  const answered = params?.upstreamCode || params?.httpStatus;
  const todo = t(`errors.code.${code}.todo`);
  return {
    what: t(`errors.code.${code}.what`),
    todo: retryAfter === undefined ? todo : t('errors.withWait', { todo, seconds: Math.ceil(retryAfter) }),
    upstream: answered
      ? t('errors.upstream', {
          http: String(params.httpStatus || '—'),
          code: String(params.upstreamCode || '—'),
          message: String(params.message || '—'),
        })
      : undefined,
    request: requestId === undefined ? undefined : t('errors.requestId', { id: requestId }),
  };
}
