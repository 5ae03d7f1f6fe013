import type { Clock } from '../core/clock';
import { createGetui, type GetuiOptions } from './client';
import { GetuiError } from './errors';
import { HttpFailure, type HttpRequest } from './http';
import { memoryTokenStore } from './token';
import type { CallRecord, PushApp } from './types';

export const APP: PushApp = {
  appId: 'testAppId0001',
  appKey: 'testAppKey0001',
  masterSecret: 'testMasterSecret0001',
  baseUrl: 'https://upstream.test/v2',
};

export const CID = '0123456789abcdef0123456789abcdef';
/** `n` different cids. */
export const cidsOf = (n: number): string[] =>
  Array.from({ length: n }, (_, i) => i.toString(16).padStart(32, '0'));

/** A clock that stands still until it is moved. */
export class ManualClock implements Clock {
  #now = 1_700_000_000_000;
  #sleepers: { at: number; wake: () => void }[] = [];
  readonly slept: number[] = [];

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const sleeper = { at: this.#now + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      this.slept.push(ms);
      signal?.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
        reject(signal.reason);
      });
    });
  }

  async advance(ms: number): Promise<void> {
    this.#now += ms;
    const due = this.#sleepers.filter((one) => one.at <= this.#now);
    this.#sleepers = this.#sleepers.filter((one) => one.at > this.#now);
    for (const one of due) one.wake();
    await quiet();
  }

  /** Moves on from sleep to sleep until the promise is settled. */
  async until<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const end = () => {
      settled = true;
    };
    promise.then(end, end);
    await quiet();
    while (!settled) {
      const next = Math.min(...this.#sleepers.map((one) => one.at));
      if (!Number.isFinite(next)) throw new Error('nothing moves any more');
      await this.advance(next - this.#now);
    }
    return promise;
  }
}

/** Lets everything run that needs no time. */
export async function quiet(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
}

export type Reply =
  | {
      readonly status?: number;
      readonly json?: unknown;
      readonly text?: string;
      readonly retryAfter?: string;
    }
  | { readonly fail: HttpFailure['reason']; readonly sent: boolean };
export type Script = (request: HttpRequest, call: number) => Reply | Promise<Reply>;

export const OK: Reply = { json: { code: 0, msg: 'success' } };
export const refusal = (code: number, status = 200, msg = ''): Reply => ({ status, json: { code, msg } });

/** A client over a scripted upstream that counts. Auth is answered with token-1, token-2 … unless scripted. */
export function scripted(script: Script, options: Partial<GetuiOptions> & { auth?: Script } = {}) {
  const clock = new ManualClock();
  const calls: HttpRequest[] = [];
  const auths: HttpRequest[] = [];
  const records: CallRecord[] = [];
  const issue: Script = (_, call) => ({
    json: {
      code: 0,
      msg: '',
      data: { token: `token-${call}`, expire_time: String(clock.now() + 86_400_000) },
    },
  });
  const { auth = issue, ...rest } = options;
  const fetch = async (request: HttpRequest) => {
    const isAuth = request.method === 'POST' && request.path.endsWith('/auth');
    const list = isAuth ? auths : calls;
    list.push(request);
    const reply = await (isAuth ? auth : script)(request, list.length);
    if ('fail' in reply) {
      if (reply.sent) request.onSent();
      throw new HttpFailure(reply.fail, 'SCRIPTED');
    }
    request.onSent();
    const body = reply.text ?? JSON.stringify(reply.json);
    return { status: reply.status ?? 200, retryAfter: reply.retryAfter ?? null, body, bytes: body.length };
  };
  const onCall = (record: CallRecord) => records.push(record);
  const getui = createGetui(APP, {
    tokens: memoryTokenStore(clock),
    fetch,
    clock,
    random: () => 0.5,
    onCall,
    ...rest,
  });
  return { getui, clock, calls, auths, records };
}

/** The GetuiError a promise fails with. */
export async function errorOf(promise: Promise<unknown>): Promise<GetuiError> {
  const reason = await promise.then(
    () => new Error('it went through'),
    (error: unknown) => error,
  );
  if (reason instanceof GetuiError) return reason;
  throw reason;
}
