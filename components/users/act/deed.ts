import type { Permission } from '@/lib/auth/permissions';
import { MAX_BADGE } from '@/lib/badge/rules';
import { oneLine, reasonRule, ticketRule } from '@/lib/blacklist/rules';
import { tagRule } from '@/lib/tags/rules';

/** What can be done to the users chosen in the grid. */
export const DEEDS = ['tag', 'untag', 'block', 'badge'] as const;
export type Deed = (typeof DEEDS)[number];

export const PERMISSION: Readonly<Record<Deed, Permission>> = {
  tag: 'tag:write',
  untag: 'tag:write',
  block: 'blacklist:write',
  badge: 'badge:write',
};

/** What is filled in before it is previewed. */
export type DeedDraft = Readonly<{
  tag: string;
  reason: string;
  ticket: string;
  /** In ms; null: until somebody releases them. */
  expiresAt: number | null;
  badgeMode: 'set' | 'plus' | 'minus';
  badge: number;
}>;
export const EMPTY_DRAFT: DeedDraft = {
  tag: '',
  reason: '',
  ticket: '',
  expiresAt: null,
  badgeMode: 'set',
  badge: 0,
};

/** Whether a draft says everything its deed needs. */
export function isComplete(deed: Deed, draft: DeedDraft, now: number): boolean {
  if (deed === 'tag' || deed === 'untag') return tagRule(draft.tag.trim()) === null;
  if (deed === 'block') {
    const isLater = draft.expiresAt === null || draft.expiresAt > now;
    return reasonRule(draft.reason) === null && ticketRule(draft.ticket) === null && isLater;
  }
  const { badge, badgeMode } = draft;
  return Number.isInteger(badge) && badge <= MAX_BADGE && badge >= (badgeMode === 'set' ? 0 : 1);
}

export const notedOf = ({ reason, ticket, expiresAt }: DeedDraft) => ({
  reason: oneLine(reason),
  ticket: ticket.trim(),
  expiresAt,
});
