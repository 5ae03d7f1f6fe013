import 'server-only';
import { eq } from 'drizzle-orm';
import { single } from '@/lib/core/single';
import { database } from '@/lib/db/current';
import { pushApp } from '@/lib/db/schema/apps';
import { baseUrlAllowed, env } from '@/lib/env';
import { createGetui, type Getui } from '@/lib/getui/client';
import { createTransport } from '@/lib/getui/transport';
import { log } from '@/lib/log';
import { appCredentials } from './apps';
import { withAuthBudget } from './auth-slot';
import { sharedTokenStore } from './tokens';

type Known = { updatedAt: number; getui: Getui };
const clients = () => single('getui-clients', () => new Map<string, Known>());
const tokens = () => single('token-store', () => sharedTokenStore(database(), env().masterKey));

/**
 * The client of an app, made once per process and made anew when its credentials changed.
 * @throws Error when the app does not exist or its base URL is no longer on the allowlist
 */
export async function upstreamOf(id: string): Promise<Getui> {
  const db = database();
  const [row] = await db.orm
    .select({ updatedAt: pushApp.updatedAt })
    .from(pushApp)
    .where(eq(pushApp.id, id))
    .limit(1);
  if (!row) throw new Error(`no app ${id}`);
  const known = clients().get(id);
  if (known && known.updatedAt === row.updatedAt.getTime()) return known.getui;
  const app = await appCredentials(db, id, env().masterKey);
  if (!app) throw new Error(`no app ${id}`);
  if (!baseUrlAllowed(app.baseUrl)) throw new Error(`the base URL of app ${id} is not on the allowlist`);
  const getui = createGetui(app, {
    tokens: tokens(),
    fetch: withAuthBudget(db, id, single('getui.transport', createTransport).fetch),
    onCall: (call) => log[call.outcome === 'ok' ? 'debug' : 'warn']({ app: id, ...call }, 'upstream call'),
  });
  clients().set(id, { updatedAt: row.updatedAt.getTime(), getui });
  return getui;
}
