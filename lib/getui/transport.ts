import { Agent, type Dispatcher } from 'undici';
import { type HttpAnswer, HttpFailure, type HttpFetch, type HttpRequest } from './http';

export type TransportOptions = {
  /** Connections per origin; default 32. */
  readonly connections?: number;
  /** Default 5,000. */
  readonly connectTimeoutMs?: number;
  /** An idle connection is closed after this; short, so that the server rarely closes first. Default 8,000. */
  readonly keepAliveMs?: number;
  /** Largest answer accepted, in bytes; default 8 MiB. */
  readonly maxAnswerBytes?: number;
};

export type Transport = { readonly fetch: HttpFetch; close(): Promise<void> };

/**
 * HTTP over undici's dispatcher: keep-alive, no pipelining, no redirects, no decompression, bounded time and size.
 * `fetch` of the platform costs three times as much per call.
 */
export function createTransport(options: TransportOptions = {}): Transport {
  const maxBytes = options.maxAnswerBytes ?? 8 * 1024 * 1024;
  const agent = new Agent({
    connections: options.connections ?? 32,
    pipelining: 1,
    connect: { timeout: options.connectTimeoutMs ?? 5_000 },
    keepAliveTimeout: options.keepAliveMs ?? 8_000,
    keepAliveMaxTimeout: options.keepAliveMs ?? 8_000,
    // Each request carries its own limit, which covers what these would.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: -1,
  });
  return {
    fetch: (request) =>
      new Promise((resolve, reject) => new Exchange(agent, request, maxBytes, resolve, reject)),
    close: () => agent.destroy(),
  };
}

/** Collects one answer. Whatever comes first ends it: the whole answer, an error, the time limit, the caller's signal. */
class Exchange implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | null = null;
  #failure: HttpFailure | null = null;
  #done = false;
  #status = 0;
  #retryAfter: string | null = null;
  #parts: Buffer[] = [];
  #bytes = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(
    agent: Agent,
    readonly request: HttpRequest,
    readonly maxBytes: number,
    readonly resolve: (answer: HttpAnswer) => void,
    readonly reject: (failure: HttpFailure) => void,
  ) {
    this.#timer = setTimeout(() => this.#stop(new HttpFailure('timeout', 'deadline')), request.timeoutMs);
    const { signal } = request;
    if (signal?.aborted) {
      this.#stop(new HttpFailure('aborted', 'signal'));
      return;
    }
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    const { origin, path, method, headers, body } = request;
    agent.dispatch({ origin, path, method, headers, body }, this);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Ended while waiting for a connection: nothing has left yet, and nothing shall.
    if (this.#failure) {
      controller.abort(this.#failure);
      return;
    }
    this.#controller = controller;
    try {
      this.request.onSent();
    } catch (error) {
      controller.abort(
        this.#fail(error instanceof HttpFailure ? error : new HttpFailure('aborted', 'refused')),
      );
    }
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.#status = status;
    const retryAfter = headers['retry-after'];
    this.#retryAfter = typeof retryAfter === 'string' ? retryAfter : null;
    const encoding = headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity')
      controller.abort(this.#fail(new HttpFailure('garbled', 'content-encoding')));
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.maxBytes)
      controller.abort(this.#fail(new HttpFailure('garbled', 'answer too large')));
    else this.#parts.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#done) return;
    let body: string;
    try {
      const [only] = this.#parts;
      const bytes = this.#parts.length === 1 && only ? only : Buffer.concat(this.#parts);
      body = utf8.decode(bytes);
    } catch {
      this.#fail(new HttpFailure('garbled', 'not UTF-8'));
      return;
    }
    this.#settle();
    this.resolve({ status: this.#status, retryAfter: this.#retryAfter, body, bytes: this.#bytes });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#fail(this.#failure ?? asFailure(error));
  }

  readonly #onAbort = () => this.#stop(new HttpFailure('aborted', 'signal'));

  #stop(failure: HttpFailure): void {
    this.#fail(failure);
    this.#controller?.abort(failure);
  }

  #fail(failure: HttpFailure): HttpFailure {
    if (!this.#done) {
      this.#settle();
      this.#failure = failure;
      this.reject(failure);
    }
    return failure;
  }

  #settle(): void {
    this.#done = true;
    clearTimeout(this.#timer);
    this.request.signal?.removeEventListener('abort', this.#onAbort);
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function asFailure(error: Error): HttpFailure {
  const code = (error as { code?: unknown }).code;
  const detail = typeof code === 'string' ? code : error.name;
  if (
    detail.startsWith('HPE_') ||
    detail === 'HTTPParserError' ||
    detail === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' ||
    detail === 'UND_ERR_HEADERS_OVERFLOW'
  )
    return new HttpFailure('garbled', detail);
  return new HttpFailure('lost', detail);
}
