'use client';

import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '../ui/button';
import { PageHeader } from '../ui/page-header';
import { Tabs } from '../ui/tabs';
import { type Deed, emptyDraft } from './deed-fields';
import type { BlacklistDoors } from './doors';
import { ReassertDialog } from './reassert-dialog';
import { RegisterPanel } from './register-panel';
import { WriteDesk } from './write-desk';

/** The blacklist: the register, and for people who may write the desks that put users on and off. */
export function BlacklistScreen({ doors }: Readonly<{ doors?: BlacklistDoors | undefined }>) {
  const t = useTranslations('blacklist');
  const [isReasserting, setReasserting] = useState(false);
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('subtitle')}
        actions={
          doors ? <Button onPress={() => setReasserting(true)}>{t('reassertAll.action')}</Button> : undefined
        }
      />
      {doors ? <Desk doors={doors} /> : <RegisterPanel />}
      {doors && isReasserting ? <ReassertDialog doors={doors} onClose={() => setReasserting(false)} /> : null}
    </>
  );
}

const DEEDS = ['add', 'remove', 'declare'] as const;
const TABS = ['register', ...DEEDS] as const;

function Desk({ doors }: Readonly<{ doors: BlacklistDoors }>) {
  const t = useTranslations('blacklist');
  // Other pages lead here with a cid that is to be blocked.
  const [cid] = useQueryState('cid', parseAsString);
  const [tab, setTab] = useQueryState(
    'tab',
    parseAsStringLiteral(TABS).withDefault(cid ? 'add' : 'register'),
  );
  const desks = { add: useDesk('add', cid ?? ''), remove: useDesk('remove'), declare: useDesk('declare') };
  return (
    <Tabs
      keepMounted
      label={t('title')}
      value={tab}
      onChange={setTab}
      items={[
        {
          id: 'register',
          label: t('register.tab'),
          content: <RegisterPanel doors={doors} onStart={() => setTab('add')} />,
        },
        ...DEEDS.map((deed) => ({
          id: deed,
          label: t(`desk.tabs.${deed}`),
          content: <WriteDesk deed={deed} imports={doors.imports} {...desks[deed]} />,
        })),
      ]}
    />
  );
}

/** What is filled in, and how far it is. The URL keeps the checked draft of an import. */
function useDesk(deed: Deed, text = '') {
  const [draft, onDraft] = useState(() => emptyDraft(text));
  const [importing, onImporting] = useQueryState(`${deed}-import`, parseAsString);
  return { draft, onDraft, importing, onImporting };
}
