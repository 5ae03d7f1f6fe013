'use client';

import type { Route } from 'next';
import { useTranslations } from 'use-intl/react';
import type { CardAlias, CardTags } from '@/lib/users/card-schema';
import { useMay } from '../../data/reads';
import { LinkButton } from '../../ui/link-button';
import { Meter } from '../../ui/meter';
import { Badge } from '../../ui/status';
import { Part } from './part';
import type { Card } from './use-card';

/** Cids of one alias at most (rest_v2/user: 一个别名最多允许绑定10个cid). */
const MAX_SLOTS = 10;

/** The alias desk with this cid filled in; no alias in the address. */
export const bindHref = (cid: string) => `/aliases?tab=bind&cid=${cid}` as Route;

/** The alias and how many of its slots are used. */
export function AliasPart({ card }: Readonly<{ card: Card }>) {
  const t = useTranslations('card.alias');
  const may = useMay();
  const isInvalid = card.detail.data?.valid === false;
  return (
    <Part title={t('title')} query={card.alias} isInvalid={isInvalid} lines={2}>
      {(alias) => (
        <div className="flex flex-col gap-3">
          <AliasFacts alias={alias} />
          <div>
            {may('alias:write') ? (
              <LinkButton size="sm" href={bindHref(card.cid)}>
                {t(alias.alias === null ? 'open' : 'change')}
              </LinkButton>
            ) : (
              <LinkButton size="sm" href={'/aliases' as Route}>
                {t('look')}
              </LinkButton>
            )}
          </div>
        </div>
      )}
    </Part>
  );
}

function AliasFacts({ alias: { alias, slots, masked } }: Readonly<{ alias: CardAlias }>) {
  const t = useTranslations('card.alias');
  const part = useTranslations('card.part');
  if (alias === null) return <p className="text-muted">{t('none')}</p>;
  return (
    <>
      <p>
        <strong className="text-lg break-all">{alias}</strong>
        {masked ? <span className="ms-2 text-sm text-muted">{part('masked')}</span> : null}
      </p>
      {slots === null ? null : (
        <div className="max-w-sm">
          <Meter label={t('slots')} value={slots} max={MAX_SLOTS} />
          {slots >= MAX_SLOTS ? <p className="mt-1 text-sm text-danger">{t('full')}</p> : null}
        </div>
      )}
    </>
  );
}

/** The tags, and the way to their editor. */
export function TagsPart({ card }: Readonly<{ card: Card }>) {
  const t = useTranslations('card.tags');
  const may = useMay();
  const isInvalid = card.detail.data?.valid === false;
  return (
    <Part title={t('title')} query={card.tags} isInvalid={isInvalid} lines={2}>
      {(tags) => (
        <div className="flex flex-col gap-3">
          <TagList tags={tags} />
          <div>
            <LinkButton size="sm" href={`/tags?cid=${card.cid}` as Route}>
              {t(may('tag:write') ? 'edit' : 'look')}
            </LinkButton>
          </div>
        </div>
      )}
    </Part>
  );
}

function TagList({ tags: { tags } }: Readonly<{ tags: CardTags }>) {
  const t = useTranslations('card.tags');
  if (tags.length === 0) return <p className="text-muted">{t('none')}</p>;
  return (
    <div>
      <p className="mb-1.5 text-sm text-muted tabular-nums">{t('count', { count: tags.length })}</p>
      <ul className="flex flex-wrap gap-1.5">
        {tags.map((tag) => (
          <li key={tag}>
            <Badge>{tag}</Badge>
          </li>
        ))}
      </ul>
    </div>
  );
}
