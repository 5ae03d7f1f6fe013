import { setMaxListeners } from 'node:events';
import type { Clock } from '../core/clock';
import { newId } from '../core/ids';
import { judge, ofFailure, openOutcome, TOKEN_DEAD } from './classify';
import { type EndpointId, endpointOf } from './endpoints';
import { GetuiError, GetuiUsageError } from './errors';
import { type HttpAnswer, HttpFailure, type HttpFetch } from './http';
import { assertPath } from './path';
import { RetryBudget } from './retry-budget';
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
  /** Most tries, where the endpoint allows more than one; default 3. */
  readonly maxTries?: number;
};

/** A method's limits, fixed when it began: shared by all its tries and parts. */
export type Span = CallOptions & { readonly requestId: string; readonly endsAt: number };

type Verdict = Envelope | GetuiError;

const MAX_TRIES = 3;
const BACKOFF_MS = 200;
/** Far below what a timer can hold. */
const MAX_DEADLINE_MS = 3_600_000;
const REQUEST_ID = /^[\w.-]{1,64}$/;
/** A failed try is worth another only if the answer may differ. */
const PASSING = new Set(['unreachable', 'lost', 'timeout', 'server-error', 'busy', 'garbled']);

/** The one way a request goes out: deadline, token, tries, verdict, record. */
export class Pipeline {
  private readonly budget = new RetryBudget();

  constructor(private readonly parts: PipelineParts) {}

  /** Fixes request id and deadline for a method. */
  span(id: EndpointId, options: CallOptions = {}): Span {
    const now = this.parts.clock.now();
    const { requestId = newId(now), deadlineMs = this.parts.deadlineMs } = options;
    if (!REQUEST_ID.test(requestId)) throw new GetuiUsageError(id, 'requestId: charset');
    if (!(deadlineMs > 0 && deadlineMs <= MAX_DEADLINE_MS))
      throw new GetuiUsageError(id, 'deadlineMs: out of range');
    // Many calls may listen to one signal: that is no leak, each leaves when it ends.
    if (options.signal) setMaxListeners(0, options.signal);
    return { ...options, requestId, endsAt: now + deadlineMs };
  }

  /**
   * Tries until an answer of code 0, as often as the endpoint's table row and the deadline allow. After code 10001 the
   * call is replayed once with another token: that answer is certain, so a write may go out again.
   */
  async run(call: Call, span: Span, tokens: TokenSource | null): Promise<Envelope> {
    const { clock } = this.parts;
    let token: string | null = null;
    let replayed = false;
    for (let attempt = 1; ; attempt++) {
      if (tokens) token ??= await this.tokenOf(call, span, tokens.current());
      let verdict = await this.attempt(call, span, token, attempt);
      if (tokens && token !== null && !replayed && tokenDied(verdict)) {
        replayed = true;
        token = await this.tokenOf(call, span, tokens.after(token));
        verdict = await this.attempt(call, span, token, ++attempt);
      }
      if (!(verdict instanceof GetuiError)) {
        this.budget.earn();
        return verdict;
      }
      const error = verdict;
      const pause = attempt < (call.maxTries ?? MAX_TRIES) ? this.pauseMs(call.id, error, attempt) : null;
      if (pause === null || clock.now() + pause >= span.endsAt || !this.budget.spend()) throw error;
      await clock.sleep(pause, span.signal).catch(() => {
        throw error;
      });
    }
  }

  /** Sends once. */
  private async attempt(call: Call, span: Span, token: string | null, attempt: number): Promise<Verdict> {
    const { parts } = this;
    const startedAt = parts.clock.now();
    if (span.signal?.aborted) throw stopped(call, span, 'aborted');
    if (startedAt >= span.endsAt) throw stopped(call, span, 'timeout');
    const { id } = call;
    const { method, effect } = endpointOf(id);
    const path = parts.root + call.path;
    assertPath(id, parts.origin, path);
    const body = call.body === undefined ? null : JSON.stringify(call.body);
    const context = {
      id,
      requestId: span.requestId,
      secrets: [...parts.secrets, token ?? '', call.secret ?? ''],
    };
    const left = span.endsAt - startedAt;
    let sent = false;
    let answer: HttpAnswer | null = null;
    let verdict: Verdict;
    try {
      answer = await parts.fetch({
        method,
        origin: parts.origin,
        path,
        headers: headersOf(span.requestId, token, body),
        body,
        timeoutMs: effect === 'read' ? Math.min(left, parts.tryTimeoutMs) : left,
        signal: span.signal ?? null,
        onSent: () => {
          if (span.sendBefore !== undefined && parts.clock.now() > span.sendBefore)
            throw new HttpFailure('timeout', 'too late to begin');
          span.onSent?.();
          sent = true;
        },
      });
      verdict = judge(answer, context);
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      verdict = ofFailure(error, sent, context);
    }
    this.record(call, span, { attempt, startedAt, body, answer, verdict });
    return verdict;
  }

