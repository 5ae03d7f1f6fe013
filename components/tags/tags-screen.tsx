'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useTranslations } from 'use-intl/react';
import { PageHeader } from '../ui/page-header';
import { Tabs } from '../ui/tabs';
import { BulkDesk } from './bulk-desk';
import { Dictionary } from './dictionary';
import type { TagDoors } from './doors';
import { OneUser } from './one-user';

const TABS = ['one', 'many', 'dictionary'] as const;
const PARAMETERS = { tab: parseAsStringLiteral(TABS).withDefault('one'), cid: parseAsString.withDefault('') };

/** The tag desk. `doors` are absent for people who may only look. The URL holds the tab, the cid and what is open. */
export function TagsScreen({ doors }: Readonly<{ doors?: TagDoors | undefined }>) {
  const t = useTranslations('tags');
  const [{ tab, cid }, set] = useQueryStates(PARAMETERS);
  const one = {
    id: 'one' as const,
    label: t('tab.one'),
    content: (
      <OneUser cid={cid} onCid={(next) => void set({ cid: next === '' ? null : next })} doors={doors} />
    ),
  };
  const dictionary = {
    id: 'dictionary' as const,
    label: t('tab.dictionary'),
    content: <Dictionary doors={doors} />,
  };
  const many = doors
    ? [{ id: 'many' as const, label: t('tab.many'), content: <BulkDesk doors={doors} /> }]
    : [];
  const items = [one, ...many, dictionary];
  return (
    <>
      <PageHeader title={t('title')} description={t('subtitle')} />
      <Tabs
        keepMounted
        label={t('title')}
        value={items.some(({ id }) => id === tab) ? tab : 'one'}
        onChange={(next) => void set({ tab: next })}
        items={items}
      />
    </>
  );
}
