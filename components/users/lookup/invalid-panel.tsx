'use client';

import { CircleCheck, Copy } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl/react';
import { saveCsv } from '../../charts/save';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { Section } from '../../ui/section';
import { Table } from '../../ui/table';
import { showToast } from '../../ui/toast';
import { useCopy } from '../../ui/use-copy';
import type { RowStore } from '../grid/store';
import type { OpenLookup } from './api';
import type { Progress, Session } from './session';

const SHOWN = 500;

type Invalid = Readonly<{ text: string; why: string }>;
type InvalidPanelProps = Readonly<{
  id: string;
  session: Session;
  progress: Progress;
  data: OpenLookup;
}>;

/** Rows of which the upstream has said that it knows no such user. */
function unknownRows(store: RowStore): number[] {
  const valid = store.column('valid');
  if (valid.kind !== 'flag') return [];
  const rows: number[] = [];
  for (let row = 0; row < store.size; row++) if (valid.values[row] === 0) rows.push(row);
  return rows;
}

export function invalidCount(store: RowStore, { malformed, unheld }: OpenLookup): number {
  const valid = store.column('valid');
  let count = malformed.length + unheld.length;
  if (valid.kind === 'flag' && store.read.detail > 0)
    for (const value of valid.values) if (value === 0) count++;
  return count;
}

/** What was given and is no user: cids that the upstream does not know, aliases that nobody holds, malformed ones. */
export function InvalidPanel({ id, session, progress, data }: InvalidPanelProps) {
  const t = useTranslations('users.invalid');
  const why = useTranslations('users.malformed');
  const { copy } = useCopy();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the store changes in place, its version tells
  const rows = useMemo(
    (): Invalid[] => [
      ...unknownRows(session.store).map((row) => ({
        text: session.store.cids[row] ?? '',
        why: t('unknown'),
      })),
      ...data.unheld.map((text) => ({ text, why: t('unheld') })),
      ...data.malformed.map(({ text, rule }) => ({ text, why: why(rule) })),
    ],
    [session, progress.version, data, t, why],
  );
  const { read } = session.store;
  const isPart = read.detail < session.store.size;
  async function copyAll(): Promise<void> {
    await copy(rows.map(({ text }) => text).join('\n'));
    showToast({ tone: 'success', title: t('copied', { count: rows.length }) });
  }
  return (
    <Section
      flush
      title={t('title', { count: rows.length })}
      description={isPart ? t('part', { read: read.detail, total: session.store.size }) : t('about')}
      actions={
        rows.length ? (
          <>
            <Button size="sm" icon={Copy} onPress={() => void copyAll()}>
              {t('copy')}
            </Button>
            <Button
              size="sm"
              onPress={() =>
                saveCsv(
                  [[t('text'), t('why')], ...rows.map((row) => [row.text, row.why])],
                  `muster-invalid-${id}`,
                )
              }
            >
              {t('export')}
            </Button>
          </>
        ) : undefined
      }
    >
      <Table
        caption={t('caption')}
        maxHeight="max-h-[60vh]"
        columns={[
          {
            key: 'text',
            header: t('text'),
            isRowHeader: true,
            cell: ({ text }) => <span className="font-mono text-sm">{text}</span>,
          },
          { key: 'why', header: t('why'), wrap: true, cell: (row) => row.why },
        ]}
        rows={rows.slice(0, SHOWN)}
        rowKey={({ text, why }) => `${why} ${text}`}
        empty={
          <EmptyState icon={CircleCheck} title={t(isPart ? 'noneYet' : 'none')}>
            {t('noneBody')}
          </EmptyState>
        }
      />
      {rows.length > SHOWN ? (
        <p className="border-t border-line px-4 py-2 text-sm text-muted">
          {t('shown', { shown: SHOWN, count: rows.length })}
        </p>
      ) : null}
    </Section>
  );
}
