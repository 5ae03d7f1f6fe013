import 'server-only';
import { createHash } from 'node:crypto';
import { and, count, eq, gt, min, sql } from 'drizzle-orm';
import type { Database } from '@/lib/db/client';
import { signInAttempt } from '@/lib/db/schema/accounts';

const WINDOW_MS = 5 * 60_000;
/** Failures of one account from one network in the window. Another network is not affected: nobody can lock a victim out. */
const PER_PAIR = 5;
/** Failures of one network over all accounts. */
const PER_NETWORK = 60;

export type Attempt = { allowed: true; id: number } | { allowed: false; retryAfter: number };

/** The /24 or /64 an address belongs to: what one guesser can cheaply change is not told apart. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:/, '').trim();
  if (/^\d+\.\d+\.\d+\.\d+$/.test(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
  if (!plain.includes(':')) return 'unknown';
  const [head = ''] = plain.split('%');
  const [left = '', right] = head.split('::');
  const groups = left ? left.split(':') : [];
  const missing = right === undefined ? 0 : 8 - groups.length - (right ? right.split(':').length : 0);
  const full = [
    ...groups,
    ...Array<string>(Math.max(0, missing)).fill('0'),
    ...(right ? right.split(':') : []),
  ];
  return `${full
    .slice(0, 4)
    .map((group) => group.toLowerCase().padStart(1, '0'))
    .join(':')}::/64`;
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
        return {
          allowed: false,
          retryAfter: Math.max(1, Math.ceil((first.getTime() + WINDOW_MS - now.getTime()) / 1000)),
        };
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
