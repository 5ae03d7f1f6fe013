import 'server-only';
import { eq } from 'drizzle-orm';
import type { NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { z } from 'zod';
import { appendAudit } from '@/lib/audit/append';
import { systemClock } from '@/lib/core/clock';
import { database } from '@/lib/db/current';
import { account } from '@/lib/db/schema/accounts';
import { env } from '@/lib/env';
import { normaliseEmail } from './accounts';
import { verifyPassword } from './password';
import { ABSOLUTE_MS, endSession, startSession } from './session';
import { attemptSucceeded, beginAttempt, networkOf } from './throttle';

const Form = z.object({ email: z.string().min(3).max(254), password: z.string().min(1).max(256) });

type Request = { headers?: Record<string, unknown> };
const header = (request: Request, name: string) => {
  const value = request.headers?.[name];
  return typeof value === 'string' ? value : '';
};
const firstAddress = (request: Request) => header(request, 'x-forwarded-for').split(',').at(-1) ?? '';

/**
 * Checks e-mail and password. A refused try says nothing about whether the account exists; a throttled one says how long
 * to wait, through the error text `THROTTLED:<seconds>` that the sign-in page reads.
 */
export async function authenticate(
  form: unknown,
  request: Request,
): Promise<{ id: string; secret: string } | null> {
  const parsed = Form.safeParse(form);
  if (!parsed.success) return null;
  const db = database();
  const now = new Date(systemClock.now());
  const email = normaliseEmail(parsed.data.email);
  const network = networkOf(firstAddress(request));
  const attempt = await beginAttempt(db, email, network, now);
  const [person] = attempt.allowed
    ? await db.orm.select().from(account).where(eq(account.email, email)).limit(1)
    : [];
  const right = attempt.allowed && (await verifyPassword(parsed.data.password, person?.passwordHash ?? null));
  const entered = right && person && !person.disabledAt;
  // A flood of refused tries must not fill a trail that nobody can delete from.
  if (attempt.allowed || attempt.first) {
    await db.transaction((tx) =>
      appendAudit(tx, {
        at: now,
        actor: { id: person?.id ?? null, name: person?.name ?? 'unknown' },
        action: entered ? 'session.start' : 'session.refused',
        target: person?.id ?? null,
        detail: { network, throttled: !attempt.allowed },
      }),
    );
  }
  if (!attempt.allowed) throw new Error(`THROTTLED:${attempt.retryAfter}`);
  if (!entered) return null;
  await attemptSucceeded(db, email, network);
  const secret = await startSession(db, person, { network, userAgent: header(request, 'user-agent') }, now);
  return { id: person.id, secret };
}

/** Name of the session cookie: host-bound and secure wherever the site is served over https. */
export function sessionCookie(): { name: string; secure: boolean } {
  const secure = env().siteUrl.startsWith('https:');
  return { name: secure ? '__Host-muster.session' : 'muster.session', secure };
}

/** next-auth's configuration; made at first use, since it reads the environment. */
export function authOptions(): NextAuthOptions {
  const { name, secure } = sessionCookie();
  return {
    secret: env().authSecret,
    session: { strategy: 'jwt', maxAge: ABSOLUTE_MS / 1000 },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    cookies: {
      sessionToken: { name, options: { httpOnly: true, sameSite: 'lax', path: '/', secure } },
    },
    providers: [
      Credentials({
        credentials: { email: {}, password: { type: 'password' } },
        authorize: (form, request) => authenticate(form, request as Request),
      }),
    ],
    callbacks: {
      jwt({ token, user }) {
        // The cookie carries the session secret and nothing about the person: that is read at each request.
        return user ? { secret: (user as unknown as { secret: string }).secret } : { secret: token.secret };
      },
      // Reaches the browser through /api/auth/session: nothing of value stands in it.
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) =>
        url.startsWith('/') && !url.startsWith('//') ? `${baseUrl}${url}` : baseUrl,
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.secret === 'string')
          await endSession(database(), token.secret, new Date(systemClock.now()));
      },
    },
  };
}
