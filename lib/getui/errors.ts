import type { Outcome } from './types';

/**
 * What went wrong, for switching on:
 * `refused` the upstream said no to the content · `rate-limited` a quota is used up · `not-enabled` the app lacks a
 * feature or permission · `credentials` app id, key, secret or IP not accepted · `wrong-host` the app belongs to another
 * data centre (code 301) · `busy` the upstream says try later · `server-error` HTTP 5xx · `too-long` the URL does not fit
 * (414/431) · `unreachable` no connection · `lost` the connection broke off · `timeout` · `aborted` by the caller ·
 * `garbled` an answer that cannot be read · `usage` refused by this client before any request.
 */
export type GetuiErrorKind =
  | 'refused'
  | 'rate-limited'
  | 'not-enabled'
  | 'credentials'
  | 'wrong-host'
  | 'busy'
  | 'server-error'
  | 'too-long'
  | 'unreachable'
  | 'lost'
  | 'timeout'
  | 'aborted'
  | 'garbled'
  | 'usage';

/** An error as plain data: it survives JSON, so that other processes can be told of it. */
export type GetuiErrorFacts = {
  readonly kind: GetuiErrorKind;
  readonly endpoint: string;
  readonly requestId: string | null;
  readonly outcome: Outcome;
  readonly code?: number | null;
  readonly httpStatus?: number | null;
  readonly msg?: string | null;
  readonly retryAfterMs?: number | null;
  readonly window?: 'minute' | 'day' | null;
  readonly hosts?: readonly string[];
  readonly detail?: string;
};

const BRAND = Symbol.for('muster.getui.error');

/** Base of all errors of this client. `message` names endpoint and kind only; it never holds secrets, cids, aliases or tags. */
export class GetuiError extends Error {
  override name = 'GetuiError';
  readonly kind: GetuiErrorKind;
  /** Template id such as `POST /user/alias`; `POST /auth` when the token could not be had. */
  readonly endpoint: string;
  readonly requestId: string | null;
  /** Whether the change the caller asked for may have happened. Reads are always `not-applied`. */
  readonly outcome: Outcome;
  /** `outcome` is certain. */
  readonly known: boolean;
  /** Upstream body code, null without an answer. */
  readonly code: number | null;
  readonly httpStatus: number | null;
  /** The upstream's own words, at most 300 characters, secrets masked; may be shown, not to be decided on. */
  readonly msg: string | null;
  /** From a Retry-After header, in milliseconds. */
  readonly retryAfterMs: number | null;
  /** Which window of a quota is used up, when the code tells. */
  readonly window: 'minute' | 'day' | null;
  /** Host names the upstream proposes with code 301; for the operator to read, never followed. */
  readonly hosts: readonly string[];

  constructor(facts: GetuiErrorFacts, options?: ErrorOptions) {
    super(wording(facts), options);
    this.kind = facts.kind;
    this.endpoint = facts.endpoint;
    this.requestId = facts.requestId;
    this.outcome = facts.outcome;
    this.known = facts.outcome !== 'unknown';
    this.code = facts.code ?? null;
    this.httpStatus = facts.httpStatus ?? null;
    this.msg = facts.msg ?? null;
    this.retryAfterMs = facts.retryAfterMs ?? null;
    this.window = facts.window ?? null;
    this.hosts = facts.hosts ?? [];
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** Next may load this module several times: an error is known by its brand, whichever copy made it. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}

/** The caller broke a documented limit or passed an unsafe value; nothing was sent. */
export class GetuiUsageError extends GetuiError {
  override name = 'GetuiUsageError';
  /** The rule broken and where, e.g. `data_list[3].alias: charset`; holds no values. */
  readonly rule: string;
  constructor(endpoint: string, rule: string) {
    super({ kind: 'usage', endpoint, requestId: null, outcome: 'not-applied', detail: rule });
    this.rule = rule;
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof GetuiError && value.kind === 'usage';
  }
}

function wording(facts: GetuiErrorFacts): string {
  const parts = [`${facts.endpoint}: ${facts.kind}`];
  if (facts.code != null) parts.push(`code ${facts.code}`);
  if (facts.httpStatus != null) parts.push(`HTTP ${facts.httpStatus}`);
  if (facts.detail) parts.push(facts.detail);
  if (facts.outcome === 'unknown') parts.push('outcome unknown');
  return parts.join(', ');
}
