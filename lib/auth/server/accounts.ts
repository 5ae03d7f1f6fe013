import 'server-only';
import { asc, count, eq, sql } from 'drizzle-orm';
import { appendAudit } from '@/lib/audit/append';
import { ROLES, type Role } from '@/lib/auth/permissions';
import { newId } from '@/lib/core/ids';
import { refuse } from '@/lib/core/result';
import type { Database, Tx } from '@/lib/db/client';
import { account } from '@/lib/db/schema/accounts';
import { hashPassword, passwordRule, verifyPassword } from './password';
import type { Actor } from './session';

export const normaliseEmail = (email: string) => email.trim().toLowerCase();

type By = { id: string | null; name: string };

/** Makes an account inside the caller's transaction. @throws Refusal CONFLICT when the address is taken. */
export async function createAccount(
  tx: Tx,
  by: By,
  person: { email: string; name: string; role: Role; passwordHash: string | null },
  now: Date,
): Promise<string> {
  const id = newId(now.getTime());
  const email = normaliseEmail(person.email);
  const [made] = await tx
    .insert(account)
    .values({
      id,
      email,
      name: person.name,
      role: person.role,
      passwordHash: person.passwordHash,
      createdAt: now,
    })
    .onConflictDoNothing()
    .returning({ id: account.id });
  if (!made) refuse('CONFLICT', { fields: { email: 'taken' } });
  await appendAudit(tx, {
    at: now,
    actor: by,
    action: 'member.create',
    target: id,
    detail: { email, role: person.role },
  });
  return id;
}

/** Everybody, by name. */
export async function listAccounts(db: Database) {
  const rows = await db.orm.select().from(account).orderBy(asc(account.name));
  return rows.map(({ passwordHash, sessionVersion: _version, ...person }) => ({
    ...person,
    invited: passwordHash === null,
  }));
}

export async function countAdmins(db: { select: Database['orm']['select'] }): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(account)
    .where(
      sql`${account.role} = 'admin' and ${account.disabledAt} is null and ${account.passwordHash} is not null`,
    );
  return row?.n ?? 0;
}

/** Changes a role; the person's sessions end with it. The last administrator cannot step down. */
export async function changeRole(
  db: Database,
  actor: Actor,
  accountId: string,
  role: Role,
  now: Date,
): Promise<void> {
  if (!ROLES.includes(role)) refuse('INVALID_INPUT', { fields: { role: 'unknown' } });
  await change(db, actor, accountId, 'member.role', { role }, now, async (tx, person) => {
    if (person.role === role) return;
    await tx
      .update(account)
      .set({ role, sessionVersion: person.sessionVersion + 1 })
      .where(eq(account.id, accountId));
  });
}

/** Disables or enables an account; disabling ends its sessions. */
export async function setDisabled(
  db: Database,
  actor: Actor,
  accountId: string,
  disabled: boolean,
  now: Date,
) {
  await change(
    db,
    actor,
    accountId,
    disabled ? 'member.disable' : 'member.enable',
    {},
    now,
    async (tx, person) => {
      await tx
        .update(account)
        .set({ disabledAt: disabled ? now : null, sessionVersion: person.sessionVersion + 1 })
        .where(eq(account.id, accountId));
    },
  );
}

async function change(
  db: Database,
  actor: Actor,
  accountId: string,
  action: string,
  detail: Record<string, unknown>,
  now: Date,
  work: (tx: Tx, person: typeof account.$inferSelect) => Promise<void>,
) {
  await db.transaction(async (tx) => {
    // Held by everyone who takes an administrator away, so that two cannot remove each other at once.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('muster.members'))`);
    const [person] = await tx.select().from(account).where(eq(account.id, accountId)).for('update');
    if (!person) refuse('NOT_FOUND');
    await work(tx, person);
    if ((await countAdmins(tx)) === 0) refuse('CONFLICT', { params: { rule: 'last-admin' } });
    await appendAudit(tx, {
      at: now,
      actor: { id: actor.accountId, name: actor.name },
      action,
      target: accountId,
      detail: { ...detail, was: person.role },
    });
  });
}

/** Refuses a password that breaks a rule. @throws Refusal INVALID_INPUT with the rule under `password` */
export function checkPassword(password: string, email: string): void {
  const rule = passwordRule(password, email);
  if (rule) refuse('INVALID_INPUT', { fields: { password: rule } });
}

/** Stores a new password hash inside the caller's transaction; every session of the account ends with it. */
export async function storePassword(tx: Tx, accountId: string, passwordHash: string): Promise<void> {
  const stored = await tx
    .update(account)
    .set({ passwordHash, sessionVersion: sql`${account.sessionVersion} + 1` })
    .where(eq(account.id, accountId))
    .returning({ id: account.id });
  if (stored.length === 0) refuse('NOT_FOUND');
}

/** Changes one's own password. The old one is asked again; all sessions end, this one too: one signs in anew. */
export async function changeOwnPassword(
  db: Database,
  actor: Actor,
  current: string,
  next: string,
  now: Date,
): Promise<void> {
  const [person] = await db.orm.select().from(account).where(eq(account.id, actor.accountId));
  if (!person || !(await verifyPassword(current, person.passwordHash))) {
    refuse('INVALID_INPUT', { fields: { current: 'wrong' } });
  }
  checkPassword(next, person.email);
  const passwordHash = await hashPassword(next);
  await db.transaction(async (tx) => {
    await storePassword(tx, actor.accountId, passwordHash);
    const by = { id: actor.accountId, name: actor.name };
    await appendAudit(tx, {
      at: now,
      actor: by,
      action: 'self.password',
      target: actor.accountId,
      detail: {},
    });
  });
}
