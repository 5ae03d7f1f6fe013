/** What can be expected to go wrong, as a value: every door answers with it and never throws for these. */
export type Failure = {
  /** A literal that screens switch on; the text for people comes from the message catalogue. */
  readonly code: FailureCode;
  /** Figures and names for the message, never secrets. */
  readonly params?: Readonly<Record<string, string | number>>;
  /** Field path → rule broken, for forms. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Seconds to wait before asking again, when known. */
  readonly retryAfter?: number;
  /** Links this answer to the log. */
  readonly requestId?: string;
};

export const FAILURE_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'CROSS_ORIGIN',
  'INVALID_INPUT',
  'NOT_FOUND',
  'CONFLICT',
  'PREVIEW_STALE',
  'THROTTLED',
  'LINK_INVALID',
  'UPSTREAM_REFUSED',
  'UPSTREAM_RATE_LIMITED',
  'UPSTREAM_NOT_ENABLED',
  'UPSTREAM_CREDENTIALS',
  'UPSTREAM_UNREACHABLE',
  'UPSTREAM_GARBLED',
  'UPSTREAM_TIMEOUT',
  'APP_CHANGED',
  'SHUTTING_DOWN',
  'UNEXPECTED',
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

export type Result<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly error: Failure };

export const ok = <T>(data: T): Result<T> => ({ ok: true, data });
export const fail = (code: FailureCode, more: Omit<Failure, 'code'> = {}): { ok: false; error: Failure } => ({
  ok: false,
  error: { code, ...more },
});

/** Thrown inside verbs for an expected failure; the door turns it into a {@link Result}. */
export class Refusal extends Error {
  override name = 'Refusal';
  constructor(readonly failure: Failure) {
    super(failure.code);
  }
}

/** Throws a {@link Refusal}; reads as a sentence at the call site. */
export function refuse(code: FailureCode, more: Omit<Failure, 'code'> = {}): never {
  throw new Refusal({ code, ...more });
}
