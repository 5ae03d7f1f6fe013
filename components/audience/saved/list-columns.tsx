import type { Route } from 'next';
import { useFormatter, useLocale, useTranslations } from 'use-intl/react';
import { type AudienceRow, BIN_DAYS } from '@/lib/audience/saved-schema';
import { sentenceOf } from '@/lib/audience/sentence';
import { useDeed } from '../../data/use-deed';
import { Button } from '../../ui/button';
import { TextLink } from '../../ui/link-button';
import { Badge, StatusDot } from '../../ui/status';
import type { TableColumn } from '../../ui/table';
import { Time } from '../../ui/time';
import { showToast } from '../../ui/toast';
import { type AudienceDoors, useAudienceDoors } from './doors';
import { Sparkline } from './sparkline';

type Column = TableColumn<AudienceRow>;

/** Columns of the saved audiences. */
export function useListColumns(): Column[] {
  const t = useTranslations('audienceSaved.list');
  const schedule = useTranslations('audienceSaved.schedule');
  return [
    {
      key: 'name',
      header: t('column.name'),
      isRowHeader: true,
      wrap: true,
      cell: (row) => <Name row={row} />,
    },
    { key: 'value', header: t('column.value'), align: 'end', cell: (row) => <Value row={row} /> },
    { key: 'trend', header: t('column.trend'), cell: (row) => <Trend row={row} /> },
    { key: 'owner', header: t('column.owner'), cell: ({ owner }) => owner.name },
    { key: 'schedule', header: t('column.schedule'), cell: (row) => schedule(row.schedule) },
  ];
}

/** Columns of the bin. */
export function useBinColumns(): Column[] {
  const t = useTranslations('audienceSaved.list');
  const doors = useAudienceDoors();
  const columns: Column[] = [
    {
      key: 'name',
      header: t('column.name'),
      isRowHeader: true,
      wrap: true,
      cell: (row) => <Name row={row} />,
    },
    { key: 'deleted', header: t('column.deleted'), cell: (row) => <Gone row={row} /> },
  ];
  if (doors)
    columns.push({
      key: 'act',
      header: t('column.act'),
      align: 'end',
      cell: (row) => <Restore row={row} doors={doors} />,
    });
  return columns;
}

function Name({ row }: Readonly<{ row: AudienceRow }>) {
  const t = useTranslations('audienceSaved.list');
  const locale = useLocale();
  return (
    <span className="flex min-w-44 flex-col gap-0.5">
      <span className="flex flex-wrap items-center gap-2">
        <TextLink href={`/audience/${row.id}` as Route}>{row.name}</TextLink>
        {row.labels.map((label) => (
          <Badge key={label}>{label}</Badge>
        ))}
        {row.openAlerts > 0 ? (
          <StatusDot tone="warn" label={t('alerts', { count: row.openAlerts })} className="text-sm" />
        ) : null}
      </span>
      <span className="line-clamp-2 text-sm text-muted">{sentenceOf(row.tree, locale)}</span>
      {row.note ? <span className="line-clamp-2 text-sm text-muted">{row.note}</span> : null}
    </span>
  );
}

function Value({ row: { last, spark } }: Readonly<{ row: AudienceRow }>) {
  const t = useTranslations('audienceSaved.list');
  const between = useTranslations('audienceSaved.trend');
  const format = useFormatter();
  const good = spark.at(-1);
  if (!last) return <span className="text-sm text-muted">{t('never')}</span>;
  return (
    <span className="flex flex-col items-end">
      {good ? (
        <span className="tabular-nums">
          {good.value === null
            ? between('between', { low: good.low ?? 0, high: good.high ?? 0 })
            : format.number(good.value, 'integer')}
        </span>
      ) : null}
      {last.state === 'failed' ? <span className="text-sm text-warn">{t('failed')}</span> : null}
      <span className="text-sm text-muted">
        <Time value={(good ?? last).at} show="minute" />
      </span>
    </span>
  );
}

function Trend({ row: { name, spark } }: Readonly<{ row: AudienceRow }>) {
  const t = useTranslations('audienceSaved.list');
  const format = useFormatter();
  const [before, now] = spark.slice(-2);
  const first = spark[0]?.value;
  if (!before || !now || before.value === null || now.value === null) return null;
  const moved = now.value - before.value;
  const summary = t('trendOf', { name, count: spark.length, first: first ?? before.value, last: now.value });
  return (
    <span className="flex items-center gap-2">
      <Sparkline summary={summary} points={spark} />
      <span className="text-sm text-muted tabular-nums">
        {moved === 0 ? t('same') : `${t('since')} ${moved > 0 ? '+' : ''}${format.number(moved, 'integer')}`}
      </span>
    </span>
  );
}

const DAY_MS = 86_400_000;

function Gone({ row: { deletedAt, deletedBy } }: Readonly<{ row: AudienceRow }>) {
  const t = useTranslations('audienceSaved.list');
  const left = Math.max(0, Math.ceil(((deletedAt ?? 0) + BIN_DAYS * DAY_MS - Date.now()) / DAY_MS));
  return (
    <span className="flex flex-col">
      <Time value={deletedAt ?? 0} show="minute" />
      <span className="text-sm text-muted">
        {t('byAt', { name: deletedBy ?? '' })} · {t('left', { days: left })}
      </span>
    </span>
  );
}

function Restore({ row, doors }: Readonly<{ row: AudienceRow; doors: AudienceDoors }>) {
  const t = useTranslations('audienceSaved.list');
  const { run, isPending } = useDeed(doors.restore, 'audiences.', 'shell.');
  async function restore() {
    const back = await run({ id: row.id });
    showToast(
      back
        ? { tone: 'success', title: t('restored', { name: back.name }) }
        : { tone: 'error', title: t('notRestored') },
    );
  }
  return (
    <Button
      size="sm"
      isPending={isPending}
      aria-label={t('restoreOf', { name: row.name })}
      onPress={() => void restore()}
    >
      {t('restore')}
    </Button>
  );
}
