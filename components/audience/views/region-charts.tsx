'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { INDEX_LIMITS, limitsOf, type Place, type PlaceTable } from '@/lib/audience/matrix';
import { BarChart } from '../../charts/bar-chart';
import { ChartFrame } from '../../charts/chart-frame';
import { IndexChart } from '../../charts/index-chart';
import { TileMap } from '../../charts/tile-map';
import { Button } from '../../ui/button';
import { Section } from '../../ui/section';
import { SegmentedControl } from '../../ui/segmented-control';
import { usePlaceText } from './use-place-text';

const MEASURES = ['users', 'index'] as const;
type Measure = (typeof MEASURES)[number];

type RegionChartsProps = Readonly<{
  table: PlaceTable;
  byPlatform: boolean;
  picked: string | null;
  onPick: (code: string) => void;
}>;

/** The provinces as a map of tiles, and ranked. */
export function RegionCharts({ table, byPlatform, picked, onPick }: RegionChartsProps) {
  const t = useTranslations('audienceViews.regions');
  const text = usePlaceText();
  const [measure, setMeasure] = useState<Measure>('users');
  const all = [...table.places, table.rest];
  const limits = measure === 'users' ? limitsOf(table.places.map(({ value }) => value)) : INDEX_LIMITS;
  const figures = usePlaceFigures(table, byPlatform, onPick);
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,30rem)_minmax(0,1fr)]">
      <Section>
        <ChartFrame
          title={t(`map.${measure}`)}
          fileName="muster-audience-map"
          control={
            <SegmentedControl
              label={t('measure')}
              value={measure}
              onChange={setMeasure}
              segments={MEASURES.map((id) => ({ id, label: t(`measures.${id}`) }))}
            />
          }
          table={figures}
        >
          <TileMap
            summary={t('summary', { top: topOf(table.places, text) })}
            tiles={all.map((place) => ({
              code: place.code,
              name: text.name(place.code),
              label: text.label(place.code),
              value: measure === 'users' ? place.value : place.index,
              short: measure === 'users' ? text.brief(place.value) : text.index(place.index),
              about: text.about(place),
            }))}
            limits={limits}
            legend={['', ...limits].map((limit, i) =>
              i ? `≥ ${text.brief(Number(limit))}` : `< ${text.brief(limits[0] ?? 0)}`,
            )}
            onPick={onPick}
            picked={picked}
          />
        </ChartFrame>
      </Section>
      <Section>
        <Ranked table={table} measure={measure} figures={figures} onPick={onPick} picked={picked} />
      </Section>
    </div>
  );
}

const topOf = (places: readonly Place[], text: ReturnType<typeof usePlaceText>) =>
  [...places]
    .sort((a, b) => b.value - a.value)
    .slice(0, 5)
    .map((place) => `${text.name(place.code)} ${text.about(place)}`)
    .join('; ');

type RankedProps = Readonly<{
  table: PlaceTable;
  measure: Measure;
  figures: ReturnType<typeof usePlaceFigures>;
  onPick?: ((code: string) => void) | undefined;
  picked?: string | null;
  title?: string;
}>;

/** Places by size, or by how far they are from the whole app. */
export function Ranked({ table, measure, figures, onPick, picked = null, title }: RankedProps) {
  const t = useTranslations('audienceViews.regions');
  const text = usePlaceText();
  const ranked = [...table.places].sort((a, b) =>
    measure === 'users' ? b.value - a.value : (b.index ?? -1) - (a.index ?? -1),
  );
  const pick = (code: string) => {
    if (code) onPick?.(code);
  };
  return (
    <ChartFrame
      title={title ?? t(`ranked.${measure}`)}
      note={t('ofTotal', { total: table.total })}
      fileName={`muster-audience-places-${measure}`}
      table={figures}
    >
      {measure === 'users' ? (
        <BarChart
          summary={[...ranked, table.rest]
            .map((place) => `${text.name(place.code)} ${text.users(place)}`)
            .join('; ')}
          bars={[...ranked.filter(({ value }) => value > 0), table.rest].map(({ code, value }) => ({
            id: code,
            label: text.name(code),
            value,
            isPale: code === '',
          }))}
          total={table.total}
          onPick={onPick && pick}
          picked={picked ? [picked] : []}
        />
      ) : (
        <IndexChart
          summary={ranked.map(({ code, index }) => `${text.name(code)} ${text.index(index)}`).join('; ')}
          rows={ranked.map((place) => ({
            id: place.code,
            label: text.name(place.code),
            index: place.index,
            about: t('shares', {
              share: text.share(place.share),
              base: text.share(table.base > 0 ? place.base / table.base : null),
            }),
          }))}
          onPick={onPick && pick}
        />
      )}
    </ChartFrame>
  );
}

/** All figures of places, for the table beside a chart and for a file. */
export function usePlaceFigures(
  table: PlaceTable,
  byPlatform: boolean,
  onPick?: (code: string) => void,
  labels?: Readonly<{ value: string; base: string }>,
) {
  const t = useTranslations('audienceViews.regions');
  const text = usePlaceText();
  const all = [...table.places, table.rest];
  const head = [
    t('place'),
    labels?.value ?? t('people'),
    ...(byPlatform ? ['Android', 'iOS'] : []),
    t('share'),
    labels?.base ?? t('base'),
    t('index'),
  ];
  return {
    head,
    rows: all.map((place) => [
      place.code && onPick ? (
        <Button key="pick" size="sm" variant="ghost" className="-ms-2" onPress={() => onPick(place.code)}>
          {text.name(place.code)}
        </Button>
      ) : (
        text.name(place.code)
      ),
      text.users(place),
      ...(byPlatform ? [text.whole(place.android), text.whole(place.ios)] : []),
      text.share(place.share),
      text.whole(place.base),
      text.index(place.index),
    ]),
    cells: all.map((place) => [
      text.name(place.code),
      place.value,
      ...(byPlatform ? [place.android, place.ios] : []),
      place.share,
      place.base,
      place.index,
    ]),
  };
}
