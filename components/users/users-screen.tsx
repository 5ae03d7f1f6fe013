'use client';

import { useQueryClient } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl/react';
import { useShownApp } from '../data/reads';
import type { ImportActions } from '../imports/spec';
import { PageHeader } from '../ui/page-header';
import { LookupScreen } from './lookup/lookup-screen';
import type { LookupDoors } from './lookup/use-doors';
import { beginLookup } from './lookup/use-session';
import { LookupList } from './start/lookup-list';
import { StartPanel } from './start/start-panel';

export type UsersScreenProps = Readonly<{
  doors: LookupDoors;
  /** Absent for people who may order nothing. */
  imports?: ImportActions | undefined;
}>;

/** Looking users up: a list is pasted, stored and read; the address names the lookup, never its content. */
export function UsersScreen({ doors, imports }: UsersScreenProps) {
  const t = useTranslations('users');
  const app = useShownApp();
  const queries = useQueryClient();
  const [id, setId] = useQueryState('lookup', parseAsString.withOptions({ history: 'push' }));
  if (id) return <LookupScreen key={id} id={id} doors={doors} imports={imports} />;
  return (
    <>
      <PageHeader title={t('title')} description={t('subtitle')} />
      <div className="flex flex-col gap-4">
        <StartPanel
          onMade={(made) => {
            beginLookup(queries, app, made);
            void setId(made.meta.id);
          }}
        />
        <LookupList doors={doors} />
      </div>
    </>
  );
}
