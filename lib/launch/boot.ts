import 'server-only';
import { sql } from 'drizzle-orm';
import { registerApp } from '@/lib/apps/server/apps';
import { SealError } from '@/lib/apps/server/seal';
import { countAdmins, createAccount } from '@/lib/auth/server/accounts';
import { firstAdminLink } from '@/lib/auth/server/links';
import { hashPassword } from '@/lib/auth/server/password';
import { forgetOldSessions } from '@/lib/auth/server/session';
import { dropOldUses } from '@/lib/budgets/settings';
import { systemClock } from '@/lib/core/clock';
import { Refusal } from '@/lib/core/result';
import { single } from '@/lib/core/single';
import type { Database } from '@/lib/db/client';
import { type Env, env } from '@/lib/env';
import { dropOldLookups } from '@/lib/users/server/lookups';
import { giveUp, openProcess, startWork } from './process';

const now = () => new Date(systemClock.now());
const state = () => single('boot', () => ({ booted: undefined as Promise<void> | undefined }));

/** Opens the database, applies what the environment names, starts the work. Once per process; ends it when that fails. */
export function boot(): Promise<void> {
  state().booted ??= start().catch(giveUp);
  return state().booted as Promise<void>;
}

async function start(): Promise<void> {
  const settings = env();
  const db = await openProcess(settings);
  await applyEnvironment(db, settings);
  const hourly = [
    { name: 'forget old sessions', everyMs: 3_600_000, run: () => forgetOldSessions(db, now()) },
    { name: 'forget old calls', everyMs: 3_600_000, run: () => dropOldUses(db) },
    { name: 'drop old lookups', everyMs: 3_600_000, run: () => dropOldLookups(db, systemClock.now()) },
  ];
  await startWork(db, settings.worker || db.kind === 'embedded', hourly);
}

/** The first administrator, the first app; or a link with which somebody becomes the first administrator. */
async function applyEnvironment(db: Database, settings: Env): Promise<void> {
  if (settings.firstAdmin && (await countAdmins(db.orm)) === 0) await makeFirstAdmin(db, settings.firstAdmin);
  if (settings.firstApp) {
    try {
      await registerApp(db, settings.firstApp, settings.masterKey, now());
    } catch (error) {
      if (error instanceof SealError)
        throw new Error(`MUSTER_MASTER_KEY does not open the stored credentials: ${error.message}`);
      throw error;
    }
  }
  const token = await firstAdminLink(db, now());
  if (token) {
    process.stdout.write(
      `\nNo administrator yet. Open this link within an hour to become it:\n  ${settings.siteUrl}/setup#${token}\n\n`,
    );
  }
}

/** Several processes may start together on an empty database: one makes the account, the others find it. */
async function makeFirstAdmin(
  db: Database,
  { email, password }: NonNullable<Env['firstAdmin']>,
): Promise<void> {
  const person = { email, name: email, role: 'admin' as const, passwordHash: await hashPassword(password) };
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('muster.members'))`);
    if ((await countAdmins(tx)) > 0) return;
    await createAccount(tx, { id: null, name: 'environment' }, person, now()).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      throw new Error('MUSTER_ADMIN_EMAIL names an account that exists and is not an administrator');
    });
  });
}
