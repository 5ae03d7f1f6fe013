import 'server-only';
import { answered, refused, take } from '@/lib/budgets/budgets';
import type { Database } from '@/lib/db/client';
import { judge } from '@/lib/getui/classify';
import { GetuiError } from '@/lib/getui/errors';
import type { HttpAnswer, HttpFetch } from '@/lib/getui/http';

const ID = 'POST /auth';

/**
 * Puts the app's `auth` budget before every single request for a token, second tries included; other requests pass.
 * @param id of the app's row
 * @returns a fetch that, without a slot, rejects with a {@link GetuiError} of kind `rate-limited` that tells when to ask
 *   again; nothing was sent then
 */
export function withAuthBudget(db: Database, id: string, fetch: HttpFetch): HttpFetch {
  return async (request) => {
    if (request.method !== 'POST' || !request.path.endsWith('/auth')) return fetch(request);
    const slot = await take(db, { appId: id, family: 'auth', who: 'person', deadlineMs: request.timeoutMs });
    const requestId = request.headers['x-request-id'] ?? '-';
    if (!slot.granted) throw full(requestId, slot.waitMs, slot.window);
    // What waiting for the slot took is the call's: it ends when the slot believes it does.
    const timeoutMs = Math.max(1, slot.endsBy - performance.now());
    const answer = await fetch({ ...request, timeoutMs });
    await learn(db, id, answer, requestId);
    await answered(db, slot.id);
    return answer;
  };
}

const full = (requestId: string, retryAfterMs: number, window: 'minute' | 'day') =>
  new GetuiError({
    kind: 'rate-limited',
    endpoint: ID,
    requestId,
    outcome: 'not-applied',
    retryAfterMs,
    window,
    detail: 'own budget',
  });

async function learn(db: Database, id: string, answer: HttpAnswer, requestId: string): Promise<void> {
  const verdict = judge(answer, { id: ID, requestId, secrets: [] });
  if (verdict instanceof GetuiError && verdict.kind === 'rate-limited')
    await refused(db, id, 'auth', verdict);
}
