'use client';

import { useTranslations } from 'use-intl/react';
import { idOf, indexOf, PLATFORMS, type Place, type PlaceTable } from '@/lib/audience/matrix';
import { PROVINCES } from '@/lib/audience/regions';
import type { Answer, Group } from '@/lib/audience/schema';
import { ChartFrame } from '../../charts/chart-frame';
import { IndexChart } from '../../charts/index-chart';
import { Callout } from '../../ui/callout';
import { Section } from '../../ui/section';
import { AsOf, CostGate } from './cost-gate';
import { usePlaceFigures } from './region-charts';
import { usePlaceText } from './use-place-text';
import { Gaps, usedFor, usePlaces } from './use-places';

const CODES = PROVINCES.map(({ code }) => code);

type ComparePlacesProps = Readonly<{ tree: Group; against: Group; name: string }>;

/** Provinces and platforms of two audiences, as an index: 100 where both have the same share. */
export function ComparePlaces({ tree, against, name }: ComparePlacesProps) {
  const t = useTranslations('audienceViews.compare');
  const { asked, table, tooDeep } = usePlaces(tree, CODES, 'whole', { base: against });
  if (tooDeep) return <Callout tone="warn">{t('tooDeep')}</Callout>;
  return (
    <Section title={t('places')} description={t('placesAbout', { name })}>
      <div className="flex flex-col gap-4">
        <CostGate asked={asked} what={t('places')} />
        <Gaps asked={asked} isWhole={table !== null} />
        {table ? (
          <>
            <AsOf {...usedFor(asked)} onAgain={asked.again} />
            <Charts table={table} answers={asked.answers} name={name} />
          </>
        ) : null}
      </div>
    </Section>
  );
}

type ChartsProps = Readonly<{ table: PlaceTable; answers: ReadonlyMap<string, Answer>; name: string }>;

function Charts({ table, answers, name }: ChartsProps) {
  const t = useTranslations('audienceViews.compare');
  const text = usePlaceText();
  const places = usePlaceFigures(table, false, undefined, { value: t('this'), base: name });
  const rows = [...table.places].sort((a, b) => (b.index ?? -1) - (a.index ?? -1));
  const shares = ({ share, base }: Pick<Place, 'share' | 'base'>) =>
    t('shares', {
      share: text.share(share),
      other: text.share(table.base > 0 ? base / table.base : null),
    });
  const platforms = PLATFORMS.map((platform) => {
    const value = answers.get(idOf('audience', '', platform))?.value ?? 0;
    const base = answers.get(idOf('base', '', platform))?.value ?? 0;
    const share = table.total > 0 ? value / table.total : null;
    return {
      platform,
      label: platform === 'ios' ? 'iOS' : 'Android',
      value,
      base,
      share,
      index: indexOf(value, table.total, base, table.base),
    };
  });
  return (
    <div className="grid items-start gap-x-8 gap-y-5 xl:grid-cols-2">
      <ChartFrame title={t('byProvince')} fileName="muster-audience-compare-provinces" table={places}>
        <IndexChart
          summary={rows.map(({ code, index }) => `${text.name(code)} ${text.index(index)}`).join('; ')}
          rows={rows.map((place) => ({
            id: place.code,
            label: text.name(place.code),
            index: place.index,
            about: shares(place),
          }))}
        />
      </ChartFrame>
      <ChartFrame
        title={t('byPlatform')}
        fileName="muster-audience-compare-platforms"
        table={{
          head: [t('platform'), t('this'), t('share'), name, t('index')],
          rows: platforms.map(({ label, value, share, base, index }) => [
            label,
            text.whole(value),
            text.share(share),
            text.whole(base),
            text.index(index),
          ]),
          cells: platforms.map(({ label, value, share, base, index }) => [label, value, share, base, index]),
        }}
      >
        <IndexChart
          summary={platforms.map(({ label, index }) => `${label} ${text.index(index)}`).join('; ')}
          rows={platforms.map((row) => ({
            id: row.platform,
            label: row.label,
            index: row.index,
            about: shares(row),
          }))}
        />
      </ChartFrame>
    </div>
  );
}
