import { createHash } from 'node:crypto';
import type { Clock } from '../core/clock';
import { TOKEN_DEAD } from './classify';
import { GetuiError } from './errors';
import { pathOf } from './path';
import { type Pipeline, unreadable } from './pipeline';
import type { TokenSource } from './token';
import type { CallOptions, PushApp, StoredToken } from './types';
import { authAnswer } from './wire/auth';

/** Shortest life given to a new token: an `expire_time` in our past means that the two clocks differ, not that it is dead. */
const LEAST_LIFE_MS = 10 * 60_000;

/** rest_v2/token: lower-case hex of sha256(appkey + timestamp + mastersecret). */
export function sign(appKey: string, timestamp: string, masterSecret: string): string {
  return createHash('sha256')
    .update(appKey + timestamp + masterSecret)
    .digest('hex');
}

/** Asks the upstream for a token. Tokens do not displace each other: an older one stays valid (vendor's engineer, issue 31). */
export async function obtainToken(
  app: PushApp,
  pipeline: Pipeline,
  clock: Clock,
  deadlineMs: number,
): Promise<StoredToken> {
  const timestamp = String(clock.now());
  const body = { sign: sign(app.appKey, timestamp, app.masterSecret), timestamp, appkey: app.appKey };
  const call = { id: 'POST /auth', path: pathOf('POST /auth'), body, maxTries: 2 } as const;
  const span = pipeline.span('POST /auth', { deadlineMs });
  const parsed = authAnswer.safeParse((await pipeline.run(call, span, null)).data);
  if (!parsed.success) throw unreadable(call, span);
  const { token, expire_time } = parsed.data;
  return { token, expiresAt: Math.max(expire_time, clock.now() + LEAST_LIFE_MS) };
}

export type AuthMethods = ReturnType<typeof authMethods>;

export function authMethods(pipeline: Pipeline, tokens: TokenSource) {
  return {
    /**
     * Gets a new token, which proves the credentials; the former one stays valid upstream. Costs one of the 100 auth
     * calls a minute. Answers when it ends (ms), never the token.
     */
    async renew(): Promise<{ expiresAt: number }> {
      const { expiresAt } = await tokens.renew();
      return { expiresAt };
    },

    /** Kills the token in use upstream (`DELETE /auth/$token`); the next call gets another. False: there was none. */
    async revoke(options?: CallOptions): Promise<boolean> {
      const span = pipeline.span('DELETE /auth/$token', options);
      const token = await tokens.peek();
      if (token === null) return false;
      const id = 'DELETE /auth/$token';
      try {
        await pipeline.run({ id, path: pathOf(id, token), secret: token }, span, null);
      } catch (error) {
        // Dead already: what was asked for is so.
        if (!(error instanceof GetuiError && error.code === TOKEN_DEAD)) throw error;
      } finally {
        tokens.forget(token);
      }
      return true;
    },
  };
}
