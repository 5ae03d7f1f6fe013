'use client';

import { useTranslations } from 'use-intl/react';
import { useMay } from '../../data/reads';
import { cx } from '../../ui/cx';
import { LinkButton } from '../../ui/link-button';
import { AliasPart, bindHref, TagsPart } from './binding-parts';
import { BlacklistButton } from './blacklist-button';
import { DetailPart, PresenceParts } from './device-parts';
import { DiagnosisView } from './diagnosis-view';
import { RegisterParts } from './register-parts';
import { Timeline } from './timeline';
import { type Card, useCard } from './use-card';

type UserCardProps = Readonly<{
  cid: string;
  /** One column, for a drawer. */
  isNarrow?: boolean;
}>;

/** Everything known of one cid: the diagnosis first, then its parts, each as it comes, and what Muster wrote down. */
export function UserCard({ cid, isNarrow = false }: UserCardProps) {
  const card = useCard(cid);
  // What was read may have told the ledger something new.
  const learned = `${card.alias.data?.readAt} ${card.tags.data?.readAt} ${card.register.data?.readAt}`;
  const column = isNarrow ? 'grid items-start gap-4 sm:grid-cols-2' : 'flex min-w-0 flex-col gap-4';
  return (
    <div className="flex flex-col gap-4">
      <DiagnosisView card={card} remedy={<Remedy card={card} />} />
      <div className={cx('grid items-start gap-4', !isNarrow && 'lg:grid-cols-2')}>
        <div className={column}>
          <div className={cx('min-w-0', isNarrow && 'sm:col-span-2')}>
            <DetailPart card={card} columns={isNarrow ? 2 : 1} />
          </div>
          <PresenceParts card={card} />
        </div>
        <div className={column}>
          <AliasPart card={card} />
          <TagsPart card={card} />
          <RegisterParts card={card} actions={<BlacklistButton card={card} />} />
        </div>
      </div>
      <Timeline cid={cid} learned={learned} />
    </div>
  );
}

/** What Muster itself can do about the verdict, for people who may. */
function Remedy({ card }: Readonly<{ card: Card }>) {
  const { cid, diagnosis } = card;
  const t = useTranslations('card.alias');
  const may = useMay();
  if (diagnosis.remedy === 'bind-alias' && may('alias:write'))
    return (
      <LinkButton variant="primary" href={bindHref(cid)}>
        {t('open')}
      </LinkButton>
    );
  return diagnosis.remedy === 'unblock' ? <BlacklistButton card={card} isMain /> : null;
}
