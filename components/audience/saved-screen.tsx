'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import type { SavedAudience } from '@/lib/audience/saved-schema';
import { FailureState } from '../data/failure-state';
import { PageLoading } from '../data/loading-state';
import { failureOf, useRead } from '../data/reads';
import { PageHeader } from '../ui/page-header';
import { AudienceBench } from './audience-screen';
import { useTree } from './builder/use-tree';
import { SaveBar } from './saved/save-bar';

/** An audience that somebody saved, by its own address. */
export function SavedAudienceScreen({ id }: Readonly<{ id: string }>) {
  const { data, error, isPending, isFetching, refetch } = useRead(
    'audiences.one',
    { id },
    { staleTime: 60_000 },
  );
  if (isPending) return <PageLoading />;
  if (error)
    return <FailureState failure={failureOf(error)} onRetry={() => refetch()} isRetrying={isFetching} />;
  return <Opened saved={data} />;
}

function Opened({ saved }: Readonly<{ saved: SavedAudience }>) {
  const t = useTranslations('audience');
  const queries = useQueryClient();
  const router = useRouter();
  const { state, dispatch } = useTree(saved.tree);
  function kept(next: SavedAudience): void {
    queries.setQueryData(['audiences.one', { id: next.id }], next);
    void queries.invalidateQueries({ queryKey: ['audiences.list'] });
    if (next.id !== saved.id) router.push(`/audience/${next.id}` as Route);
    else dispatch({ type: 'replace', tree: next.tree });
  }
  return (
    <>
      <PageHeader
        title={saved.name}
        description={t('subtitle')}
        crumbs={[{ label: t('back'), href: '/audience' }]}
        crumbsLabel={t('way')}
      />
      <AudienceBench state={state} dispatch={dispatch} audienceId={saved.id}>
        {(asked) => (
          <SaveBar tree={state.tree} saved={saved} answer={asked.answers.get('all') ?? null} onSaved={kept} />
        )}
      </AudienceBench>
    </>
  );
}
