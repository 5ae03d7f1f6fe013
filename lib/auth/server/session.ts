import 'server-only';
import { createHash } from 'node:crypto';
import { and, desc, eq, gt, isNull, lt, ne, or } from 'drizzle-orm';
import type { Role } from '@/lib/auth/permissions';
import { newId, newSecret } from '@/lib/core/ids';
import type { Database, Tx } from '@/lib/db/client';
import { account, oneTimeLink, session, signInAttempt } from '@/lib/db/schema/accounts';

export const IDLE_MS = 30 * 60_000;
export const ABSOLUTE_MS = 12 * 60 * 60_000;
const TOUCH_MS = 60_000;

/** A signed-in person, as read from the database for this very request. */
export type Actor = {
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly sessionId: string;
};

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('base64url');

/** Starts a session and returns the secret that the cookie will carry. */
export async function startSession(
  db: Database,
  person: { id: string; sessionVersion: number },
  from: { network: string; userAgent: string },
  now: Date,
): Promise<string> {
  const secret = newSecret();
  await db.transaction(async (tx) => {
    await tx.insert(session).values({
      id: newId(now.getTime()),
      secretHash: hashOf(secret),
      accountId: person.id,
      sessionVersion: person.sessionVersion,
      network: from.network,
      userAgent: from.userAgent.slice(0, 200),
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + ABSOLUTE_MS),
    });
    await tx.update(account).set({ lastSignInAt: now }).where(eq(account.id, person.id));
  });
  return secret;
}

/**
 * The person behind a session secret, or null when the session was ended, is idle for 30 minutes or 12 hours old, or when
 * the account was disabled or changed its role or password since. Read at every request: death is immediate.
 */
export async function actorOf(db: Database, secret: string, now: Date): Promise<Actor | null> {
  const [row] = await db.orm
    .select({ session, account })
    .from(session)
    .innerJoin(account, eq(account.id, session.accountId))
    .where(eq(session.secretHash, hashOf(secret)))
    .limit(1);
  if (!row || !isAlive(row, now)) return null;
  if (now.getTime() - row.session.lastSeenAt.getTime() > TOUCH_MS)
    await db.orm.update(session).set({ lastSeenAt: now }).where(eq(session.id, row.session.id));
  const { id, name, email, role } = row.account;
  return { accountId: id, name, email, role, sessionId: row.session.id };
}

type Row = { session: typeof session.$inferSelect; account: typeof account.$inferSelect };

function isAlive(
  { session: { revokedAt, lastSeenAt, expiresAt, sessionVersion }, account: person }: Row,
  now: Date,
) {
  if (revokedAt || person.disabledAt || sessionVersion !== person.sessionVersion) return false;
  return now.getTime() - lastSeenAt.getTime() <= IDLE_MS && expiresAt > now;
}

/** Whether the session of somebody who keeps a stream open still stands, without counting as a sign of life. */
export async function stillSignedIn(
  db: Database,
  { sessionId, role }: Pick<Actor, 'sessionId' | 'role'>,
  now: Date,
): Promise<boolean> {
  const [row] = await db.orm
    .select({ session, account })
    .from(session)
    .innerJoin(account, eq(account.id, session.accountId))
    .where(eq(session.id, sessionId))
    .limit(1);
  return row !== undefined && isAlive(row, now) && row.account.role === role;
}

/** Ends the session behind a secret; harmless when it has ended. */
export async function endSession(db: Database, secret: string, now: Date): Promise<void> {
  await db.orm
    .update(session)
    .set({ revokedAt: now })
    .where(and(eq(session.secretHash, hashOf(secret)), isNull(session.revokedAt)));
}

/** Ends one session, or with `allBut` every other one, of this account only. */
export async function endSessions(
  tx: Tx,
  accountId: string,
  which: { id: string } | { allBut: string },
  now: Date,
): Promise<number> {
  const ended = await tx
    .update(session)
    .set({ revokedAt: now })
    .where(
      and(
        eq(session.accountId, accountId),
        isNull(session.revokedAt),
        'id' in which ? eq(session.id, which.id) : ne(session.id, which.allBut),
      ),
    )
    .returning({ id: session.id });
  return ended.length;
}

/** The living sessions of an account, newest first. */
export async function listSessions(db: Database, accountId: string, now: Date) {
  return db.orm
    .select({
      id: session.id,
      network: session.network,
      userAgent: session.userAgent,
      createdAt: session.createdAt,
      lastSeenAt: session.lastSeenAt,
    })
    .from(session)
    .innerJoin(account, eq(account.id, session.accountId))
    .where(
      and(
        eq(session.accountId, accountId),
        isNull(session.revokedAt),
        eq(session.sessionVersion, account.sessionVersion),
        gt(session.expiresAt, now),
        gt(session.lastSeenAt, new Date(now.getTime() - IDLE_MS)),
      ),
    )
    .orderBy(desc(session.lastSeenAt));
}

/** Deletes what no longer decides anything: dead sessions after 30 days, tries after 2, links after 30. */
export async function forgetOldSessions(db: Database, now: Date): Promise<void> {
  const days = (n: number) => new Date(now.getTime() - n * 86_400_000);
  await db.orm.delete(session).where(or(lt(session.revokedAt, days(30)), lt(session.expiresAt, days(30))));
  await db.orm.delete(signInAttempt).where(lt(signInAttempt.at, days(2)));
  await db.orm.delete(oneTimeLink).where(lt(oneTimeLink.expiresAt, days(30)));
}
