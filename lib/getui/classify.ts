import { type EndpointId, endpointOf } from './endpoints';
import { GetuiError, type GetuiErrorKind } from './errors';
import type { HttpAnswer, HttpFailure } from './http';
import type { Outcome } from './types';
import { type Envelope, hostsOf, readEnvelope } from './wire/envelope';

/** The token is wrong or dead; the only reason to get another (rest_v2/code: 10001). HTTP 401 alone never is. */
export const TOKEN_DEAD = 10001;

// rest_v2/code and its older copies; which window each names.
const MINUTE_LIMITS = new Set([10003, 10005, 30012, 30013, 30014, 30015, 30018]);
const DAY_LIMITS = new Set([30004, 30006, 30007, 30008, 30009, 30010, 30011]);
const NOT_ENABLED = new Set([10004, 30000, 30001, 30002, 30003, 30017, 30020, 30023]);
const BUSY = new Set([2, 30019]);

/** What a body code other than 0 means, with the message where the code alone does not tell. */
export function kindOfCode(id: EndpointId, code: number, msg: string): GetuiErrorKind {
  if (MINUTE_LIMITS.has(code) || DAY_LIMITS.has(code)) return 'rate-limited';
  if (NOT_ENABLED.has(code)) return 'not-enabled';
  if (BUSY.has(code)) return 'busy';
  if (code === TOKEN_DEAD || code === 10002) return 'credentials';
  if (code === 301) return 'wrong-host';
  // Captured answer of an unlicensed app: HTTP 200, code 1, 应用或账号未开通相应功能.
  if (code === 1 && msg.includes('未开通')) return 'not-enabled';
  if (code === 20001 && msg.startsWith('permission required by')) return 'not-enabled';
  // A wrong key, secret or clock is a parameter error by code: "sign is invalid".
  if (id === 'POST /auth' && code >= 20000 && code < 30000) return 'credentials';
  return 'refused';
}

export type Context = {
  readonly id: EndpointId;
  readonly requestId: string;
  readonly secrets: readonly string[];
};

/** The envelope of a success, or the error the answer stands for. Codes decide before the HTTP status does. */
export function judge(answer: HttpAnswer, context: Context): Envelope | GetuiError {
  const { status } = answer;
  const envelope = readEnvelope(answer.body);
  if (envelope === null) return withoutEnvelope(answer, context);
  if (envelope.code === 0) {
    if (status >= 200 && status < 300) return envelope;
    return status === 429 ? withoutEnvelope(answer, context) : broken('garbled', answer, context, 'code 0');
  }
  const msg = clean(envelope.msg, context.secrets);
  const kind = kindOfCode(context.id, envelope.code, envelope.msg);
  return new GetuiError({
    kind: status >= 500 && kind === 'refused' ? 'server-error' : kind,
    endpoint: context.id,
    requestId: context.requestId,
    // A 5xx leaves open how far the server got before it failed.
    outcome: status >= 500 ? openOutcome(context.id) : 'not-applied',
    code: envelope.code,
    httpStatus: status,
    msg,
    retryAfterMs: retryAfterMs(answer.retryAfter),
    window: MINUTE_LIMITS.has(envelope.code) ? 'minute' : DAY_LIMITS.has(envelope.code) ? 'day' : null,
    hosts: envelope.code === 301 ? hostsOf(envelope.data) : [],
  });
}

/** The error for a request without a complete answer. */
export function ofFailure(failure: HttpFailure, sent: boolean, context: Context): GetuiError {
  const kind = !sent && failure.reason === 'lost' ? 'unreachable' : failure.reason;
  return new GetuiError({
    kind,
    endpoint: context.id,
    requestId: context.requestId,
    outcome: sent ? openOutcome(context.id) : 'not-applied',
    detail: failure.detail,
  });
}

/** `unknown` for writes; a read changes nothing. */
export function openOutcome(id: EndpointId): Outcome {
  return endpointOf(id).effect === 'read' ? 'not-applied' : 'unknown';
}

function withoutEnvelope(answer: HttpAnswer, context: Context): GetuiError {
  const { status } = answer;
  // These four refuse a request by its head or size, before anything is done with it.
  if (status === 414 || status === 431) return broken('too-long', answer, context, undefined, 'not-applied');
  if (status === 413) return broken('refused', answer, context, undefined, 'not-applied');
  if (status === 429) return broken('rate-limited', answer, context, undefined, 'not-applied');
  if (status >= 500) return broken('server-error', answer, context);
  return broken('garbled', answer, context, 'no envelope');
}

function broken(
  kind: GetuiErrorKind,
  answer: HttpAnswer,
  context: Context,
  detail?: string,
  outcome: Outcome = openOutcome(context.id),
): GetuiError {
  const { id: endpoint, requestId } = context;
  const facts = { kind, endpoint, requestId, outcome, detail, httpStatus: answer.status };
  return new GetuiError({ ...facts, retryAfterMs: retryAfterMs(answer.retryAfter) });
}

function clean(msg: string, secrets: readonly string[]): string {
  let text = msg;
  for (const secret of secrets) if (secret !== '') text = text.replaceAll(secret, '***');
  return text.replace(/\p{C}/gu, ' ').slice(0, 300).trim();
}

function retryAfterMs(header: string | null): number | null {
  if (header === null || !/^\d{1,6}$/.test(header.trim())) return null;
  return Number(header) * 1000;
}
