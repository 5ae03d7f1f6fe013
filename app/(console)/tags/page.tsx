import type { Metadata } from 'next';
import { TagsScreen } from '@/components/tags/tags-screen';
import { can } from '@/lib/auth/permissions';
import { requirePage } from '@/lib/auth/server/guard';
import { getT } from '@/lib/i18n/server';
import { orderQuickly } from '../changes/actions';
import { discardChange, orderChange } from '../jobs/actions';
import { draftTagChange, draftTagEdit, saveTagEntry, turnTagRoute } from './actions';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT())('tags.title') };
}

const DOORS = {
  draftEdit: draftTagEdit,
  saveEntry: saveTagEntry,
  draftRetag: draftTagChange,
  turnRoute: turnTagRoute,
  order: orderQuickly,
  imports: { order: orderChange, discard: discardChange },
};

export default async function TagsPage() {
  const { actor, app } = await requirePage('user:read');
  return <TagsScreen key={app?.id} doors={can(actor.role, 'tag:write') ? DOORS : undefined} />;
}