  private record(
    call: Call,
    span: Span,
    told: {
      attempt: number;
      startedAt: number;
      body: string | null;
      answer: HttpAnswer | null;
      verdict: Verdict;
    },
  ): void {
    const { onCall, clock } = this.parts;
    if (!onCall) return;
    const { attempt, startedAt, body, answer, verdict } = told;
    const error = verdict instanceof GetuiError ? verdict : null;
    try {
      onCall({
        endpoint: call.id,
        requestId: span.requestId,
        attempt,
        status: answer?.status ?? null,
        code: verdict.code,
        ms: clock.now() - startedAt,
        bytesOut: body === null ? 0 : encoder.encode(body).length,
        bytesIn: answer?.bytes ?? 0,
        outcome: error?.outcome ?? 'ok',
        kind: error?.kind ?? null,
      });
    } catch {
      // A listener's fault must not turn an answered write into a failure.
    }
  }

  /** Full jitter up to 200, 400 ms; at least what the upstream asks for; null when it must not be sent again. */
  private pauseMs(id: EndpointId, error: GetuiError, attempt: number): number | null {
    const { repeat } = endpointOf(id);
    const passing = PASSING.has(error.kind) || (error.kind === 'rate-limited' && error.retryAfterMs !== null);
    const allowed = repeat === 'always' ? passing : repeat === 'unsent' && error.kind === 'unreachable';
    if (!allowed) return null;
    return Math.max(error.retryAfterMs ?? 0, this.parts.random() * BACKOFF_MS * 2 ** (attempt - 1));
  }

  /** Waits for a token no longer than the call may last; most often there is nothing to wait for. */
  private async tokenOf(call: Call, span: Span, token: string | Promise<string>): Promise<string> {
    if (typeof token === 'string') return token;
    const { clock } = this.parts;
    const stop = new AbortController();
    const signal = span.signal ? AbortSignal.any([stop.signal, span.signal]) : stop.signal;
    const limit = clock.sleep(Math.max(0, span.endsAt - clock.now()), signal).then(
      () => Promise.reject(stopped(call, span, 'timeout')),
      () => Promise.reject(stopped(call, span, 'aborted')),
    );
    try {
      return await Promise.race([token, limit]);
    } catch (error) {
      throw error instanceof GetuiError ? error : storeFailed(span, error);
    } finally {
      stop.abort();
    }
  }
}

/** A code 0 whose data cannot be read: the change may well have happened. */
export function unreadable(call: Call, span: Span): GetuiError {
  const { requestId } = span;
  const facts = {
    kind: 'garbled',
    endpoint: call.id,
    requestId,
    outcome: openOutcome(call.id),
    code: 0,
  } as const;
  return new GetuiError({ ...facts, detail: 'data of another shape' });
}

/** Only the body code tells, and only a certain answer lets a write go out again. */
function tokenDied(verdict: Verdict): boolean {
  return verdict instanceof GetuiError && verdict.code === TOKEN_DEAD && verdict.known;
}

function stopped(call: Call, span: Span, kind: 'timeout' | 'aborted'): GetuiError {
  const { requestId } = span;
  const facts = { kind, endpoint: call.id, requestId, outcome: 'not-applied' } as const;
  return new GetuiError({ ...facts, detail: 'before sending' });
}

/** The token store itself failed; nothing was sent. */
function storeFailed(span: Span, cause: unknown): GetuiError {
  const { requestId } = span;
  const facts = { kind: 'unreachable', endpoint: 'POST /auth', requestId, outcome: 'not-applied' } as const;
  return new GetuiError({ ...facts, detail: 'token store' }, { cause });
}

function headersOf(requestId: string, token: string | null, body: string | null): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json', 'x-request-id': requestId };
  if (token !== null) headers.token = token;
  if (body !== null) headers['content-type'] = 'application/json;charset=utf-8';
  return headers;
}

const encoder = new TextEncoder();
