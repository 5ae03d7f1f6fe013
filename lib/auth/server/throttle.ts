import 'server-only';
import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { and, count, eq, gt, min, sql } from 'drizzle-orm';
import { single } from '@/lib/core/single';
import type { Database } from '@/lib/db/client';
import { signInAttempt } from '@/lib/db/schema/accounts';

const WINDOW_MS = 5 * 60_000;
/** Failures of one account from one network in the window. Another network is not affected: nobody can lock a victim out. */
const PER_PAIR = 5;
/** Failures of one network over all accounts. */
const PER_NETWORK = 60;

/** `first`: the first refusal since the door closed, worth an audit row. */
export type Attempt = { allowed: true; id: number } | { allowed: false; retryAfter: number; first: boolean };

/** Doors that closed and until when, so that only the first refusal is told; one process's memory is enough for that. */
const closed = () => single('closed-doors', () => new Map<string, number>());

function isFirstRefusal(door: string, now: number, until: number): boolean {
  const doors = closed();
  for (const [key, end] of doors) if (end <= now) doors.delete(key);
  if (doors.has(door) || doors.size > 10_000) return false;
  doors.set(door, until);
  return true;
}

/** The /24 or /64 an address belongs to: what one guesser can cheaply change is not told apart. A port is no part of it. */
export function networkOf(address: string): string {
  const bare = address
    .trim()
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIP(bare) === 4) return `${bare.split('.').slice(0, 3).join('.')}.0/24`;
  if (isIP(bare) !== 6) return 'unknown';
  const [left = '', right] = bare.toLowerCase().split('::');
  const groups = left ? left.split(':') : [];
  const tail = right ? right.split(':') : [];
  const zeros = right === undefined ? 0 : Math.max(0, 8 - groups.length - tail.length);
  return `${[...groups, ...Array<string>(zeros).fill('0'), ...tail].slice(0, 4).join(':')}::/64`;
}

const accountKey = (email: string) => createHash('sha256').update(email).digest('hex');

/**
 * Counts a try before the password is looked at, or refuses it. The row is written first and the count taken after, in one
 * transaction under a lock on the pair, so that parallel guesses cannot slip through together.
 */
export async function beginAttempt(
  db: Database,
  email: string,
  network: string,
  now: Date,
): Promise<Attempt> {
  const key = accountKey(email);
  const since = new Date(now.getTime() - WINDOW_MS);
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${network}))`);
    const failures = async (pair: boolean) => {
      const [row] = await tx
        .select({ n: count(), first: min(signInAttempt.at) })
        .from(signInAttempt)
        .where(
          and(
            eq(signInAttempt.network, network),
            eq(signInAttempt.succeeded, false),
            gt(signInAttempt.at, since),
            pair ? eq(signInAttempt.accountKey, key) : undefined,
          ),
        );
      return { n: row?.n ?? 0, first: row?.first ?? now };
    };
    for (const [pair, limit] of [
      [true, PER_PAIR],
      [false, PER_NETWORK],
    ] as const) {
      const { n, first } = await failures(pair);
      if (n >= limit) {
        const until = first.getTime() + WINDOW_MS;
        const retryAfter = Math.max(1, Math.ceil((until - now.getTime()) / 1000));
        const door = pair ? `${network} ${key}` : network;
        return { allowed: false, retryAfter, first: isFirstRefusal(door, now.getTime(), until) };
      }
    }
    const [row] = await tx
      .insert(signInAttempt)
      .values({ accountKey: key, network, at: now })
      .returning({ id: signInAttempt.id });
    return { allowed: true, id: row?.id ?? 0 };
  });
}

/** The try was right: it and the earlier failures of this pair no longer count. */
export async function attemptSucceeded(db: Database, email: string, network: string): Promise<void> {
  await db.orm
    .update(signInAttempt)
    .set({ succeeded: true })
    .where(and(eq(signInAttempt.accountKey, accountKey(email)), eq(signInAttempt.network, network)));
}
