'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Pair } from '@/lib/aliases/rules';
import { PageHeader } from '../ui/page-header';
import { Tabs } from '../ui/tabs';
import { ChangeDesk } from './change-desk';
import { LookupPanel, type Query, type Target } from './lookup-panel';
import { draftOf, emptyDraft } from './pair-form';
import type { AliasActions } from './use-change';

const TABS = ['lookup', 'bind', 'unbind'] as const;

/** The alias desk. `actions` are absent for people who may only look. The URL holds the tab, and never an alias. */
export function AliasScreen({ actions }: Readonly<{ actions?: AliasActions | undefined }>) {
  const t = useTranslations('aliases');
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('lookup'));
  const [target, setTarget] = useState<Target | null>(null);
  const [query, setQuery] = useState<Query>({ text: '', as: 'auto' });
  const look = (next: Target) => {
    setTarget(next);
    // What a card leads to stands in the box as well; an alias behind a cid does not, some may not see it.
    setQuery('text' in next ? next : { text: '', as: 'auto' });
  };
  const [bind, setBind] = useState(emptyDraft);
  const [unbind, setUnbind] = useState(emptyDraft);
  const writing = actions && {
    actions,
    onUnbind: (pair: Pair) => {
      setUnbind(draftOf([pair]));
      void setTab('unbind');
    },
    onBind: (cid: string) => {
      setBind(draftOf([{ cid, alias: '' }]));
      void setTab('bind');
    },
  };
  const lookup = (
    <LookupPanel query={query} onQuery={setQuery} target={target} onTarget={look} writing={writing} />
  );
  return (
    <>
      <PageHeader title={t('title')} description={t('subtitle')} />
      {actions ? (
        <Tabs
          keepMounted
          label={t('title')}
          value={tab}
          onChange={setTab}
          items={[
            { id: 'lookup', label: t('tab.lookup'), content: lookup },
            {
              id: 'bind',
              label: t('tab.bind'),
              content: <ChangeDesk kind="alias.bind" draft={bind} onDraft={setBind} actions={actions} />,
            },
            {
              id: 'unbind',
              label: t('tab.unbind'),
              content: (
                <ChangeDesk kind="alias.unbind" draft={unbind} onDraft={setUnbind} actions={actions} />
              ),
            },
          ]}
        />
      ) : (
        lookup
      )}
    </>
  );
}
