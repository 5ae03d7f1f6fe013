'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { parseAsString, useQueryState } from 'nuqs';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { DraftView } from '@/lib/crowds/schema';
import { FailureState } from '../../data/failure-state';
import { PageLoading } from '../../data/loading-state';
import { failureOf, useRead } from '../../data/reads';
import { PageHeader } from '../../ui/page-header';
import { useCrowdDoors } from '../doors';
import { ServiceNote } from '../service-note';
import { blank } from './use-draft';
import { Wizard } from './wizard';

/** Draws up a plan; the draft stands in the address once something is in it. */
export function WizardScreen() {
  const t = useTranslations('crowds');
  const [draftId, setDraftId] = useQueryState('draft', parseAsString);
  // Read once: what is typed afterwards is ahead of it.
  const [opened] = useState(draftId);
  return (
    <>
      <PageHeader
        title={t('wizard.title')}
        crumbs={[{ label: t('back'), href: '/crowds' }]}
        crumbsLabel={t('way')}
      />
      <div className="mb-4 empty:hidden">
        <ServiceNote />
      </div>
      {opened ? (
        <Opened id={opened} onDraftId={(id) => void setDraftId(id)} />
      ) : (
        <Begun onDraftId={(id) => void setDraftId(id)} />
      )}
    </>
  );
}

type Named = Readonly<{ onDraftId: (id: string) => void }>;

function Begun({ onDraftId }: Named) {
  const doors = useCrowdDoors();
  const [start] = useState(blank);
  return doors ? <Wizard start={start} doors={doors} onDraftId={onDraftId} /> : null;
}

function Opened({ id, onDraftId }: Named & Readonly<{ id: string }>) {
  const doors = useCrowdDoors();
  const [start, setStart] = useState<DraftView | null>(null);
  // Asked once, anew: what is typed afterwards is ahead of it, and a plan that was handed in has no draft any more.
  const { data, error, isFetching, refetch } = useRead(
    'crowds.draft',
    { id },
    { staleTime: 0, enabled: start === null },
  );
  if (start === null && data && !error && !isFetching) setStart(data);
  // A plan bears the id of its draft: who reloads after handing in is led to it.
  const isGone = start === null && failureOf(error).code === 'NOT_FOUND';
  const plan = useRead('crowds.one', { id }, { enabled: isGone });
  const router = useRouter();
  const isPlan = isGone && plan.data !== undefined;
  useEffect(() => {
    if (isPlan) router.replace(`/crowds/${id}` as Route);
  }, [isPlan, router, id]);
  if (start) return doors ? <Wizard start={start} doors={doors} onDraftId={onDraftId} /> : null;
  if (error && !plan.isFetching && !isPlan)
    return <FailureState failure={failureOf(error)} onRetry={() => refetch()} isRetrying={isFetching} />;
  return <PageLoading />;
}
