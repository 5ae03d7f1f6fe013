'use client';

import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Pair } from '@/lib/aliases/rules';
import type { ImportActions } from '../imports/spec';
import { PageHeader } from '../ui/page-header';
import { Tabs } from '../ui/tabs';
import { showToast } from '../ui/toast';
import { ChangeDesk } from './change-desk';
import { LookupPanel, type LookupPanelProps, type Query, type Target } from './lookup-panel';
import { type Draft, draftOf, emptyDraft } from './pair-form';
import { type AliasActions, useChange } from './use-change';

/** What people who may write do things with. */
export type AliasDoors = AliasActions & Readonly<{ imports: ImportActions }>;

/** The alias desk. `actions` are absent for people who may only look. The URL holds the tab, and never an alias. */
export function AliasScreen({ actions }: Readonly<{ actions?: AliasDoors | undefined }>) {
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

function Desk({ actions }: Readonly<{ actions: AliasDoors }>) {
  const t = useTranslations('aliases');
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('lookup'));
  // Other pages lead here with a cid that is to be bound.
  const [cid] = useQueryState('cid', parseAsString);
  const bind = useDesk(actions, 'bind-import', cid);
  const unbind = useDesk(actions, 'unbind-import');
  const begin = (desk: typeof bind, at: 'bind' | 'unbind', draft: Draft) => {
    // A preview or outcome of something else must not stand where this one is expected.
    if (desk.change.stage.at === 'running') showToast({ tone: 'info', title: t('run.busy') });
    else {
      desk.change.reset();
      desk.setDraft(draft);
      desk.setImporting(null);
    }
    void setTab(at);
  };
  const writing = {
    actions,
    onUnbind: (pair: Pair) => begin(unbind, 'unbind', draftOf([pair])),
    onBind: (cid: string) => begin(bind, 'bind', draftOf([{ cid, alias: '' }])),
  };
  const desk = (kind: 'alias.bind' | 'alias.unbind', at: typeof bind) => (
    <ChangeDesk
      kind={kind}
      draft={at.draft}
      onDraft={at.setDraft}
      change={at.change}
      imports={actions.imports}
      importing={at.importing}
      onImporting={at.setImporting}
    />
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

/** What is filled in, and how far it is. The URL keeps the checked draft of an import under `parameter`. */
function useDesk(
  actions: AliasActions,
  parameter: 'bind-import' | 'unbind-import',
  cid: string | null = null,
) {
  const [draft, setDraft] = useState(() => (cid ? draftOf([{ cid, alias: '' }]) : emptyDraft()));
  const change = useChange(actions);
  const [importing, setImporting] = useQueryState(parameter, parseAsString);
  return { draft, setDraft, change, importing, setImporting };
}
