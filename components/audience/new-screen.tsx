'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { emptyTree } from '@/lib/audience/tree';
import { useShownApp } from '../data/reads';
import { PageHeader } from '../ui/page-header';
import { AudienceBench } from './audience-screen';
import { useTree } from './builder/use-tree';
import { keepDraft, readDraft } from './draft';
import { SaveBar } from './saved/save-bar';

/** An audience that nobody has saved yet. What is built stays in this tab until it is. */
export function NewAudienceScreen() {
  const t = useTranslations('audience');
  const app = useShownApp();
  const router = useRouter();
  const { state, dispatch } = useTree();
  const [isRead, setRead] = useState(false);
  useEffect(() => {
    const draft = readDraft(app);
    if (draft) dispatch({ type: 'start', tree: draft });
    setRead(true);
  }, [app, dispatch]);
  useEffect(() => {
    if (isRead) keepDraft(app, state.tree);
  }, [app, isRead, state.tree]);
  return (
    <>
      <PageHeader
        title={t('newTitle')}
        description={t('subtitle')}
        crumbs={[{ label: t('back'), href: '/audience' }]}
        crumbsLabel={t('way')}
      />
      <AudienceBench state={state} dispatch={dispatch} audienceId={null}>
        {(asked) => (
          <SaveBar
            tree={state.tree}
            saved={null}
            answer={asked.answers.get('all') ?? null}
            onSaved={(saved) => {
              keepDraft(app, emptyTree());
              router.push(`/audience/${saved.id}` as Route);
            }}
          />
        )}
      </AudienceBench>
    </>
  );
}
