'use server';

import { cookies } from 'next/headers';
import { z } from 'zod';
import { defineAction } from '@/lib/auth/server/doors';
import { APP_COOKIE } from '@/lib/auth/server/guard';
import { sessionCookie } from '@/lib/auth/server/options';
import { refuse } from '@/lib/core/result';

/** Chooses the app to work on, for this browser. */
export const switchApp = defineAction({
  permission: 'self:manage',
  input: z.object({ id: z.string().max(40) }),
  handler: async (ctx, { id }) => {
    if (!ctx.apps.some((app) => app.id === id)) refuse('NOT_FOUND');
    const { secure } = sessionCookie();
    (await cookies()).set(APP_COOKIE, id, {
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
      secure,
      maxAge: 31_536_000,
    });
    return true as const;
  },
});
