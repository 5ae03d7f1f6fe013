'use client';

import { Plus, RefreshCw } from 'lucide-react';
import type { Route } from 'next';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { FailureCallout } from '../data/failure-state';
import { useRead } from '../data/reads';
import { useDeed } from '../data/use-deed';
import { Button } from '../ui/button';
import { LinkButton } from '../ui/link-button';
import { PageHeader } from '../ui/page-header';
import { Tabs } from '../ui/tabs';
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
      <PageHeader
        title={t('title')}
        description={t('subtitle')}
        actions={doors ? <Deeds doors={doors} /> : undefined}
      />
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

function Deeds({ doors }: Readonly<{ doors: CrowdDoors }>) {
  const t = useTranslations('crowds');
  const { data: service } = useRead('crowds.service', {});
  const list = useDeed(doors.list, 'crowds.');
  const [isPasting, setPasting] = useState(false);
  const asked = useRef(false);
  // Nobody has asked for this app's plans before: plans made elsewhere belong into the archive from the first look on.
  useEffect(() => {
    if (asked.current || !service || service.checkedAt !== null) return;
    asked.current = true;
    void list.run({});
  });
  return (
    <>
      <Button onPress={() => setPasting(true)}>{t('paste')}</Button>
      <Button icon={RefreshCw} isPending={list.isPending} onPress={() => void list.run({})}>
        {t('sync')}
      </Button>
      {service?.enabled === false ? null : (
        <LinkButton variant="primary" icon={Plus} href={'/crowds/new' as Route}>
          {t('create')}
        </LinkButton>
      )}
      {list.failure && list.failure.code !== 'UPSTREAM_NOT_ENABLED' ? (
        <FailureCallout failure={list.failure} />
      ) : null}
      {isPasting ? <PasteDialog doors={doors} onClose={() => setPasting(false)} /> : null}
    </>
  );
}
