'use client';

import type { Route } from 'next';
import { useTranslations } from 'use-intl/react';
import { Callout } from '../ui/callout';
import { EmptyState } from '../ui/empty-state';
import { LinkButton, TextLink } from '../ui/link-button';
import { PageHeader } from '../ui/page-header';
import { Section } from '../ui/section';
import { Table, type TableColumn } from '../ui/table';
import { Time } from '../ui/time';

export type AuditRow = {
  seq: number;
  at: number;
  who: string;
  action: string;
  target: string | null;
  jobId: string | null;
  detail: string;
};

type AuditScreenProps = Readonly<{
  rows: readonly AuditRow[];
  /** Absent until somebody asks for the check. */
  chain: { checked: number; brokenAt: number | null } | null;
  older: number | null;
  /** Only what concerns this change is shown. */
  jobId?: string | undefined;
}>;

/** The trail as it was written, and whether its chain is whole. */
export function AuditScreen({ rows, chain, older, jobId }: AuditScreenProps) {
  const t = useTranslations('settings.audit');
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('subtitle')}
        actions={<LinkButton href={'/audit?verify=1' as Route}>{t('verify')}</LinkButton>}
      />
      <div className="flex flex-col gap-4">
        {jobId === undefined ? null : (
          <Callout
            title={t('ofJob')}
            actions={
              <>
                <LinkButton size="sm" href={`/jobs/${jobId}` as Route}>
                  {t('toJob')}
                </LinkButton>
                <LinkButton size="sm" href={'/audit' as Route}>
                  {t('all')}
                </LinkButton>
              </>
            }
          />
        )}
        {chain === null ? null : chain.brokenAt === null ? (
          <Callout tone="ok" title={t('chainOk', { count: chain.checked })} />
        ) : (
          <Callout tone="danger" title={t('chainBroken', { seq: chain.brokenAt })} />
        )}
        <Section flush>
          <Table
            caption={t('title')}
            columns={useColumns()}
            rows={rows}
            rowKey={({ seq }) => String(seq)}
            empty={<EmptyState title={t('empty')} />}
          />
        </Section>
        {older === null ? null : (
          <div className="text-center">
            <LinkButton
              href={
                `/audit?before=${older}${jobId === undefined ? '' : `&job=${encodeURIComponent(jobId)}`}` as Route
              }
            >
              {t('older')}
            </LinkButton>
          </div>
        )}
      </div>
    </>
  );
}

function useColumns(): TableColumn<AuditRow>[] {
  const t = useTranslations('settings.audit');
  return [
    {
      key: 'seq',
      header: '#',
      align: 'end',
      width: 'w-16',
      cell: ({ seq }) => <span className="text-muted">{seq}</span>,
    },
    { key: 'at', header: t('at'), width: 'w-44', cell: ({ at }) => <Time value={at} /> },
    { key: 'who', header: t('who'), cell: ({ who }) => who },
    {
      key: 'action',
      header: t('action'),
      isRowHeader: true,
      cell: ({ action, jobId }) => (
        <span className="font-mono text-sm">
          {jobId ? <TextLink href={`/jobs/${jobId}` as Route}>{action}</TextLink> : action}
        </span>
      ),
    },
    {
      key: 'detail',
      header: t('detail'),
      wrap: true,
      cell: ({ detail }) => <code className="text-sm break-all text-muted">{detail}</code>,
    },
  ];
}
