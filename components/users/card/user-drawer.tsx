'use client';

import { ExternalLink } from 'lucide-react';
import type { Route } from 'next';
import { useTranslations } from 'use-intl/react';
import { Cid } from '../../ui/cid';
import { Sheet } from '../../ui/dialog';
import { LinkButton } from '../../ui/link-button';
import { UserCard } from './user-card';

/** The card of one cid beside the page that shows the cid. */
export function UserDrawer({ cid, onClose }: Readonly<{ cid: string; onClose: () => void }>) {
  const t = useTranslations('card');
  return (
    <Sheet
      isOpen
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={t('heading')}
      description={<Cid value={cid} fit="full" />}
      footer={
        <LinkButton icon={ExternalLink} href={`/users/${cid}` as Route}>
          {t('openPage')}
        </LinkButton>
      }
    >
      <UserCard key={cid} cid={cid} isNarrow />
    </Sheet>
  );
}
