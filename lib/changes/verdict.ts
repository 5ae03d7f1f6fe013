import type { GetuiError } from '@/lib/getui/errors';
import type { Chunk, Job } from './engine';
import type { ChangeKind } from './kind';

export type Facts = Pick<Chunk, 'httpStatus' | 'upstreamCode' | 'upstreamMessage'>;
/** What is said of a chunk on screens: the kind of failure, and whether it is certain that nothing took effect. */
export type Verdict = { failure: string; known: boolean; facts?: Facts };

type Next =
  /** Part of the rows is at fault: send fewer, until single rows are refused. */
  | { next: 'narrow' }
  /** These rows will not do, now or later. */
  | { next: 'reject' }
  /** It may have happened: read back, then send what is not there. */
  | { next: 'reconcile' }
  /** Nothing happened; the same call may do later. */
  | { next: 'wait' }
  /** Nothing happened, and nothing will until somebody acts. */
  | { next: 'halt'; halt: NonNullable<Job['halt']>['why'] };

export type Judgement = Verdict & {
  facts: Facts;
  limit: { code: number | null; window: 'minute' | 'day' | null; retryAfterMs: number | null };
} & Next;

/** What a refused call says of the budget it drew on. */
export const limitOf = ({ code, window, retryAfterMs }: GetuiError): Judgement['limit'] => ({
  code,
  window,
  retryAfterMs,
});

/**
 * What follows from a failed call. Only an answer that is certain lets rows be sent again; anything after the first byte
 * that is not an answer is open (RFC 9110 9.2.2). Refusals of several rows name none of them: a set is narrowed down,
 * since doing it again is harmless, anything else is not touched again.
 */
export function judge(
  error: GetuiError,
  call: { effect: ChangeKind['effect']; rows: number; limitedByRow?: boolean | undefined },
): Judgement {
  const base = {
    failure: error.kind as string,
    known: error.known,
    facts: { httpStatus: error.httpStatus, upstreamCode: error.code, upstreamMessage: error.msg },
    limit: limitOf(error),
  };
  if (!error.known) return { ...base, next: 'reconcile' };
  switch (error.kind) {
    case 'refused':
    case 'too-long':
    case 'usage':
      if (call.rows === 1) return { ...base, next: 'reject' };
      if (call.effect === 'set' || error.kind !== 'refused') return { ...base, next: 'narrow' };
      // No page says whether the rows before the one at fault were done; what adds up must not be done twice.
      return { ...base, known: false, next: 'reconcile' };
    case 'credentials':
    case 'wrong-host':
    case 'not-enabled':
      return { ...base, next: 'halt', halt: error.kind };
    case 'rate-limited':
      if (call.limitedByRow && call.rows === 1 && error.window === 'day') return { ...base, next: 'reject' };
      return { ...base, next: 'wait' };
    default:
      return { ...base, next: 'wait' };
  }
}
