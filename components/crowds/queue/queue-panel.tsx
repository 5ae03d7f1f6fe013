'use client';

import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { byBrand, bySize, type QueueRow, type QueueTimes } from '@/lib/crowds/queue-rules';
import { BRANDS, type Brand } from '@/lib/crowds/rules';
import { ChartFrame } from '../../charts/chart-frame';
import { RangeChart } from '../../charts/range-chart';
import { FailureState } from '../../data/failure-state';
import { LoadingLines } from '../../data/loading-state';
import { failureOf, useRead } from '../../data/reads';
import { EmptyState } from '../../ui/empty-state';
import { Section } from '../../ui/section';
import { SegmentedControl } from '../../ui/segmented-control';
import { useDurationText, useSizeText } from '../words';

const SECOND = 1_000;
const TICKS = [1, 10, 60, 600, 3600, 21_600, 86_400, 604_800].map((seconds) => seconds * SECOND);

/** How long tasks took, by the limit of their groups and by brand. */
export function QueuePanel() {
  const t = useTranslations('crowds.queue');
  const { data, error, isPending, isFetching, refetch } = useRead('crowds.queue', {});
  if (isPending) return <LoadingLines />;
  if (error)
    return <FailureState failure={failureOf(error)} onRetry={() => refetch()} isRetrying={isFetching} />;
  return (
    <Section>
      {data.points.length === 0 ? (
        <EmptyState title={t('empty')}>{t('emptyBody')}</EmptyState>
      ) : (
        <QueueChart times={data} />
      )}
      {data.unseen > 0 ? (
        <p className="text-sm text-muted">{t('unseen', { count: String(data.unseen) })}</p>
      ) : null}
    </Section>
  );
}

function QueueChart({ times }: Readonly<{ times: QueueTimes }>) {
  const t = useTranslations('crowds.queue');
  const [by, setBy] = useState<'size' | 'brand'>('size');
  const format = useFormatter();
  const duration = useDurationText();
  const label = useRowLabel(by);
  const { points } = times;
  const rows = by === 'size' ? bySize(points) : byBrand(points, BRANDS);
  const longest = Math.max(...points.map(({ most }) => most), 10 * SECOND);
  const ticks = TICKS.filter((tick) => tick <= longest * 1.5);
  const told = (value: number | null) => (value === null ? '—' : duration(value));
  return (
    <ChartFrame
      title={t('title')}
      note={t('note', { count: points.length })}
      fileName="muster-crowd-times"
      control={
        <SegmentedControl
          label={t('by')}
          value={by}
          onChange={setBy}
          segments={[
            { id: 'size', label: t('bySize') },
            { id: 'brand', label: t('byBrand') },
          ]}
        />
      }
      table={{
        head: [t('row'), t('tasks'), t('median'), t('longest')],
        rows: rows.map((row) => [
          label(row),
          format.number(row.points.length),
          told(row.median),
          told(row.longest),
        ]),
        cells: rows.map((row) => [label(row), row.points.length, row.median ?? '', row.longest ?? '']),
      }}
    >
      <RangeChart
        summary={t('summary', { rows: String(rows.length) })}
        from={SECOND}
        to={longest * 1.1}
        ticks={ticks}
        say={duration}
        rows={rows.map((row) => ({
          id: row.id,
          label: label(row),
          middle: row.median === null ? null : Math.max(SECOND, row.median),
          ranges: row.points.map(({ taskId, name, least, most }) => ({
            id: taskId,
            least: Math.max(SECOND, least),
            most: Math.max(SECOND, most),
            label: t('point', { name, least: duration(least), most: duration(most) }),
          })),
        }))}
      />
      <p className="text-sm text-muted">
        {t('interval')} {by === 'brand' ? t('multi') : null}
      </p>
    </ChartFrame>
  );
}

function useRowLabel(by: 'size' | 'brand'): (row: QueueRow) => string {
  const t = useTranslations('crowds');
  const size = useSizeText();
  return ({ id }) =>
    by === 'size' ? t('queue.upTo', { size: size(Number(id)) }) : t(`brand.${id as Brand}`);
}
