import 'server-only';
import { cookies } from 'next/headers';
import { forbidden, redirect } from 'next/navigation';
import { decode } from 'next-auth/jwt';
import { type AppSummary, listApps } from '@/lib/apps/server/apps';
import { can, type Permission } from '@/lib/auth/permissions';
import { systemClock } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import { fail, type Result } from '@/lib/core/result';
import { database } from '@/lib/db/current';
import { env } from '@/lib/env';
import { sessionCookie } from './options';
import { type Actor, actorOf } from './session';

/** Which app the person works on; set by the switcher, checked against the apps there are. */
export const APP_COOKIE = 'muster.app';

/** Who asks, for which app, under which request id: what every verb is given. */
export type Ctx = {
  readonly actor: Actor;
  readonly app: AppSummary | null;
  readonly apps: readonly AppSummary[];
  readonly requestId: string;
};

/** The person behind this request, or null. */
export async function currentActor(): Promise<Actor | null> {
  const token = (await cookies()).get(sessionCookie().name)?.value;
  if (!token) return null;
  const secret = await decode({ token, secret: env().authSecret }).then(
    (payload) => payload?.secret,
    () => null,
  );
  if (typeof secret !== 'string') return null;
  return actorOf(database(), secret, new Date(systemClock.now()));
}

/** The one guard: session, then permission. Every page, action, read and route goes through it. */
export async function authorise(permission: Permission): Promise<Result<Ctx>> {
  const requestId = newId();
  const actor = await currentActor();
  if (!actor) return fail('UNAUTHENTICATED', { requestId });
  if (!can(actor.role, permission)) return fail('FORBIDDEN', { requestId });
  const apps = await listApps(database());
  const wanted = (await cookies()).get(APP_COOKIE)?.value;
  const app = apps.find(({ id }) => id === wanted) ?? apps[0] ?? null;
  return { ok: true, data: { actor, app, apps, requestId } };
}

/** For pages: the context, or the sign-in page (which leads back here), or 403. */
export async function requirePage(permission: Permission): Promise<Ctx> {
  const result = await authorise(permission);
  if (result.ok) return result.data;
  if (result.error.code === 'UNAUTHENTICATED') redirect('/sign-in');
  forbidden();
}
