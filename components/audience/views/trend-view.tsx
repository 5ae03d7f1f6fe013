import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { callsAnew } from '@/lib/audience/checks';
import { RANGES, type Trend, type TrendRange } from '@/lib/audience/saved-schema';
import { ChartFrame } from '../../charts/chart-frame';
import { TrendChart } from '../../charts/trend-chart';
import { FailureCallout, FailureState } from '../../data/failure-state';
import { LoadingLines } from '../../data/loading-state';
import { failureOf, useRead } from '../../data/reads';
import { useDeed } from '../../data/use-deed';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { SegmentedControl } from '../../ui/segmented-control';
import { type AudienceDoors, useAudienceDoors } from '../saved/doors';
import { pointOf, useTrendText } from './use-trend-text';
import type { ViewProps } from './view-props';

/** How a saved audience went, with our own changes of its tags on the line. */
export function TrendView({ audienceId, answer }: ViewProps) {
  const t = useTranslations('audienceSaved.trend');
  if (audienceId === null) return <EmptyState title={t('unsaved')}>{t('unsavedBody')}</EmptyState>;
  return <SavedTrend id={audienceId} calls={answer ? callsAnew(answer.terms) : null} />;
}

function SavedTrend({ id, calls }: Readonly<{ id: string; calls: number | null }>) {
  const t = useTranslations('audienceSaved.trend');
  const doors = useAudienceDoors();
  const [range, setRange] = useState<TrendRange>('7d');
  const { data, error, isPending, refetch } = useRead('audiences.trend', { id, range }, { staleTime: 0 });
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <SegmentedControl
          label={t('range')}
          value={range}
          onChange={setRange}
          segments={RANGES.map((one) => ({ id: one, label: t(`ranges.${one}`) }))}
        />
        {doors ? <SnapshotNow {...{ id, calls, doors }} /> : null}
      </div>
      {error ? <FailureState failure={failureOf(error)} onRetry={() => refetch()} /> : null}
      {isPending ? <LoadingLines count={4} /> : null}
      {data?.points.length === 0 ? (
        <EmptyState title={t(range === 'all' ? 'empty' : 'emptyRange')}>
          {t(range === 'all' ? 'emptyBody' : 'emptyRangeBody')}
        </EmptyState>
      ) : null}
      {data && data.points.length > 0 ? <Drawn id={id} trend={data} /> : null}
    </div>
  );
}

type NowProps = Readonly<{ id: string; calls: number | null; doors: AudienceDoors }>;

function SnapshotNow({ id, calls, doors }: NowProps) {
  const t = useTranslations('audienceSaved.trend');
  const { run, failure, isPending } = useDeed(doors.snapshot, 'audiences.', 'shell.');
  return (
    <div className="flex flex-wrap items-center gap-2">
      {failure ? <FailureCallout failure={failure} /> : null}
      {calls === null ? null : <span className="text-sm text-muted">{t('cost', { calls })}</span>}
      <Button isPending={isPending} onPress={() => void run({ id })}>
        {t('now')}
      </Button>
    </div>
  );
}

function Drawn({ id, trend }: Readonly<{ id: string; trend: Trend }>) {
  const t = useTranslations('audienceSaved.trend');
  const text = useTrendText();
  const { points, jobs } = trend;
  const marks = text.marksOf(trend);
  const last = points.at(-1)?.at ?? 0;
  const good = points.filter(({ state }) => state !== 'failed');
  const lows = good.map(({ low, value }) => value ?? low ?? 0);
  const highs = good.map(({ high, value }) => value ?? high ?? 0);
  const lines = useLines(points, marks, text);
  return (
    <ChartFrame
      title={t('title')}
      note={t('note', { count: points.length, time: text.time(last) })}
      fileName={`trend-${id}`}
      table={{
        head: [t('head.time'), t('head.value'), t('head.state'), t('head.calls'), t('head.event')],
        rows: lines.map(({ at, figures }) => [text.time(at), ...figures]),
        cells: lines.map(({ at, figures }) => [new Date(at).toISOString(), ...figures]),
      }}
    >
      <TrendChart
        summary={t('summary', {
          from: text.time(points[0]?.at ?? 0),
          to: text.time(last),
          count: points.length,
          least: lows.length ? Math.min(...lows) : 0,
          most: highs.length ? Math.max(...highs) : 0,
          last: highs.at(-1) ?? 0,
        })}
        walkLabel={t('readout')}
        points={points.map((point) => pointOf(point, text))}
        marks={marks}
      />
      {jobs.length > 0 ? <p className="mt-2 text-sm text-muted">{t('jobsBody')}</p> : null}
    </ChartFrame>
  );
}

/** Points and marks by time, as the rows of a table. */
function useLines(
  points: Trend['points'],
  marks: ReturnType<ReturnType<typeof useTrendText>['marksOf']>,
  { numberOf }: ReturnType<typeof useTrendText>,
) {
  const t = useTranslations('audienceSaved.trend');
  return [
    ...points.map((point) => ({
      at: point.at,
      figures: [
        numberOf(point),
        t(`state.${point.state}`),
        String(point.calls),
        t('version', { version: point.version }),
      ],
    })),
    ...marks.map(({ at, label }) => ({ at, figures: ['', '', '', label] })),
  ].sort((a, b) => a.at - b.at);
}
