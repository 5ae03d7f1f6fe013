import 'server-only';
import type { Failure } from '@/lib/core/result';
import type { GetuiError, GetuiErrorKind } from '@/lib/getui/errors';

const CODE: Record<GetuiErrorKind, Failure['code']> = {
  refused: 'UPSTREAM_REFUSED',
  'rate-limited': 'UPSTREAM_RATE_LIMITED',
  'not-enabled': 'UPSTREAM_NOT_ENABLED',
  credentials: 'UPSTREAM_CREDENTIALS',
  'wrong-host': 'UPSTREAM_CREDENTIALS',
  busy: 'UPSTREAM_UNREACHABLE',
  'server-error': 'UPSTREAM_GARBLED',
  'too-long': 'UPSTREAM_REFUSED',
  unreachable: 'UPSTREAM_UNREACHABLE',
  lost: 'UPSTREAM_UNREACHABLE',
  timeout: 'UPSTREAM_TIMEOUT',
  aborted: 'UPSTREAM_TIMEOUT',
  garbled: 'UPSTREAM_GARBLED',
  usage: 'INVALID_INPUT',
};

/** What a failed question to the upstream is for the person who asked. */
export function upstreamFailure(error: GetuiError, requestId?: string): Failure {
  return {
    code: CODE[error.kind],
    params: {
      endpoint: error.endpoint,
      upstreamCode: error.code ?? '',
      httpStatus: error.httpStatus ?? '',
      message: error.msg ?? '',
    },
    ...(error.retryAfterMs === null ? {} : { retryAfter: Math.ceil(error.retryAfterMs / 1000) }),
    ...(requestId ? { requestId } : {}),
  };
}
