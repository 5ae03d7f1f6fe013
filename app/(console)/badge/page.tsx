import type { Metadata } from 'next';
import { BadgeScreen } from '@/components/badge/badge-screen';
import { can } from '@/lib/auth/permissions';
import { requirePage } from '@/lib/auth/server/guard';
import { getT } from '@/lib/i18n/server';
import { discardChange, orderChange } from '../jobs/actions';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT())('badge.title') };
}

const IMPORTS = { order: orderChange, discard: discardChange };

export default async function BadgePage() {
  const { actor, app } = await requirePage('user:read');
  return <BadgeScreen key={app?.id} imports={can(actor.role, 'badge:write') ? IMPORTS : undefined} />;
}
