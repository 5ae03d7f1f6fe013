'use client';

import { Pencil, Plus, Share2, Trash2 } from 'lucide-react';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { LookupMeta } from '@/lib/users/schema';
import { FailureState } from '../../data/failure-state';
import { failureOf } from '../../data/json-lines';
import { LoadingLines } from '../../data/loading-state';
import { useMay } from '../../data/reads';
import type { ImportActions } from '../../imports/spec';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { IconButton } from '../../ui/icon-button';
import { LinkButton } from '../../ui/link-button';
import { PageHeader } from '../../ui/page-header';
import { Section } from '../../ui/section';
import { showToast } from '../../ui/toast';
import { useCopy } from '../../ui/use-copy';
import type { OpenLookup } from './api';
import { LookupView } from './lookup-view';
import { NameDialog } from './name-dialog';
import { ResolveCallout } from './resolve-callout';
import { type LookupDoors, useLookupDoors } from './use-doors';
import { useLookupRows, useSession } from './use-session';

export type LookupScreenProps = Readonly<{
  id: string;
  doors: LookupDoors;
  imports: ImportActions | undefined;
}>;

/** One lookup: its users and what is known of them. */
export function LookupScreen({ id, doors, imports }: LookupScreenProps) {
  const t = useTranslations('users');
  const { data, error, isFetching, refetch } = useLookupRows(id);
  const { session, progress } = useSession(id, data);
  const crumbs = [{ label: t('title'), href: '/users' as Route }];
  if (error)
    return (
      <>
        <PageHeader title={t('lookup.title')} crumbs={crumbs} crumbsLabel={t('title')} />
        <Section>
          <FailureState failure={failureOf(error)} onRetry={() => refetch()} isRetrying={isFetching} />
        </Section>
      </>
    );
  return (
    <>
      <PageHeader
        title={<Title meta={data?.meta} />}
        description={<Figures data={data} />}
        crumbs={crumbs}
        crumbsLabel={t('title')}
        actions={<Actions id={id} meta={data?.meta} doors={doors} />}
      />
      <div className="flex flex-col gap-4">
        {data && data.meta.counts.unresolved > 0 ? (
          <ResolveCallout id={id} count={data.meta.counts.unresolved} onDone={() => refetch()} />
        ) : null}
        {session && data ? (
          <LookupView
            key={session.store.size}
            session={session}
            progress={progress}
            data={data}
            imports={imports}
            id={id}
          />
        ) : (
          <Section>
            <LoadingLines />
          </Section>
        )}
      </div>
    </>
  );
}

function Title({ meta }: Readonly<{ meta: LookupMeta | undefined }>) {
  const t = useTranslations('users.lookup');
  const format = useFormatter();
  if (!meta) return t('title');
  return meta.name ?? t('titleAt', { at: format.dateTime(new Date(meta.createdAt), 'minute') });
}

function Figures({ data }: Readonly<{ data: OpenLookup | undefined }>) {
  const t = useTranslations('users.lookup');
  if (!data) return null;
  const { total, counts, by } = data.meta;
  return t('figures', { total, distinct: counts.distinct, users: counts.rows, by });
}

type ActionsProps = Readonly<{ id: string; meta: LookupMeta | undefined; doors: LookupDoors }>;

function Actions({ id, meta, doors }: ActionsProps) {
  const t = useTranslations('users.lookup');
  const may = useMay();
  const router = useRouter();
  const { copy } = useCopy();
  const { remove } = useLookupDoors(doors);
  const [asking, setAsking] = useState<'name' | 'delete' | null>(null);
  const isOwn = meta !== undefined && (meta.isMine || may('member:manage'));
  const share = async () => {
    await copy(`${window.location.origin}${window.location.pathname}${window.location.search}`);
    showToast({ tone: 'success', title: t('linkCopied'), description: t('linkCopiedBody') });
  };
  return (
    <>
      {isOwn ? (
        <>
          <Button icon={Pencil} onPress={() => setAsking('name')}>
            {t(meta.name === null ? 'keep' : 'rename')}
          </Button>
          <IconButton icon={Trash2} variant="quiet" label={t('delete')} onPress={() => setAsking('delete')} />
        </>
      ) : null}
      <Button icon={Share2} onPress={() => void share()}>
        {t('share')}
      </Button>
      <LinkButton icon={Plus} href={'/users' as Route}>
        {t('another')}
      </LinkButton>
      {meta && asking === 'name' ? (
        <NameDialog meta={meta} doors={doors} onClose={() => setAsking(null)} />
      ) : null}
      <ConfirmDialog
        isOpen={asking === 'delete'}
        onOpenChange={(isOpen) => setAsking(isOpen ? 'delete' : null)}
        title={t('deleteTitle')}
        consequence={t('deleteBody')}
        confirmLabel={t('delete')}
        onConfirm={async () => {
          const isGone = await remove(id);
          if (isGone) router.push('/users' as Route);
          return isGone;
        }}
      />
    </>
  );
}
