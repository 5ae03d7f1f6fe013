import type { Clock } from '../core/clock';
import { newId } from '../core/ids';
import { judge, ofFailure, openOutcome, TOKEN_DEAD } from './classify';
import { type EndpointId, endpointOf } from './endpoints';
import { GetuiError, GetuiTransportError, GetuiUsageError } from './errors';
import { type HttpAnswer, HttpFailure, type HttpFetch } from './http';
import { assertPath } from './path';
import type { TokenSource } from './token';
import type { CallOptions, CallRecord } from './types';
import type { Envelope } from './wire/envelope';

export type PipelineParts = {
  readonly origin: string;
  /** Path of the app's root: `/v2/<appId>`. */
  readonly root: string;
  readonly fetch: HttpFetch;
  readonly clock: Clock;
  readonly random: () => number;
  readonly onCall: ((record: CallRecord) => void) | null;
  /** Masked wherever the upstream's words are kept. */
  readonly secrets: readonly string[];
  readonly deadlineMs: number;
  readonly tryTimeoutMs: number;
};

export type Call = {
  readonly id: EndpointId;
  /** Below the app's root, from `pathOf`. */
  readonly path: string;
  readonly body?: unknown;
  /** Something in the path to mask in the upstream's words. */
  readonly secret?: string;
};

/** A call with its limits fixed: shared by all tries and parts of one method. */
export type Span = CallOptions & { readonly requestId: string; readonly endsAt: number };

export const MAX_TRIES = 3;
const REQUEST_ID = /^[\w.-]{1,64}$/;
/** A failed try is worth another only if the answer may differ. */
const PASSING = new Set(['unreachable', 'lost', 'timeout', 'server-error', 'busy', 'garbled']);

export type Pipeline = ReturnType<typeof createPipeline>;

