import 'server-only';
import { sql } from 'drizzle-orm';
import { registerApp } from '@/lib/apps/server/apps';
import { SealError } from '@/lib/apps/server/seal';
import { countAdmins, createAccount } from '@/lib/auth/server/accounts';
import { firstAdminLink } from '@/lib/auth/server/links';
import { hashPassword } from '@/lib/auth/server/password';
import { forgetOldSessions } from '@/lib/auth/server/session';
import { dropOldDrafts } from '@/lib/changes/draft';
import { recoverJobs, releaseLeases } from '@/lib/changes/recover';
import { systemClock } from '@/lib/core/clock';
import { Refusal } from '@/lib/core/result';
import { single } from '@/lib/core/single';
import { type Database, openDatabase } from '@/lib/db/client';
import { setDatabase } from '@/lib/db/current';
import { type Env, env } from '@/lib/env';
import { type Duty, startWorker, type Worker } from '@/lib/jobs/worker';
import { log } from '@/lib/log';
import { engine } from './engine';
import { lifecycle } from './lifecycle';
import { runningChanges } from './order';

const FLUSH_MS = 200;
const now = () => new Date(systemClock.now());
const state = () =>
  single('process', () => ({
    booted: undefined as Promise<void> | undefined,
    worker: undefined as Worker | undefined,
  }));

/** Opens the database, applies what the environment names, starts the worker. Once per process; ends it when that fails. */
export function boot(): Promise<void> {
  const process_ = state();
  process_.booted ??= start().catch((error: unknown) => {
    const text = error instanceof Error ? error.message : String(error);
    process.stderr.write(`\nMuster cannot start: ${text}\n\n`);
    process.exit(1);
  });
  return process_.booted;
}

async function start(): Promise<void> {
  const settings = env();
  log.level = settings.logLevel;
  const db = await openDatabase(
    settings.databaseUrl ? { url: settings.databaseUrl } : { dataDir: settings.dataDir },
  );
  setDatabase(db);
  await applyEnvironment(db, settings);
  const embedded = db.kind === 'embedded';
  if (embedded) await releaseLeases(db);
  if (settings.worker || embedded) state().worker = startWorker(duties(db), systemClock);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void shutDown(db));
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

function duties(db: Database): Duty[] {
  const minute = 60_000;
  return [
    { name: 'recover changes', everyMs: minute, run: () => recoverJobs(engine()) },
    { name: 'drop old previews', everyMs: 10 * minute, run: () => dropOldDrafts(db, now()) },
    { name: 'forget old sessions', everyMs: 60 * minute, run: () => forgetOldSessions(db, now()) },
    { name: 'checkpoint', everyMs: 5 * minute, run: () => db.housekeep() },
    { name: 'vacuum', everyMs: 24 * 60 * minute, run: () => db.vacuum() },
  ];
}

async function shutDown(db: Database): Promise<void> {
  if (lifecycle().ending) return;
  lifecycle().ending = true;
  // Changes under way get their settled rows; what takes longer is found as unknown at the next start.
  const patience = setTimeout(() => process.exit(0), 20_000);
  await state().worker?.stop();
  while (runningChanges().size > 0) await Promise.allSettled([...runningChanges()]);
  // Time for the last words to reach the pages that wait for them.
  await systemClock.sleep(FLUSH_MS);
  setDatabase(undefined);
  await db.close();
  clearTimeout(patience);
  process.exit(0);
}
