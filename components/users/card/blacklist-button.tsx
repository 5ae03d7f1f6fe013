'use client';

import type { Route } from 'next';
import { useTranslations } from 'use-intl/react';
import { useQuickChange } from '../../changes/quick-change';
import { useMay } from '../../data/reads';
import { useBlacklistKind } from '../../kinds/blacklist';
import { Button } from '../../ui/button';
import { LinkButton } from '../../ui/link-button';
import type { Card } from './use-card';

type BlacklistButtonProps = Readonly<{
  card: Card;
  /** What the diagnosis advises. */
  isMain?: boolean;
}>;

/** Takes a user off the blacklist who is on it or may be; putting on wants a reason, which its own desk asks for. */
export function BlacklistButton({ card: { cid, register }, isMain = false }: BlacklistButtonProps) {
  const t = useTranslations('card.blacklist');
  const may = useMay();
  const quick = useQuickChange();
  const kind = useBlacklistKind('blacklist.remove');
  if (!quick || !may('blacklist:write') || !register.data) return null;
  const state = register.data.blacklist?.state;
  if (state === 'asserted' || state === 'unknown') {
    return (
      <div>
        <Button
          variant={isMain ? 'primary' : 'quiet'}
          size={isMain ? 'md' : 'sm'}
          onPress={() =>
            quick.open({
              kind,
              rows: [[cid]],
              title: t('unblockTitle'),
              onDone: () => void register.refetch(),
            })
          }
        >
          {t('unblock')}
        </Button>
      </div>
    );
  }
  return (
    <div>
      <LinkButton size="sm" href={`/blacklist?cid=${cid}` as Route}>
        {t('block')}
      </LinkButton>
    </div>
  );
}
