'use client';

import { Plus, RefreshCw } from 'lucide-react';
import type { Route } from 'next';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { FailureCallout } from '../data/failure-state';
import { useRead } from '../data/reads';
import { useDeed, useRefresh } from '../data/use-deed';
import { Button } from '../ui/button';
import { LinkButton } from '../ui/link-button';
import { PageHeader } from '../ui/page-header';
import { Tabs } from '../ui/tabs';
import { showToast } from '../ui/toast';
import { type CrowdDoors, useCrowdDoors } from './doors';
import { DraftsStrip } from './list/drafts-strip';
import { PasteDialog } from './list/paste-dialog';
import { PlansPanel } from './list/plans-panel';
import { QueuePanel } from './queue/queue-panel';
import { ServiceNote } from './service-note';

const TABS = ['plans', 'queue'] as const;

/** Smart crowds: what is under way, the archive, and how long it takes. */
export function CrowdsScreen() {
  const t = useTranslations('crowds');
  const doors = useCrowdDoors();
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('plans'));
  return (
    <>
      {doors ? <Header doors={doors} /> : <PageHeader title={t('title')} description={t('subtitle')} />}
      <div className="flex flex-col gap-4">
        <ServiceNote />
        {doors ? <DraftsStrip doors={doors} /> : null}
        <Tabs
          label={t('title')}
          value={tab}
          onChange={setTab}
          items={[
            { id: 'plans', label: t('tabs.plans'), content: <PlansPanel /> },
            { id: 'queue', label: t('tabs.queue'), content: <QueuePanel /> },
          ]}
        />
      </div>
    </>
  );
}

function Header({ doors }: Readonly<{ doors: CrowdDoors }>) {
  const t = useTranslations('crowds');
  const { data: service } = useRead('crowds.service', {});
  const list = useDeed(doors.list, 'crowds.', 'shell.');
  const [isPasting, setPasting] = useState(false);
  const asked = useRef(false);
  const refresh = useRefresh('crowds.service');
  // Also a refusal says something: that the feature is not bought.
  const read = async () => {
    const service = await list.run({});
    if (!service) refresh();
    return service;
  };
  // Nobody has asked for this app's plans before: plans made elsewhere belong into the archive from the first look on.
  useEffect(() => {
    if (asked.current || !service || service.checkedAt !== null) return;
    asked.current = true;
    void read();
  });
  async function readNow(): Promise<void> {
    if (await read()) showToast({ tone: 'success', title: t('synced') });
  }
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('subtitle')}
        actions={
          <>
            <Button onPress={() => setPasting(true)}>{t('paste')}</Button>
            <Button icon={RefreshCw} isPending={list.isPending} onPress={() => void readNow()}>
              {t('sync')}
            </Button>
            {service?.enabled === false ? null : (
              <LinkButton variant="primary" icon={Plus} href={'/crowds/new' as Route}>
                {t('create')}
              </LinkButton>
            )}
          </>
        }
      />
      {list.failure && list.failure.code !== 'UPSTREAM_NOT_ENABLED' ? (
        <div className="mb-4">
          <FailureCallout failure={list.failure} />
        </div>
      ) : null}
      {isPasting ? <PasteDialog doors={doors} onClose={() => setPasting(false)} /> : null}
    </>
  );
}
