/** One HTTP exchange as the pipeline needs it. */
export type HttpRequest = {
  readonly method: string;
  /** Scheme, host and port. */
  readonly origin: string;
  /** Written to the request line as it is. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Limit for connecting and the whole answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal | null;
  /**
   * Must be called before the first byte may leave: what fails earlier counts as not sent. When it throws, the request
   * fails with that error and nothing leaves.
   */
  readonly onSent: () => void;
};

export type HttpAnswer = {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: string;
  /** Bytes of the answer's body. */
  readonly bytes: number;
};

/** Resolves with any complete HTTP answer, redirects included; otherwise rejects with {@link HttpFailure}. */
export type HttpFetch = (request: HttpRequest) => Promise<HttpAnswer>;

export class HttpFailure extends Error {
  override name = 'HttpFailure';
  constructor(
    readonly reason: 'lost' | 'timeout' | 'aborted' | 'garbled',
    /** A system or library error code such as `ECONNREFUSED`; never content. */
    readonly detail: string,
  ) {
    super(`${reason}: ${detail}`);
  }

  /** By name: the process-wide transport may come from another copy of this module. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'HttpFailure';
  }
}
