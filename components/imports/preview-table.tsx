'use client';

import { useTranslations } from 'use-intl/react';
import type { Peek } from '@/lib/imports/schema';
import { cx } from '../ui/cx';
import { EmptyState } from '../ui/empty-state';
import { Table } from '../ui/table';
import { useColumnName } from './format';

const MAX_COLUMNS = 30;
type Row = Peek['rows'][number];

/** The first rows as they would be read. */
export function PreviewTable({ peek, isBusy }: Readonly<{ peek: Peek; isBusy: boolean }>) {
  const t = useTranslations('imports.preview');
  const name = useColumnName();
  const shown = peek.columns.slice(0, MAX_COLUMNS);
  const warned = new Set(peek.warnings.map(({ line, column }) => `${line}:${column}`));
  return (
    <div className="flex flex-col gap-2">
      <h3 className="text-sm font-medium">{t('title', { count: peek.rows.length })}</h3>
      <div
        className={cx(
          'overflow-hidden rounded-lg border border-line transition-opacity',
          isBusy && 'opacity-60',
        )}
      >
        <Table<Row>
          caption={t('title', { count: peek.rows.length })}
          maxHeight="max-h-80"
          rows={peek.rows}
          rowKey={({ line }) => String(line)}
          empty={<EmptyState title={t('empty')}>{t('emptyBody')}</EmptyState>}
          columns={[
            {
              key: 'line',
              header: t('line'),
              align: 'end',
              width: 'w-14',
              cell: ({ line }) => <span className="text-muted">{line}</span>,
            },
            ...shown.map((column) => ({
              key: String(column.index),
              header: name(column),
              cell: ({ line, cells }: Row) => (
                <Cell text={cells[column.index] ?? ''} isWarned={warned.has(`${line}:${column.index}`)} />
              ),
            })),
          ]}
        />
      </div>
      {peek.columns.length > MAX_COLUMNS ? (
        <p className="text-sm text-muted">
          {t('moreColumns', { count: peek.columns.length, shown: MAX_COLUMNS })}
        </p>
      ) : null}
    </div>
  );
}

function Cell({ text, isWarned }: Readonly<{ text: string; isWarned: boolean }>) {
  if (text === '') return <span className="text-faint">—</span>;
  return (
    <span title={text} className={cx('block max-w-80 truncate', isWarned && 'text-warn')}>
      {text}
    </span>
  );
}
