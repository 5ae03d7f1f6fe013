'use client';

import { useFormatter, useTranslations } from 'use-intl/react';
import type { CallBucket, CallFigures } from '@/lib/changes/schema';
import { Table, type TableColumn } from '../ui/table';
import { useDuration, useMoment } from './words';

const WIDTH = 720;
const HEIGHT = 120;
const GAP = 1;
const PARTS = [
  ['confirmed', 'fill-ok'],
  ['rejected', 'fill-danger'],
  ['unknown', 'fill-unknown'],
  ['skipped', 'fill-line-strong'],
] as const;

const rowsOf = (bucket: CallBucket) => bucket.confirmed + bucket.rejected + bucket.unknown + bucket.skipped;

/** What the calls brought over time, as stacked columns; the same as a table for readers and for exact figures. */
export function CallTimeline({ figures }: Readonly<{ figures: CallFigures }>) {
  const t = useTranslations('jobs');
  const duration = useDuration();
  const { timeline, bucketMs } = figures;
  if (timeline.length === 0) return <p className="text-sm text-muted">{t('calls.none')}</p>;
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm text-muted">{t('calls.chart', { bucket: duration(bucketMs) })}</p>
      <Chart figures={figures} />
      <details className="text-sm">
        <summary className="cursor-pointer rounded-sm text-accent">{t('calls.showTable')}</summary>
        <div className="mt-2 rounded-lg border border-line">
          <BucketTable buckets={timeline} />
        </div>
      </details>
    </div>
  );
}

function Chart({ figures: { timeline, bucketMs } }: Readonly<{ figures: CallFigures }>) {
  const t = useTranslations('jobs');
  const format = useFormatter();
  const moment = useMoment();
  const first = timeline[0]?.at ?? 0;
  const last = timeline.at(-1)?.at ?? first;
  const slots = Math.max(12, Math.round((last - first) / bucketMs) + 1);
  const most = Math.max(1, ...timeline.map(rowsOf));
  const width = WIDTH / slots;
  return (
    <figure className="flex flex-col gap-1">
      <div className="flex gap-2">
        <span className="w-12 shrink-0 text-end text-xs text-muted tabular-nums">
          {format.number(most, 'compact')}
        </span>
        <svg
          aria-hidden
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-30 min-w-0 flex-1 border-b border-line-strong"
        >
          {timeline.map((bucket) => (
            <Column
              key={bucket.at}
              bucket={bucket}
              x={Math.round((bucket.at - first) / bucketMs) * width}
              width={Math.max(1, width - GAP)}
              most={most}
              title={`${moment(bucket.at)} · ${format.number(rowsOf(bucket))}`}
            />
          ))}
        </svg>
      </div>
      <figcaption className="flex justify-between ps-14 text-xs text-muted tabular-nums">
        <span>{moment(first)}</span>
        <span>{moment(first + slots * bucketMs)}</span>
      </figcaption>
      <ul aria-hidden className="flex flex-wrap gap-x-3 ps-14 text-xs text-muted">
        {PARTS.filter(([id]) => timeline.some((bucket) => bucket[id] > 0)).map(([id, fill]) => (
          <li key={id} className="inline-flex items-center gap-1">
            <svg aria-hidden className="size-2">
              <rect width="8" height="8" className={fill} />
            </svg>
            {t(`outcome.${id}`)}
          </li>
        ))}
      </ul>
    </figure>
  );
}

type ColumnProps = Readonly<{ bucket: CallBucket; x: number; width: number; most: number; title: string }>;

function Column({ bucket, x, width, most, title }: ColumnProps) {
  let top = HEIGHT;
  return (
    <g>
      <title>{title}</title>
      {PARTS.map(([id, fill]) => {
        // A few failed rows among thousands are still to be seen.
        const height = bucket[id] > 0 ? Math.max(2, (bucket[id] / most) * HEIGHT) : 0;
        top -= height;
        return height > 0 ? (
          <rect key={id} x={x} y={top} width={width} height={height} className={fill} />
        ) : null;
      })}
    </g>
  );
}

function BucketTable({ buckets }: Readonly<{ buckets: readonly CallBucket[] }>) {
  const t = useTranslations('jobs');
  const format = useFormatter();
  const moment = useMoment();
  const columns: TableColumn<CallBucket>[] = [
    { key: 'at', header: t('calls.time'), isRowHeader: true, cell: ({ at }) => moment(at) },
    { key: 'calls', header: t('calls.count'), align: 'end', cell: ({ calls }) => format.number(calls) },
    ...PARTS.map(([id]) => ({
      key: id,
      header: t(`outcome.${id}`),
      align: 'end' as const,
      cell: (bucket: CallBucket) => format.number(bucket[id]),
    })),
  ];
  return (
    <Table
      caption={t('calls.table')}
      columns={columns}
      rows={buckets}
      rowKey={({ at }) => String(at)}
      maxHeight="max-h-72"
      empty={null}
    />
  );
}
