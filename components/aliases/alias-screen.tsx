'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Pair } from '@/lib/aliases/rules';
import { PageHeader } from '../ui/page-header';
import { Tabs } from '../ui/tabs';
import { showToast } from '../ui/toast';
import { ChangeDesk } from './change-desk';
import { LookupPanel, type LookupPanelProps, type Query, type Target } from './lookup-panel';
import { type Draft, draftOf, emptyDraft } from './pair-form';
import { type AliasActions, useChange } from './use-change';

/** The alias desk. `actions` are absent for people who may only look. The URL holds the tab, and never an alias. */
export function AliasScreen({ actions }: Readonly<{ actions?: AliasActions | undefined }>) {
  const t = useTranslations('aliases');
  return (
    <>
      <PageHeader title={t('title')} description={t('subtitle')} />
      {actions ? <Desk actions={actions} /> : <Lookup />}
    </>
  );
}

function Lookup({ writing }: Pick<LookupPanelProps, 'writing'>) {
  const [target, setTarget] = useState<Target | null>(null);
  const [query, setQuery] = useState<Query>({ text: '', as: 'auto' });
  const look = (next: Target) => {
    setTarget(next);
    // What a card leads to stands in the box as well; an alias behind a cid does not, some may not see it.
    setQuery('text' in next ? next : { text: '', as: 'auto' });
  };
  return <LookupPanel query={query} onQuery={setQuery} target={target} onTarget={look} writing={writing} />;
}

const TABS = ['lookup', 'bind', 'unbind'] as const;

function Desk({ actions }: Readonly<{ actions: AliasActions }>) {
  const t = useTranslations('aliases');
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('lookup'));
  const bind = useDesk(actions);
  const unbind = useDesk(actions);
  const begin = (desk: typeof bind, at: 'bind' | 'unbind', draft: Draft) => {
    // A preview or outcome of something else must not stand where this one is expected.
    if (desk.change.stage.at === 'running') showToast({ tone: 'info', title: t('run.busy') });
    else {
      desk.change.reset();
      desk.setDraft(draft);
    }
    void setTab(at);
  };
  const writing = {
    actions,
    onUnbind: (pair: Pair) => begin(unbind, 'unbind', draftOf([pair])),
    onBind: (cid: string) => begin(bind, 'bind', draftOf([{ cid, alias: '' }])),
  };
  const desk = (kind: 'alias.bind' | 'alias.unbind', { draft, setDraft, change }: typeof bind) => (
    <ChangeDesk kind={kind} draft={draft} onDraft={setDraft} change={change} />
  );
  return (
    <Tabs
      keepMounted
      label={t('title')}
      value={tab}
      onChange={setTab}
      items={[
        { id: 'lookup', label: t('tab.lookup'), content: <Lookup writing={writing} /> },
        { id: 'bind', label: t('tab.bind'), content: desk('alias.bind', bind) },
        { id: 'unbind', label: t('tab.unbind'), content: desk('alias.unbind', unbind) },
      ]}
    />
  );
}

/** What is filled in, and how far it is. */
function useDesk(actions: AliasActions) {
  const [draft, setDraft] = useState(emptyDraft);
  const change = useChange(actions);
  return { draft, setDraft, change };
}
