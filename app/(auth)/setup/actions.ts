'use server';

import { z } from 'zod';
import { definePublicAction } from '@/lib/auth/server/doors';
import { peekLink, spendLink } from '@/lib/auth/server/links';
import { systemClock } from '@/lib/core/clock';
import { refuse } from '@/lib/core/result';
import { database } from '@/lib/db/current';

const token = z.string().min(20).max(100);
const now = () => new Date(systemClock.now());

/** What a link is for. */
export const peekSetup = definePublicAction({
  input: z.object({ token }),
  handler: async (input) => (await peekLink(database(), input.token, now())) ?? refuse('LINK_INVALID'),
});

/** Uses a link up. */
export const spendSetup = definePublicAction({
  input: z.object({
    token,
    email: z.email('email-form').max(254).optional(),
    name: z.string().trim().min(1, 'name-form').max(60, 'name-form').optional(),
    password: z.string().min(1, 'too-short').max(256, 'too-long'),
  }),
  handler: async ({ token: secret, ...form }) => {
    await spendLink(database(), secret, form, now());
    return true as const;
  },
});
