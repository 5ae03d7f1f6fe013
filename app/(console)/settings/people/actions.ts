'use server';

import { z } from 'zod';
import { ROLES } from '@/lib/auth/permissions';
import { changeRole, setDisabled } from '@/lib/auth/server/accounts';
import { defineAction } from '@/lib/auth/server/doors';
import { invite, resetLink } from '@/lib/auth/server/links';
import { systemClock } from '@/lib/core/clock';
import { database } from '@/lib/db/current';
import { env } from '@/lib/env';

const now = () => new Date(systemClock.now());
const id = z.string().min(10).max(40);
const address = (token: string) => `${env().siteUrl.replace(/\/$/, '')}/setup#${token}`;

export const inviteMember = defineAction({
  permission: 'member:manage',
  input: z.object({
    email: z.email('email-form').max(254),
    name: z.string().trim().min(1, 'name-form').max(60, 'name-form'),
    role: z.enum(ROLES),
  }),
  handler: async (ctx, person) => ({
    link: address((await invite(database(), ctx.actor, person, now())).token),
  }),
});

export const changeMemberRole = defineAction({
  permission: 'member:manage',
  input: z.object({ id, role: z.enum(ROLES) }),
  handler: async (ctx, input) => {
    await changeRole(database(), ctx.actor, input.id, input.role, now());
    return true as const;
  },
});

export const setMemberDisabled = defineAction({
  permission: 'member:manage',
  input: z.object({ id, disabled: z.boolean() }),
  handler: async (ctx, input) => {
    await setDisabled(database(), ctx.actor, input.id, input.disabled, now());
    return true as const;
  },
});

export const makeResetLink = defineAction({
  permission: 'member:manage',
  input: z.object({ id }),
  handler: async (ctx, input) => ({ link: address(await resetLink(database(), ctx.actor, input.id, now())) }),
});
