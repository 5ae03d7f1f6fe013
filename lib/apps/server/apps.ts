import 'server-only';
import { asc, eq, sql } from 'drizzle-orm';
import { appendAudit } from '@/lib/audit/append';
import { newId } from '@/lib/core/ids';
import type { Database } from '@/lib/db/client';
import { pushApp } from '@/lib/db/schema/apps';
import type { Env } from '@/lib/env';
import { seal, unseal } from './seal';

/** What screens may know of an app. */
export type AppSummary = {
  readonly id: string;
  readonly name: string;
  readonly environment: 'production' | 'test' | 'sandbox';
};

const secretPlace = (appId: string) => `push_app/${appId}/master_secret`;

/** Every registered app, oldest first. */
export async function listApps(db: Database): Promise<AppSummary[]> {
  return db.orm
    .select({ id: pushApp.id, name: pushApp.name, environment: pushApp.environment })
    .from(pushApp)
    .orderBy(asc(pushApp.createdAt), asc(pushApp.id));
}

/** An app's credentials, opened. Never leaves the server. */
export async function appCredentials(db: Database, id: string, masterKey: Buffer) {
  const [row] = await db.orm.select().from(pushApp).where(eq(pushApp.id, id)).limit(1);
  if (!row) return null;
  const { appId, appKey, baseUrl } = row;
  return {
    appId,
    appKey,
    baseUrl,
    masterSecret: unseal(masterKey, secretPlace(appId), row.masterSecretSealed),
  };
}

/**
 * Registers the app that the environment names, or brings its row up to date when the environment changed (a rotated
 * secret, another base URL). Apps that the environment does not name are left alone.
 */
export async function registerApp(
  db: Database,
  app: NonNullable<Env['firstApp']>,
  masterKey: Buffer,
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('muster.apps'))`);
    const [known] = await tx.select().from(pushApp).where(eq(pushApp.appId, app.appId)).for('update');
    const { masterSecret, ...open } = app;
    const same =
      known &&
      (['appKey', 'name', 'environment', 'baseUrl'] as const).every((field) => known[field] === app[field]) &&
      unseal(masterKey, secretPlace(app.appId), known.masterSecretSealed) === masterSecret;
    if (same) return;
    const row = {
      ...open,
      masterSecretSealed: seal(masterKey, secretPlace(app.appId), masterSecret),
      updatedAt: now,
    };
    const id = known?.id ?? newId(now.getTime());
    if (known) await tx.update(pushApp).set(row).where(eq(pushApp.id, id));
    else await tx.insert(pushApp).values({ id, createdAt: now, ...row });
    await appendAudit(tx, {
      at: now,
      actor: { id: null, name: 'environment' },
      action: known ? 'app.update' : 'app.register',
      appId: id,
      target: id,
      detail: { name: app.name, environment: app.environment, baseUrl: app.baseUrl },
    });
  });
}
