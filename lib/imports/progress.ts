import 'server-only';
import { refuse } from '@/lib/core/result';
import { single } from '@/lib/core/single';
import type { ImportProgress } from './schema';

/** Uploads at once: each holds a parser, and a key index that grows with the file. */
const MOST_PER_ACCOUNT = 2;
const MOST_PER_PROCESS = 4;
const RETRY_SECONDS = 10;

type Running = { accountId: string; progress: ImportProgress };
const running = () => single('imports', () => new Map<string, Running>());
const name = (accountId: string, key: string) => `${accountId} ${key}`;

export type Ticket = { progress: ImportProgress; end(): void };

/**
 * Admits an upload and begins to tell how far it is.
 * @throws Refusal CONFLICT (the same key is on its way), THROTTLED (too many at once)
 */
export function admit(accountId: string, key: string, total: number): Ticket {
  const all = running();
  if (all.has(name(accountId, key))) refuse('CONFLICT', { fields: { key: 'running' } });
  const own = [...all.values()].filter((one) => one.accountId === accountId).length;
  if (own >= MOST_PER_ACCOUNT || all.size >= MOST_PER_PROCESS)
    refuse('THROTTLED', { retryAfter: RETRY_SECONDS, params: { seconds: RETRY_SECONDS } });
  const progress: ImportProgress = { stage: 'reading', rows: 0, done: 0, total };
  all.set(name(accountId, key), { accountId, progress });
  return { progress, end: () => void all.delete(name(accountId, key)) };
}

/** How far an upload of this person is; null when this process runs none of that key. */
export const progressOf = (accountId: string, key: string): ImportProgress | null =>
  running().get(name(accountId, key))?.progress ?? null;
