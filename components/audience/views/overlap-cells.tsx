'use client';

import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { treeOf } from '@/lib/audience/compose';
import { MODES, type Mode, membersOf, type Reading, readCells } from '@/lib/audience/reading';
import type { Overlap } from '@/lib/audience/schema';
import { ChartFrame } from '../../charts/chart-frame';
import { setLetter } from '../../charts/set-style';
import { UpsetChart } from '../../charts/upset-chart';
import { VennChart } from '../../charts/venn-chart';
import { Button } from '../../ui/button';
import { cx } from '../../ui/cx';
import { NumberField } from '../../ui/number-field';
import { Section } from '../../ui/section';
import { SegmentedControl } from '../../ui/segmented-control';
import { CellDetail } from './overlap-cell';
import type { OverlapSet } from './overlap-sets';

type CellsChartProps = Readonly<{ sets: readonly OverlapSet[]; overlap: Overlap }>;
const ORDERS = ['size', 'degree'] as const;
type Order = (typeof ORDERS)[number];
type Readings = Readonly<Record<Mode, readonly Reading[]>>;
/** From so many sets on, circles give way to bars. */
const BARS_FROM = 4;

/** Every combination of the sets: as circles, or as bars from four sets on. */
export function CellsChart({ sets, overlap }: CellsChartProps) {
  const [mode, setMode] = useState<Mode>('distinct');
  const [mask, setMask] = useState<number | null>(null);
  const read = (as: Mode) => readCells(sets.length, overlap.cells, as);
  const readings = { distinct: read('distinct'), intersect: read('intersect'), union: read('union') };
  const isVenn = sets.length < BARS_FROM;
  const picture = { sets, overlap, readings, picked: mask, onPick: setMask };
  return (
    <Section>
      <div className={cx('grid items-start gap-x-8 gap-y-4', isVenn && 'lg:grid-cols-[minmax(0,1fr)_18rem]')}>
        {isVenn ? <Circles {...picture} /> : <Bars {...picture} mode={mode} onMode={setMode} />}
        <CellDetail
          mode={mode}
          onMode={setMode}
          mask={mask}
          onMask={setMask}
          sets={sets}
          readings={readings[mode]}
          none={overlap.cells.find((cell) => cell.mask === 0) ?? null}
          tree={
            mask === null
              ? null
              : treeOf(
                  sets.map(({ tree }) => tree),
                  mask,
                  mode,
                )
          }
        />
      </div>
    </Section>
  );
}

type PictureProps = CellsChartProps &
  Readonly<{ readings: Readings; picked: number | null; onPick: (mask: number) => void }>;

function Circles(props: PictureProps) {
  const { readings, picked, onPick } = props;
  const t = useTranslations('audienceViews.overlap');
  const format = useFormatter();
  const { sized, summary, table } = usePicture(props);
  const near = readings.distinct.filter(({ state }) => state !== 'exact');
  return (
    <ChartFrame title={t('venn')} fileName="muster-audience-overlap" table={table}>
      <VennChart
        summary={summary}
        sets={sized}
        cells={new Map(readings.distinct.map(({ mask, value }) => [mask, value]))}
        near={new Set(near.map(({ mask }) => mask))}
        errorText={(error) => t('error', { error: format.number(error, 'percent') })}
        onPick={onPick}
        picked={picked}
      />
    </ChartFrame>
  );
}

type BarsProps = PictureProps & Readonly<{ mode: Mode; onMode: (mode: Mode) => void }>;

function Bars(props: BarsProps) {
  const { readings, picked, onPick, mode, onMode } = props;
  const t = useTranslations('audienceViews.overlap');
  const { sized, summary, table } = usePicture(props);
  const [order, setOrder] = useState<Order>('size');
  const [least, setLeast] = useState(1);
  const degree = (mask: number) => membersOf(mask).length;
  const bars = readings[mode]
    .filter(({ value }) => value >= least)
    .sort((a, b) => (order === 'degree' && degree(a.mask) - degree(b.mask)) || b.value - a.value);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <SegmentedControl
          label={t('mode')}
          value={mode}
          onChange={onMode}
          segments={MODES.map((id) => ({ id, label: t(`modes.${id}`) }))}
        />
        <SegmentedControl
          label={t('order')}
          value={order}
          onChange={setOrder}
          segments={ORDERS.map((id) => ({ id, label: t(`orders.${id}`) }))}
        />
        <NumberField
          className="w-32"
          label={t('least')}
          minValue={0}
          value={least}
          onChange={(value) => setLeast(Number.isFinite(value) ? value : 0)}
        />
      </div>
      <ChartFrame
        title={t('upset')}
        note={t('shown', { shown: bars.length, of: readings[mode].length })}
        fileName="muster-audience-overlap"
        table={table}
      >
        {bars.length === 0 ? (
          <p className="text-sm text-muted">{t('nothing')}</p>
        ) : (
          <UpsetChart
            summary={summary}
            scrollLabel={t('scroll')}
            sets={sized}
            bars={bars.map(({ mask, value, state }) => ({ mask, value, isNear: state !== 'exact' }))}
            onPick={onPick}
            picked={picked}
          />
        )}
      </ChartFrame>
    </div>
  );
}

/** So many combinations are read out; the others stand in the table. */
const SUMMARISED = 15;

/** What both pictures have: the sets with their sizes, one sentence, and the table in all three readings. */
function usePicture({ sets, overlap, readings, onPick }: PictureProps) {
  const t = useTranslations('audienceViews.overlap');
  const format = useFormatter();
  const letters = (mask: number) => membersOf(mask).map(setLetter).join(' + ');
  const number = (value: number) => format.number(value, 'integer');
  const sized = sets.map(({ id, label }, i) => ({ id, label, value: overlap.sizes[i] ?? 0 }));
  const rows = readings.distinct.map(({ mask }, i) => ({
    mask,
    cells: MODES.map((one) => readings[one][i]),
  }));
  return {
    sized,
    summary: t('summary', {
      sets: sized.map(({ label, value }, i) => `${setLetter(i)} ${label} ${number(value)}`).join('; '),
      cells: readings.distinct
        .slice(0, SUMMARISED)
        .map(({ mask, value }) => `${letters(mask)} ${number(value)}`)
        .join('; '),
    }),
    table: {
      head: [t('combination'), ...MODES.map((one) => t(`modes.${one}`))],
      rows: rows.map(({ mask, cells }) => [
        <Button key="pick" size="sm" variant="ghost" className="-ms-2" onPress={() => onPick(mask)}>
          {letters(mask)}
        </Button>,
        ...cells.map((cell) => `${cell?.state === 'exact' ? '' : '≈'}${number(cell?.value ?? 0)}`),
      ]),
      cells: rows.map(({ mask, cells }) => [
        membersOf(mask)
          .map((i) => sets[i]?.label)
          .join(' + '),
        ...cells.map((cell) => cell?.value ?? 0),
      ]),
    },
  };
}
