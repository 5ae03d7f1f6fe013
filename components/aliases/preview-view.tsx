'use client';

import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { acts, type PlannedRow, tally } from '@/lib/aliases/plan';
import type { Preview } from '@/lib/aliases/schema';
import type { Failure } from '@/lib/core/result';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { Cid } from '../ui/cid';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { EmptyState } from '../ui/empty-state';
import { Section } from '../ui/section';
import { Select } from '../ui/select';
import { StatusDot } from '../ui/status';
import { Table, type TableColumn } from '../ui/table';
import type { Tone } from '../ui/tone';
import { useWhy } from './why';

const TONE: Partial<Record<PlannedRow['verdict'], Tone>> = {
  binds: 'ok',
  unbinds: 'ok',
  replaces: 'warn',
  'no-change': 'neutral',
  duplicate: 'neutral',
  'not-bound': 'neutral',
};

type PreviewViewProps = Readonly<{
  preview: Preview;
  onBack: () => void;
  onGo: () => Promise<Failure | null>;
}>;

/** What every row would do, before anything is done; the button says how many rows go out. */
export function PreviewView({ preview, onBack, onGo }: PreviewViewProps) {
  const t = useTranslations('aliases.preview');
  const [isAsking, setAsking] = useState(false);
  const [isPending, setPending] = useState(false);
  const counts = tally(preview.rows);
  const replaces = counts.replaces ?? 0;
  const { draft } = preview;
  const sent = preview.rows.filter(acts).length;
  const label = t(preview.kind === 'alias.unbind' ? 'goUnbind' : 'goBind', { count: sent });
  async function go() {
    setPending(true);
    await onGo();
    setPending(false);
  }
  return (
    <div className="flex flex-col gap-4">
      {replaces ? (
        <Callout tone="warn" title={t('replaceWarn', { count: replaces })}>
          {t('replaceBody')}
        </Callout>
      ) : null}
      {draft ? null : <Callout title={t('nothing')}>{t('nothingBody')}</Callout>}
      <VerdictTable preview={preview} counts={counts} />
      <div className="flex flex-wrap items-center gap-3">
        {draft ? (
          <Button variant="primary" isPending={isPending} onPress={() => (replaces ? setAsking(true) : go())}>
            {label}
          </Button>
        ) : null}
        <Button onPress={onBack} isDisabled={isPending}>
          {t('back')}
        </Button>
        {draft ? (
          <p className="text-sm text-muted tabular-nums">
            {t('cost', { calls: draft.calls, rows: sent, rest: preview.rows.length - sent })}
          </p>
        ) : null}
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title={t('confirmTitle')}
        consequence={t('confirmBody', { rows: sent, replaces })}
        confirmLabel={label}
        tone="primary"
        onConfirm={onGo}
      />
    </div>
  );
}

type VerdictTableProps = Readonly<{ preview: Preview; counts: ReturnType<typeof tally> }>;

function VerdictTable({ preview, counts }: VerdictTableProps) {
  const t = useTranslations('aliases');
  const format = useFormatter();
  const [shown, setShown] = useState<PlannedRow['verdict'] | 'all'>('all');
  const verdicts = Object.keys(counts) as PlannedRow['verdict'][];
  const options = [
    { id: 'all' as const, label: `${t('preview.all')} ${preview.rows.length.toLocaleString()}` },
    ...verdicts.map((id) => ({ id, label: `${t(`verdict.${id}`)} ${(counts[id] ?? 0).toLocaleString()}` })),
  ];
  return (
    <Section
      flush
      title={t('preview.title')}
      description={t('preview.readAt', {
        time: format.dateTime(new Date(preview.readAt), 'clock'),
        reads: preview.reads,
      })}
      actions={
        <Select hideLabel label={t('preview.verdict')} options={options} value={shown} onChange={setShown} />
      }
    >
      <Table
        caption={t('preview.title')}
        columns={useColumns()}
        rows={preview.rows.filter((row) => shown === 'all' || row.verdict === shown)}
        rowKey={(row) => String(row.line)}
        maxHeight="max-h-[55vh]"
        empty={<EmptyState title={t('preview.nothing')} />}
      />
    </Section>
  );
}

function useColumns(): TableColumn<PlannedRow>[] {
  const t = useTranslations('aliases');
  const why = useWhy();
  return [
    {
      key: 'line',
      header: t('preview.line'),
      align: 'end',
      width: 'w-14',
      cell: (row) => <span className="text-muted tabular-nums">{row.line}</span>,
    },
    {
      key: 'cid',
      header: t('device.cid'),
      isRowHeader: true,
      cell: (row) => (row.cid ? <Cid value={row.cid} /> : <span className="text-faint">—</span>),
    },
    {
      key: 'alias',
      header: t('preview.alias'),
      cell: (row) => row.alias || <span className="text-faint">—</span>,
    },
    {
      key: 'verdict',
      header: t('preview.verdict'),
      cell: (row) => (
        <StatusDot
          tone={TONE[row.verdict] ?? 'danger'}
          hollow={!acts(row)}
          label={t(`verdict.${row.verdict}`)}
        />
      ),
    },
    {
      key: 'why',
      header: t('preview.why'),
      wrap: true,
      cell: (row) => (
        <span className="text-sm text-muted">
          {why(row)}
          {row.long && acts(row) ? <span className="ms-2 text-warn">{t('longAlias')}</span> : null}
        </span>
      ),
    },
  ];
}
