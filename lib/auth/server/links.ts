import 'server-only';
import { createHash } from 'node:crypto';
import { and, eq, gt, isNull } from 'drizzle-orm';
import { appendAudit } from '@/lib/audit/append';
import type { Role } from '@/lib/auth/permissions';
import { newSecret } from '@/lib/core/ids';
import { refuse } from '@/lib/core/result';
import type { Database, Tx } from '@/lib/db/client';
import { account, oneTimeLink } from '@/lib/db/schema/accounts';
import { checkPassword, countAdmins, createAccount, normaliseEmail, storePassword } from './accounts';
import { hashPassword } from './password';
import type { Actor } from './session';

const LIFE_MS = { 'first-admin': 60 * 60_000, invitation: 3 * 86_400_000, reset: 60 * 60_000 } as const;

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url');

async function makeLink(
  tx: Tx,
  purpose: keyof typeof LIFE_MS,
  accountId: string | null,
  createdBy: string | null,
  now: Date,
): Promise<string> {
  const token = newSecret();
  // A newer link replaces the older ones for the same purpose and person.
  await tx
    .update(oneTimeLink)
    .set({ usedAt: now })
    .where(
      and(
        eq(oneTimeLink.purpose, purpose),
        accountId ? eq(oneTimeLink.accountId, accountId) : isNull(oneTimeLink.accountId),
        isNull(oneTimeLink.usedAt),
      ),
    );
  const expiresAt = new Date(now.getTime() + LIFE_MS[purpose]);
  await tx
    .insert(oneTimeLink)
    .values({ tokenHash: hashOf(token), purpose, accountId, createdBy, createdAt: now, expiresAt });
  return token;
}

/** A link token for the first administrator, or null when there is one. */
export async function firstAdminLink(db: Database, now: Date): Promise<string | null> {
  return db.transaction(async (tx) =>
    (await countAdmins(tx)) > 0 ? null : makeLink(tx, 'first-admin', null, null, now),
  );
}

/** Makes an account without a password and the link with which its owner sets one. */
export async function invite(
  db: Database,
  actor: Actor,
  person: { email: string; name: string; role: Role },
  now: Date,
): Promise<{ accountId: string; token: string }> {
  return db.transaction(async (tx) => {
    const by = { id: actor.accountId, name: actor.name };
    const accountId = await createAccount(tx, by, { ...person, passwordHash: null }, now);
    return { accountId, token: await makeLink(tx, 'invitation', accountId, actor.accountId, now) };
  });
}

/** A link with which somebody sets a new password: for a lost one, or an invitation that ran out. */
export async function resetLink(db: Database, actor: Actor, accountId: string, now: Date): Promise<string> {
  return db.transaction(async (tx) => {
    const [person] = await tx.select().from(account).where(eq(account.id, accountId));
    if (!person) refuse('NOT_FOUND');
    const by = { id: actor.accountId, name: actor.name };
    await appendAudit(tx, { at: now, actor: by, action: 'member.reset-link', target: accountId, detail: {} });
    return makeLink(tx, person.passwordHash ? 'reset' : 'invitation', accountId, actor.accountId, now);
  });
}

/** What a link is for, while it is good; null when it was used, replaced or ran out. */
export async function peekLink(db: Database, token: string, now: Date) {
  const [link] = await db.orm
    .select({ purpose: oneTimeLink.purpose, email: account.email, name: account.name })
    .from(oneTimeLink)
    .leftJoin(account, eq(account.id, oneTimeLink.accountId))
    .where(
      and(
        eq(oneTimeLink.tokenHash, hashOf(token)),
        isNull(oneTimeLink.usedAt),
        gt(oneTimeLink.expiresAt, now),
      ),
    );
  return link ?? null;
}

/**
 * Uses a link up: makes the first administrator, or sets the password of the person it was made for. Works once, also
 * when two tabs try together. The slow hash is made before the transaction and only for a link that is good.
 * @throws Refusal LINK_INVALID, INVALID_INPUT (password rule), CONFLICT (address taken)
 */
export async function spendLink(
  db: Database,
  token: string,
  form: { email?: string; name?: string; password: string },
  now: Date,
): Promise<void> {
  const link = await peekLink(db, token, now);
  if (!link) refuse('LINK_INVALID');
  const email = normaliseEmail(link.email ?? form.email ?? '');
  checkPassword(form.password, email);
  const passwordHash = await hashPassword(form.password);
  await db.transaction(async (tx) => {
    const [spent] = await tx
      .update(oneTimeLink)
      .set({ usedAt: now })
      .where(and(eq(oneTimeLink.tokenHash, hashOf(token)), isNull(oneTimeLink.usedAt)))
      .returning();
    if (!spent) refuse('LINK_INVALID');
    if (spent.accountId) {
      await storePassword(tx, spent.accountId, passwordHash);
      const by = { id: spent.accountId, name: link.name ?? email };
      await appendAudit(tx, {
        at: now,
        actor: by,
        action: `link.${spent.purpose}`,
        target: spent.accountId,
        detail: {},
      });
      return;
    }
    if ((await countAdmins(tx)) > 0) refuse('LINK_INVALID');
    const person = { email, name: form.name?.trim() || email, role: 'admin' as const, passwordHash };
    await createAccount(tx, { id: null, name: 'setup link' }, person, now);
  });
}
