/** Credentials and address of one push app. Never log the whole object. */
export type PushApp = {
  readonly appId: string;
  readonly appKey: string;
  readonly masterSecret: string;
  /** The API root up to and with `/v2`; the app id is appended. The caller checks its host against the allowlist. */
  readonly baseUrl: string;
};

/** An access token; `expiresAt` in milliseconds since the epoch. */
export type StoredToken = { readonly token: string; readonly expiresAt: number };

/** Where tokens live between calls, shared by all processes that use the same store. */
export interface TokenStore {
  /** The stored token, expired or not; null when there is none. */
  read(appId: string): Promise<StoredToken | null>;
  /**
   * Runs `obtain` for exactly one caller across all processes when the stored token is still `failed` (or missing or
   * expired); everybody else gets that one's result, or its error.
   */
  renew(appId: string, failed: string | null, obtain: () => Promise<StoredToken>): Promise<StoredToken>;
}

/** What any call accepts besides its arguments. */
export type CallOptions = {
  /** Aborting ends the call with kind `aborted`; a write already on the wire is then `unknown`. */
  readonly signal?: AbortSignal;
  /** Limit for the whole method in milliseconds: waiting for a token, every try and every part. Default 30,000, at most an hour. */
  readonly deadlineMs?: number;
  /** Links log lines, records and errors; 1–64 of `A–Z a–z 0–9 . _ -`. Made up when absent. */
  readonly requestId?: string;
  /**
   * Milliseconds by the clock after which no try may begin: what would leave later fails as `timeout`, not applied. For
   * callers whose right to send runs out.
   */
  readonly sendBefore?: number;
  /** Called just before the first byte of a request may leave; once per try. Not called for token requests. */
  readonly onSent?: () => void;
};

export type Outcome = 'not-applied' | 'unknown';

/** One try of one request, fit for logs and metrics: no secrets, tokens, cids, aliases or tags. */
export type CallRecord = {
  readonly endpoint: string;
  readonly requestId: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** HTTP status, null when no answer came. */
  readonly status: number | null;
  /** Upstream body code, null when there was none to read. */
  readonly code: number | null;
  readonly ms: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly outcome: 'ok' | Outcome;
  /** {@link GetuiErrorKind} of a failed try. */
  readonly kind: string | null;
};
