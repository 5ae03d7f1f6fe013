'use client';

import type { Route } from 'next';
import { useTranslations } from 'use-intl/react';
import { cidRule } from '@/lib/core/cid';
import { Cid } from '../../ui/cid';
import { EmptyState } from '../../ui/empty-state';
import { PageHeader } from '../../ui/page-header';
import { Section } from '../../ui/section';
import { FindBox } from './find-box';
import { UserCard } from './user-card';

/** The page of one user. The address holds the cid and nothing else. */
export function UserScreen({ cid }: Readonly<{ cid: string }>) {
  const t = useTranslations('card');
  const isCid = cidRule(cid) === null;
  return (
    <>
      <PageHeader
        title={t('heading')}
        crumbs={[{ label: t('users'), href: '/users' as Route }]}
        crumbsLabel={t('crumbs')}
        meta={isCid ? <Cid value={cid} fit="full" /> : null}
      />
      <FindBox />
      {isCid ? (
        <UserCard key={cid} cid={cid} />
      ) : (
        <Section>
          <EmptyState title={t('badCid')}>{t('badCidBody')}</EmptyState>
        </Section>
      )}
    </>
  );
}
