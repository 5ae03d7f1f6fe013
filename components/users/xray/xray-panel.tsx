'use client';

import { ChevronDown } from 'lucide-react';
import { memo, type ReactNode, useMemo } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { LookupMeta } from '@/lib/users/schema';
import { type Bar, BarChart } from '../../charts/bar-chart';
import { ChartFrame } from '../../charts/chart-frame';
import { FunnelChart } from '../../charts/funnel-chart';
import { Button } from '../../ui/button';
import { cx } from '../../ui/cx';
import { EmptyState } from '../../ui/empty-state';
import { Select } from '../../ui/select';
import { useCellText } from '../grid/cell-text';
import { type Filter, valuesOf } from '../grid/filter';
import type { RowStore } from '../grid/store';
import { computeXray, type SplitId, STEPS, type StepId, topTen, type Xray } from './compute';

export const DAYS = ['1', '7', '30', '90'] as const;
export type Days = (typeof DAYS)[number];

type XrayPanelProps = Readonly<{
  meta: LookupMeta;
  store: RowStore;
  version: number;
  days: Days;
  onDays: (days: Days) => void;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
  /** Shows in the grid who reached a step, or who has a value. */
  onStep: (step: StepId) => void;
  onSplit: (split: SplitId, value: string) => void;
  /** What the grid is filtered by. */
  filters: readonly Filter[];
}>;

/** What a list is made of: who could be reached at all, and how the users fall apart. Always of what has been read. */
export const XrayPanel = memo(function XrayPanel(props: XrayPanelProps) {
  const { meta, store, version, days, isOpen, onOpen } = props;
  const t = useTranslations('xray');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the store changes in place, its version tells
  const xray = useMemo(
    () => (isOpen ? computeXray(store, { ...sizes(meta), days: Number(days), now: Date.now() }) : null),
    [meta, store, days, isOpen, version],
  );
  return (
    <section aria-label={t('title')} className="rounded-lg border border-line bg-surface">
      <div className="flex flex-wrap items-center gap-x-3 px-4 py-2">
        <AriaButton
          aria-expanded={isOpen}
          onPress={() => onOpen(!isOpen)}
          className="inline-flex items-center gap-2 rounded-sm py-0.5"
        >
          <ChevronDown
            aria-hidden
            className={cx('size-4 text-muted transition-transform', !isOpen && '-rotate-90')}
          />
          <span className="font-semibold">{t('title')}</span>
        </AriaButton>
        <p className="min-w-0 text-sm text-muted">{t('about')}</p>
      </div>
      {xray ? <Charts {...props} xray={xray} /> : null}
    </section>
  );
});

const sizes = ({ total, counts }: LookupMeta) => ({ uploaded: total, distinct: counts.distinct });

function Charts(props: XrayPanelProps & { xray: Xray }) {
  const { xray } = props;
  const t = useTranslations('xray');
  return (
    <div className="grid gap-x-8 gap-y-5 border-t border-line p-4 md:grid-cols-2 xl:grid-cols-[minmax(0,1.45fr)_minmax(0,1fr)_minmax(0,1fr)_minmax(0,1.15fr)]">
      <div className="md:col-span-2 xl:col-span-1">
        <Funnel {...props} />
      </div>
      {xray.read === 0 ? (
        <div className="md:col-span-2 xl:col-span-3">
          <EmptyState title={t('nothingRead')}>{t('nothingReadBody')}</EmptyState>
        </div>
      ) : (
        <>
          <div className="flex min-w-0 flex-col gap-4">
            <SplitChart {...props} split="platform" />
            <SplitChart {...props} split="loginDays" />
          </div>
          <SplitChart {...props} split="brand" />
          <SplitChart {...props} split="model" />
        </>
      )}
    </div>
  );
}

function Funnel({ xray, store, meta, days, onDays, onStep }: XrayPanelProps & { xray: Xray }) {
  const t = useTranslations('xray');
  const format = useFormatter();
  const name = (id: StepId) => t(`steps.${id}`, { days: Number(days) });
  const number = (value: number | null) => (value === null ? '—' : format.number(value, 'integer'));
  const note = (of: number) => (of > 0 && of < store.size ? t('ofRead', { count: of }) : '');
  const steps = xray.steps.map(({ id, value, of }) => ({
    id,
    label: name(id),
    value,
    ...(STEPS.indexOf(id) > 1 && note(of) ? { note: note(of) } : {}),
  }));
  const rows = xray.steps.map(({ id, value, of }, i): ReactNode[] => [
    <Button key="step" size="sm" variant="ghost" className="-ms-2" onPress={() => onStep(id)}>
      {name(id)}
    </Button>,
    number(value),
    i > 1 ? number(of) : '',
  ]);
  return (
    <ChartFrame
      title={t('funnel')}
      fileName={`muster-funnel-${meta.id}`}
      control={
        <Select
          hideLabel
          label={t('activeWithin')}
          value={days}
          onChange={onDays}
          options={DAYS.map((id) => ({ id, label: t('days', { days: Number(id) }) }))}
        />
      }
      table={{
        head: [t('step'), t('left'), t('of')],
        rows,
        cells: xray.steps.map(({ id, value, of }) => [name(id), value, of]),
      }}
    >
      <FunnelChart
        summary={steps.map(({ label, value }) => `${label} ${number(value)}`).join(', ')}
        steps={steps}
        onPick={(id) => onStep(id as StepId)}
      />
    </ChartFrame>
  );
}

const REST = '…rest';

function SplitChart({
  xray,
  meta,
  store,
  split,
  filters,
  onSplit,
}: XrayPanelProps & { xray: Xray; split: SplitId }) {
  const t = useTranslations('xray');
  const format = useFormatter();
  const text = useCellText();
  const { top, rest, others } = topTen(xray.splits[split]);
  const name = (id: string) =>
    id === ''
      ? t('untold')
      : split === 'loginDays'
        ? t('loginDays', { days: id.replace('-', '–') })
        : text(split, id).text;
  const bars: Bar[] = top.map(({ id, value }) => ({ id, label: name(id), value, isPale: id === '' }));
  if (rest) bars.push({ id: REST, label: t('rest', { count: others }), value: rest, isPale: true });
  const pick = (id: string) => {
    if (id !== REST) onSplit(split, id);
  };
  const share = (value: number) => (xray.valid ? format.number(value / xray.valid, 'percent') : '');
  return (
    <ChartFrame
      title={t(`splits.${split}`)}
      note={xray.read < store.size ? t('ofValid', { count: xray.valid }) : undefined}
      fileName={`muster-${split}-${meta.id}`}
      instead={xray.valid === 0 ? <p className="text-sm text-muted">{t('noneValid')}</p> : undefined}
      table={{
        head: [t(`splits.${split}`), t('users'), t('share')],
        rows: bars.map(({ id, label, value }) => [
          id === REST ? (
            label
          ) : (
            <Button key="pick" size="sm" variant="ghost" className="-ms-2 max-w-40" onPress={() => pick(id)}>
              <span className="truncate">{label}</span>
            </Button>
          ),
          format.number(value, 'integer'),
          share(value),
        ]),
        cells: bars.map(({ label, value }) => [label, value, xray.valid ? value / xray.valid : null]),
      }}
    >
      <BarChart
        summary={bars.map(({ label, value }) => `${label} ${format.number(value, 'integer')}`).join(', ')}
        bars={bars}
        total={xray.valid}
        onPick={pick}
        picked={valuesOf(filters, split)}
      />
    </ChartFrame>
  );
}
