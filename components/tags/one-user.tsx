'use client';

import { Search, Tags } from 'lucide-react';
import type { Route } from 'next';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { cidRule } from '@/lib/core/cid';
import { FailureState } from '../data/failure-state';
import { LoadingLines } from '../data/loading-state';
import { failureOf, useRead } from '../data/reads';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { LinkButton } from '../ui/link-button';
import { SearchField } from '../ui/search-field';
import { Section } from '../ui/section';
import type { TagDoors } from './doors';
import { TagEditor } from './tag-editor';

type OneUserProps = Readonly<{ cid: string; onCid: (cid: string) => void; doors: TagDoors | undefined }>;

/** The tags of one user: looked up by cid, shown to everybody, edited by those who may. */
export function OneUser({ cid, onCid, doors }: OneUserProps) {
  const t = useTranslations();
  const [text, setText] = useState(cid);
  // A link to another user arrives through the address.
  useEffect(() => setText(cid), [cid]);
  const [isBroken, setBroken] = useState(false);
  function submit(): void {
    const wanted = text.trim();
    const broken = cidRule(wanted) !== null;
    setBroken(broken);
    if (!broken) onCid(wanted);
  }
  return (
    <div className="flex flex-col gap-4">
      <form
        className="flex flex-wrap items-start gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <SearchField
          className="min-w-0 flex-[1_1_26rem]"
          size="lg"
          mono
          hideLabel
          label={t('tags.one.label')}
          placeholder={t('tags.one.placeholder')}
          value={text}
          error={isBroken ? t('tags.one.broken') : undefined}
          onChange={(next) => {
            setText(next);
            setBroken(false);
          }}
        />
        <Button type="submit" variant="primary" size="lg" isDisabled={text.trim() === ''}>
          {t('common.search')}
        </Button>
      </form>
      {cid === '' ? (
        <Section>
          <EmptyState icon={Search} title={t('tags.one.emptyTitle')}>
            {t('tags.one.emptyBody')}
          </EmptyState>
        </Section>
      ) : (
        <Found key={cid} cid={cid} doors={doors} />
      )}
    </div>
  );
}

function Found({ cid, doors }: Readonly<{ cid: string; doors: TagDoors | undefined }>) {
  const t = useTranslations('tags.one');
  const { data, error, refetch, isFetching } = useRead(
    'tags.of-cid',
    { cid },
    { staleTime: Number.POSITIVE_INFINITY },
  );
  if (error)
    return (
      <Section>
        <FailureState failure={failureOf(error)} onRetry={() => void refetch()} isRetrying={isFetching} />
      </Section>
    );
  if (!data)
    return (
      <Section>
        <LoadingLines />
      </Section>
    );
  if (!data.valid)
    return (
      <Section>
        <EmptyState
          icon={Tags}
          title={t('invalid')}
          actions={<LinkButton href={`/users/${cid}` as Route}>{t('card')}</LinkButton>}
        >
          {t('invalidBody')}
        </EmptyState>
      </Section>
    );
  return (
    <TagEditor
      found={data}
      doors={doors}
      isReading={isFetching}
      onRead={async () => (await refetch()).data ?? null}
    />
  );
}
