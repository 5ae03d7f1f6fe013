'use client';

import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { treeOf } from '@/lib/audience/compose';
import { MODES, type Mode, membersOf, readCells } from '@/lib/audience/reading';
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

/** Every combination of the sets: as circles, or as bars from four sets on. */
export function CellsChart({ sets, overlap }: CellsChartProps) {
  const t = useTranslations('audienceViews.overlap');
  const format = useFormatter();
  const [mode, setMode] = useState<Mode>('distinct');
  const [order, setOrder] = useState<Order>('size');
  const [least, setLeast] = useState(1);
  const [mask, setMask] = useState<number | null>(null);
  const readings = { distinct: read('distinct'), intersect: read('intersect'), union: read('union') };
  function read(as: Mode) {
    return readCells(sets.length, overlap.cells, as);
  }
  const isVenn = sets.length <= 3;
  const letters = (of: number) => membersOf(of).map(setLetter).join(' + ');
  const number = (value: number, isNear: boolean) => `${isNear ? '±' : ''}${format.number(value, 'integer')}`;
  const bars = [...readings[mode]]
    .filter(({ value }) => value >= least)
    .sort((a, b) =>
      order === 'degree'
        ? membersOf(a.mask).length - membersOf(b.mask).length || b.value - a.value
        : b.value - a.value,
    );
  const sized = sets.map(({ id, label }, i) => ({ id, label, value: overlap.sizes[i] ?? 0 }));
  const title = t(isVenn ? 'venn' : 'upset');
  const rows = readings.distinct.map((reading, i) => ({
    mask: reading.mask,
    cells: MODES.map((one) => readings[one][i]),
  }));
  const summary = t('summary', {
    sets: sized
      .map(({ label, value }, i) => `${setLetter(i)} ${label} ${format.number(value, 'integer')}`)
      .join('; '),
    cells: rows
      .slice(0, 15)
      .map(({ mask: of, cells }) => `${letters(of)} ${format.number(cells[0]?.value ?? 0, 'integer')}`)
      .join('; '),
  });
  return (
    <Section>
      <div className={cx('grid items-start gap-x-8 gap-y-4', isVenn && 'lg:grid-cols-[minmax(0,1fr)_18rem]')}>
        <div className="flex min-w-0 flex-col gap-3">
          {isVenn ? null : (
            <div className="flex flex-wrap items-end gap-3">
              <SegmentedControl
                label={t('mode')}
                value={mode}
                onChange={setMode}
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
          )}
          <ChartFrame
            title={title}
            note={isVenn ? undefined : t('shown', { shown: bars.length, of: rows.length })}
            fileName="muster-audience-overlap"
            table={{
              head: [t('combination'), ...MODES.map((one) => t(`modes.${one}`))],
              rows: rows.map(({ mask: of, cells }) => [
                <Button key="pick" size="sm" variant="ghost" className="-ms-2" onPress={() => setMask(of)}>
                  {letters(of)}
                </Button>,
                ...cells.map((cell) => number(cell?.value ?? 0, cell?.state !== 'exact')),
              ]),
              cells: rows.map(({ mask: of, cells }) => [
                membersOf(of)
                  .map((i) => sets[i]?.label)
                  .join(' + '),
                ...cells.map((cell) => cell?.value ?? 0),
              ]),
            }}
          >
            {isVenn ? (
              <VennChart
                summary={summary}
                sets={sized}
                cells={new Map(readings.distinct.map(({ mask: of, value }) => [of, value]))}
                near={
                  new Set(
                    readings.distinct.filter(({ state }) => state !== 'exact').map(({ mask: of }) => of),
                  )
                }
                errorText={(error) => t('error', { error: format.number(error, 'percent') })}
                onPick={setMask}
                picked={mask}
              />
            ) : bars.length === 0 ? (
              <p className="text-sm text-muted">{t('nothing')}</p>
            ) : (
              <UpsetChart
                summary={summary}
                scrollLabel={t('scroll')}
                sets={sized}
                bars={bars.map(({ mask: of, value, state }) => ({
                  mask: of,
                  value,
                  isNear: state !== 'exact',
                }))}
                onPick={setMask}
                picked={mask}
              />
            )}
          </ChartFrame>
        </div>
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