/** The one way a request goes out: deadline, token, tries, verdict, record. */
export function createPipeline(parts: PipelineParts) {
  const { clock } = parts;

  /** Fixes requestId and deadline for a method. */
  function span(id: EndpointId, options: CallOptions = {}): Span {
    const { requestId = newId(clock.now()), deadlineMs = parts.deadlineMs } = options;
    if (!REQUEST_ID.test(requestId)) throw new GetuiUsageError(id, 'requestId: charset');
    if (!(deadlineMs > 0)) throw new GetuiUsageError(id, 'deadlineMs: must be above 0');
    return { ...options, requestId, endsAt: clock.now() + deadlineMs };
  }

  /** Sends once with the given token. Returns the envelope of a code 0, or the error. */
  async function once(
    call: Call,
    span: Span,
    token: string | null,
    attempt: number,
  ): Promise<Envelope | GetuiError> {
    const path = parts.root + call.path;
    assertPath(call.id, parts.origin, path);
    const body = call.body === undefined ? null : JSON.stringify(call.body);
    const context = {
      id: call.id,
      requestId: span.requestId,
      secrets: [...parts.secrets, token ?? '', call.secret ?? ''],
    };
    const startedAt = clock.now();
    const left = span.endsAt - startedAt;
    let sent = false;
    let answer: HttpAnswer | null = null;
    let result: Envelope | GetuiError;
    try {
      answer = await parts.fetch({
        method: endpointOf(call.id).method,
        origin: parts.origin,
        path,
        headers: headersOf(span.requestId, token, body),
        body,
        timeoutMs: endpointOf(call.id).effect === 'read' ? Math.min(left, parts.tryTimeoutMs) : left,
        signal: span.signal ?? null,
        onSent: () => {
          span.onSent?.();
          sent = true;
        },
      });
      result = judge(answer, context);
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      result = ofFailure(error, sent, context);
    }
    record(call, span, attempt, startedAt, body, answer, result);
    return result;
  }

  function record(
    call: Call,
    span: Span,
    attempt: number,
    startedAt: number,
    body: string | null,
    answer: HttpAnswer | null,
    result: Envelope | GetuiError,
  ): void {
    if (!parts.onCall) return;
    const failed = result instanceof GetuiError;
    parts.onCall({
      endpoint: call.id,
      requestId: span.requestId,
      attempt,
      status: answer?.status ?? null,
      code: result.code,
      ms: clock.now() - startedAt,
      bytesOut: body === null ? 0 : byteLength(body),
      bytesIn: answer?.bytes ?? 0,
      outcome: failed ? result.outcome : 'ok',
      kind: failed ? result.kind : null,
    });
  }

  /** Tries until an answer, as often as the endpoint's table row and the deadline allow. */
  async function run(call: Call, span: Span, tokens: TokenSource | null): Promise<Envelope> {
    let replayed = false;
    let token: string | null = null;
    for (let attempt = 1; ; attempt++) {
      ensureTime(call, span);
      if (tokens) {
        const ready: string | Promise<string> = token ?? tokens.current();
        token = typeof ready === 'string' ? ready : await within(call, span, ready);
      }
      let result = await once(call, span, token, attempt);
      if (tokens && token !== null && !replayed && tokenDied(result)) {
        replayed = true;
        token = await within(call, span, tokens.after(token));
        result = await once(call, span, token, ++attempt);
      }
      if (!(result instanceof GetuiError)) return result;
      const pause = attempt < MAX_TRIES ? pauseMs(call.id, result, attempt) : null;
      if (pause === null || clock.now() + pause >= span.endsAt || span.signal?.aborted) throw result;
      await clock.sleep(pause, span.signal).catch(() => {
        throw result;
      });
    }
  }

  /** Full jitter up to 200, 400 ms; at least what the upstream asks for; null when it must not be sent again. */
  function pauseMs(id: EndpointId, error: GetuiError, attempt: number): number | null {
    const { repeat } = endpointOf(id);
    if (repeat === 'never') return null;
    if (repeat === 'unsent') {
      if (error.kind !== 'unreachable') return null;
    } else if (!PASSING.has(error.kind) && error.retryAfterMs === null) return null;
    return Math.max(error.retryAfterMs ?? 0, parts.random() * 200 * 2 ** (attempt - 1));
  }

  function ensureTime(call: Call, span: Span): void {
    if (span.signal?.aborted) throw stopped(call, span, 'aborted');
    if (clock.now() >= span.endsAt) throw stopped(call, span, 'timeout');
  }

  /** Waits for a shared renewal no longer than this call may last. */
  async function within<T>(call: Call, span: Span, promise: Promise<T>): Promise<T> {
    const stop = new AbortController();
    const signal = span.signal ? AbortSignal.any([stop.signal, span.signal]) : stop.signal;
    const limit = clock.sleep(Math.max(0, span.endsAt - clock.now()), signal).then(
      () => Promise.reject(stopped(call, span, 'timeout')),
      () => Promise.reject(stopped(call, span, 'aborted')),
    );
    limit.catch(() => {});
    try {
      return await Promise.race([promise, limit]);
    } catch (error) {
      throw error instanceof GetuiError ? error : noToken(span, error);
    } finally {
      stop.abort();
    }
  }

  return { span, run };
}

/** Only the body code tells, and only a certain answer lets a write go out again. */
function tokenDied(result: Envelope | GetuiError): boolean {
  return result instanceof GetuiError && result.code === TOKEN_DEAD && result.known;
}

function stopped(call: Call, span: Span, kind: 'timeout' | 'aborted'): GetuiTransportError {
  const { requestId } = span;
  return new GetuiTransportError({
    kind,
    endpoint: call.id,
    requestId,
    outcome: 'not-applied',
    detail: 'before sending',
  });
}

/** The token store itself failed; nothing was sent. */
function noToken(span: Span, cause: unknown): GetuiTransportError {
  const { requestId } = span;
  const facts = { kind: 'unreachable', endpoint: 'POST /auth', requestId, outcome: 'not-applied' } as const;
  return new GetuiTransportError({ ...facts, detail: 'token store' }, { cause });
}

/** A code 0 whose data cannot be read: the change may well have happened. */
export function unreadable(call: Call, span: Span): GetuiTransportError {
  const { requestId } = span;
  return new GetuiTransportError({
    kind: 'garbled',
    endpoint: call.id,
    requestId,
    outcome: openOutcome(call.id),
    code: 0,
    detail: 'data of another shape',
  });
}

function headersOf(requestId: string, token: string | null, body: string | null): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json', 'x-request-id': requestId };
  if (token !== null) headers.token = token;
  if (body !== null) headers['content-type'] = 'application/json;charset=utf-8';
  return headers;
}

const encoder = new TextEncoder();
function byteLength(text: string): number {
  return encoder.encode(text).length;
}
