'use client';

import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { ImportActions } from '../imports/spec';
import { PageHeader } from '../ui/page-header';
import { LookupScreen } from './lookup/lookup-screen';
import type { LookupDoors } from './lookup/use-doors';
import type { Seed } from './lookup/use-session';
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
  const [id, setId] = useQueryState('lookup', parseAsString.withOptions({ history: 'push' }));
  // What was just pasted is at hand: only its id comes back from the server.
  const [seed, setSeed] = useState<Seed | null>(null);
  if (id)
    return (
      <LookupScreen key={id} id={id} seed={seed?.id === id ? seed : null} doors={doors} imports={imports} />
    );
  return (
    <>
      <PageHeader title={t('title')} description={t('subtitle')} />
      <div className="flex flex-col gap-4">
        <StartPanel
          onMade={(made, parsed) => {
            setSeed({ id: made, cids: parsed.cids });
            void setId(made);
          }}
        />
        <LookupList doors={doors} />
      </div>
    </>
  );
}
