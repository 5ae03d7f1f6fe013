'use client';

import { Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { AsideVerdict, CheckedRow, ImportDraft } from '@/lib/imports/schema';
import { FailureState } from '../data/failure-state';
import { failureOf, useRead, useShownApp } from '../data/reads';
import { Button } from '../ui/button';
import { buttonStyle } from '../ui/button-style';
import { Cid } from '../ui/cid';
import { EmptyState } from '../ui/empty-state';
import { Table, type TableColumn } from '../ui/table';
import { Tabs } from '../ui/tabs';
import type { ImportKind, RowVerdict } from './spec';

const VERDICTS = ['valid', 'replaces', 'again', 'duplicate', 'malformed', 'no-change'] as const;
const isAside = (verdict: RowVerdict): verdict is AsideVerdict =>
  verdict === 'malformed' || verdict === 'duplicate' || verdict === 'no-change';

type CheckedRowsProps = Readonly<{
  kind: ImportKind;
  draft: ImportDraft;
  /** Leaves out verdicts that no row has, and files of them: for a few rows that were at hand. */
  isBrief?: boolean;
}>;

/** All rows of the file by verdict, each with its line, and the file of those that are not sent. */
export function CheckedRows({ kind, draft, isBrief = false }: CheckedRowsProps) {
  const t = useTranslations('imports.check');
  const format = useFormatter();
  const { found } = draft;
  const counts: Record<RowVerdict, number> = { ...found, 'no-change': found.noChange };
  const verdicts = VERDICTS.filter(
    (id) => (id !== 'replaces' || kind.replaces) && (!isBrief || counts[id] > 0),
  );
  const [shown, setShown] = useState<RowVerdict>(
    found.malformed > 0 ? 'malformed' : kind.replaces && found.replaces > 0 ? 'replaces' : 'valid',
  );
  const tabs = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On narrow screens the tab that opens first may be out of sight.
    const paint = requestAnimationFrame(() => {
      tabs.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
    });
    return () => cancelAnimationFrame(paint);
  }, []);
  return (
    <div ref={tabs}>
      <Tabs
        label={t('verdicts')}
        value={verdicts.includes(shown) ? shown : (verdicts[0] ?? 'valid')}
        onChange={setShown}
        items={verdicts.map((id) => ({
          id,
          label: t(`verdict.${id}`),
          count: format.number(counts[id]),
          content: (
            <div className="flex flex-col gap-3">
              <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
                <p className="max-w-[80ch] text-sm text-muted">{t(`about.${id}`)}</p>
                {isAside(id) && counts[id] > 0 && !isBrief ? (
                  <Downloads jobId={draft.jobId} verdict={id} />
                ) : null}
              </div>
              <Rows kind={kind} jobId={draft.jobId} verdict={id} count={counts[id]} />
            </div>
          ),
        }))}
      />
    </div>
  );
}

function Downloads({ jobId, verdict }: Readonly<{ jobId: string; verdict: AsideVerdict }>) {
  const t = useTranslations('imports.check');
  const app = useShownApp();
  return (
    <div className="flex flex-wrap gap-2">
      {(['csv', 'xlsx'] as const).map((format) => (
        <a
          key={format}
          download
          href={`/api/exports/${jobId}/aside?${new URLSearchParams({ app, verdict, format })}`}
          className={buttonStyle('quiet', 'sm')}
        >
          <Download aria-hidden className="size-4" />
          {t('download', { format: format.toUpperCase() })}
        </a>
      ))}
    </div>
  );
}

type Cursor = { seq: number; index: number };
type RowsProps = Readonly<{ kind: ImportKind; jobId: string; verdict: RowVerdict; count: number }>;

function Rows({ kind, jobId, verdict, count }: RowsProps) {
  const t = useTranslations('imports.check');
  // One cursor for each page that has been turned to; the first page needs none.
  const [pages, setPages] = useState<Cursor[]>([]);
  const after = pages.at(-1);
  const { data, error, isPending, refetch } = useRead(
    'imports.rows',
    { jobId, verdict, ...(after ? { after } : {}) },
    { enabled: count > 0, staleTime: Number.POSITIVE_INFINITY },
  );
  const columns = useColumns(kind, verdict);
  if (error) return <FailureState failure={failureOf(error)} onRetry={() => void refetch()} />;
  const next = data?.next;
  return (
    <>
      <div className="overflow-hidden rounded-lg border border-line">
        <Table<CheckedRow>
          caption={t(`verdict.${verdict}`)}
          columns={columns}
          rows={data?.rows ?? []}
          rowKey={({ line }) => String(line)}
          isLoading={count > 0 && isPending}
          maxHeight="max-h-[55vh]"
          empty={<EmptyState title={t('none')} />}
        />
      </div>
      {pages.length > 0 || next ? (
        <div className="flex items-center gap-2">
          <Button size="sm" isDisabled={pages.length === 0} onPress={() => setPages(pages.slice(0, -1))}>
            {t('earlier')}
          </Button>
          <Button size="sm" isDisabled={!next} onPress={() => next && setPages([...pages, next])}>
            {t('later')}
          </Button>
          <p aria-live="polite" className="text-sm text-muted tabular-nums">
            {t('page', { page: pages.length + 1 })}
          </p>
        </div>
      ) : null}
    </>
  );
}

function useColumns(kind: ImportKind, verdict: RowVerdict): TableColumn<CheckedRow>[] {
  const t = useTranslations('imports');
  const isSent = !isAside(verdict);
  return [
    {
      key: 'line',
      header: t('preview.line'),
      align: 'end',
      width: 'w-14',
      isRowHeader: true,
      cell: ({ line }) => <span className="text-muted">{line}</span>,
    },
    ...(isSent && verdict !== 'again'
      ? []
      : [
          {
            key: 'why',
            header: t('check.why'),
            wrap: true,
            cell: (row: CheckedRow) => (
              <span className="block min-w-56 text-sm text-muted">{kind.why(verdict, row)}</span>
            ),
          },
        ]),
    ...kind.fields.map((field, i) => ({
      key: field.id,
      header: field.label,
      cell: ({ cells }: CheckedRow) => <Value text={cells[i] ?? ''} isId={field.mono === true} />,
    })),
    ...(isSent && verdict !== 'again'
      ? [
          {
            key: 'before',
            header: kind.beforeLabel,
            cell: ({ before }: CheckedRow) => before || <span className="text-faint">—</span>,
          },
        ]
      : []),
  ];
}

const ID_LENGTH = 32;

function Value({ text, isId }: Readonly<{ text: string; isId: boolean }>) {
  if (text === '') return <span className="text-faint">—</span>;
  if (isId && text.length >= ID_LENGTH) return <Cid value={text} />;
  return (
    <span title={text} className="block max-w-80 truncate">
      {text}
    </span>
  );
}
