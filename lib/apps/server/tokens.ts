import 'server-only';
import { and, eq, sql } from 'drizzle-orm';
import { systemClock } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import type { Database } from '@/lib/db/client';
import { pushAppToken } from '@/lib/db/schema/apps';
import { GetuiError, type GetuiErrorFacts } from '@/lib/getui/errors';
import type { StoredToken, TokenStore } from '@/lib/getui/types';
import { seal, unseal } from './seal';

// Short, and prolonged while the fetch lasts: a process that dies fetching keeps nobody waiting for long.
const LEASE_MS = 8_000;
const PROLONG_MS = 2_000;
const POLL_MS = 40;
const GIVE_UP_MS = 60_000;

type Row = typeof pushAppToken.$inferSelect;
/** The last fetch that failed: whose lease it was and what the client said. */
type Failure = { lease: string; facts: GetuiErrorFacts | null };
const factsOf = ({
  kind,
  endpoint,
  requestId,
  outcome,
  code,
  httpStatus,
  msg,
  retryAfterMs,
  window,
}: GetuiError): GetuiErrorFacts => ({
  kind,
  endpoint,
  requestId,
  outcome,
  code,
  httpStatus,
  msg,
  retryAfterMs,
  window,
});
const held = (appId: string, lease: string) =>
  and(eq(pushAppToken.appId, appId), eq(pushAppToken.leaseOwner, lease));
const place = (appId: string) => `push_app_token/${appId}/token`;

/**
 * The access token of every app, sealed in the database and shared by all processes. Whoever finds it missing takes a
 * lease and fetches the next one; the others wait for that result, good or bad. The upstream is never called inside a
 * transaction, and a lease that its owner left behind runs out by the database's clock.
 */
export function sharedTokenStore(db: Database, masterKey: Buffer): TokenStore {
  const flights = new Map<string, Promise<StoredToken>>();
  const open = (row: Row | undefined): StoredToken | null =>
    row?.tokenSealed && row.expiresAt
      ? { token: unseal(masterKey, place(row.appId), row.tokenSealed), expiresAt: row.expiresAt.getTime() }
      : null;

  async function read(appId: string): Promise<StoredToken | null> {
    const [row] = await db.orm.select().from(pushAppToken).where(eq(pushAppToken.appId, appId)).limit(1);
    return open(row);
  }

  /** The row as it is, and whether this caller now holds the lease `mine`. */
  async function look(appId: string, failed: string | null, mine: string) {
    return db.transaction(async (tx) => {
      await tx.insert(pushAppToken).values({ appId }).onConflictDoNothing();
      const [found] = await tx
        .select({ row: pushAppToken, now: sql<Date>`clock_timestamp()`.mapWith(pushAppToken.leaseUntil) })
        .from(pushAppToken)
        .where(eq(pushAppToken.appId, appId))
        .for('update');
      if (!found) throw new Error('the token row vanished');
      const { row, now } = found;
      const token = open(row);
      if (token && token.token !== failed && token.expiresAt > now.getTime()) return { token };
      if (row.leaseOwner && row.leaseUntil && row.leaseUntil > now) return { heldBy: row.leaseOwner, row };
      await tx
        .update(pushAppToken)
        .set({ leaseOwner: mine, leaseUntil: new Date(now.getTime() + LEASE_MS) })
        .where(eq(pushAppToken.appId, appId));
      return { mine: true, row };
    });
  }

  async function fetchUnderLease(
    appId: string,
    mine: string,
    obtain: () => Promise<StoredToken>,
  ): Promise<StoredToken> {
    const settle = (values: Partial<Row>) =>
      db.orm
        .update(pushAppToken)
        .set({ ...values, version: sql`${pushAppToken.version} + 1`, leaseOwner: null, leaseUntil: null })
        .where(held(appId, mine));
    const prolong = setInterval(() => {
      db.orm
        .update(pushAppToken)
        .set({ leaseUntil: sql`clock_timestamp() + ${LEASE_MS} * interval '1 millisecond'` })
        .where(held(appId, mine))
        .catch(() => undefined);
    }, PROLONG_MS);
    try {
      const token = await obtain().finally(() => clearInterval(prolong));
      const tokenSealed = seal(masterKey, place(appId), token.token);
      await settle({ tokenSealed, expiresAt: new Date(token.expiresAt), failedAt: null, failure: null });
      return token;
    } catch (error) {
      const failure: Failure = { lease: mine, facts: error instanceof GetuiError ? factsOf(error) : null };
      await settle({ failedAt: new Date(systemClock.now()), failure: JSON.stringify(failure) });
      throw error;
    }
  }

  async function renewAcross(appId: string, failed: string | null, obtain: () => Promise<StoredToken>) {
    const mine = newId();
    const deadline = systemClock.now() + GIVE_UP_MS;
    let waitedFor: string | null = null;
    while (systemClock.now() < deadline) {
      const seen = await look(appId, failed, mine);
      if (seen.token) return seen.token;
      if (seen.mine) {
        const last = seen.row?.failure ? (JSON.parse(seen.row.failure) as Failure) : null;
        if (last?.facts && last.lease === waitedFor) {
          // The one we waited for failed: its error is ours too, instead of one more call each.
          await db.orm
            .update(pushAppToken)
            .set({ leaseOwner: null, leaseUntil: null })
            .where(held(appId, mine));
          throw new GetuiError(last.facts);
        }
        return fetchUnderLease(appId, mine, obtain);
      }
      waitedFor = seen.heldBy ?? waitedFor;
      await systemClock.sleep(POLL_MS);
    }
    throw new Error('no process could renew the access token in time');
  }

  return {
    read,
    renew(appId, failed, obtain) {
      const flight = flights.get(appId);
      if (flight) return flight;
      const started = renewAcross(appId, failed, obtain).finally(() => flights.delete(appId));
      flights.set(appId, started);
      return started;
    },
  };
}
