'use client';

import { X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { regionName } from '@/lib/audience/region-names';
import { citiesOf } from '@/lib/audience/regions';
import { FREE_CALLS, type Group } from '@/lib/audience/schema';
import { Callout } from '../../ui/callout';
import { IconButton } from '../../ui/icon-button';
import { Section } from '../../ui/section';
import { SegmentedControl } from '../../ui/segmented-control';
import { AsOf, CostGate } from './cost-gate';
import { Ranked, usePlaceFigures } from './region-charts';
import { Gaps, usedFor, usePlaces } from './use-places';

type CityPanelProps = Readonly<{
  tree: Group;
  /** Its code. */
  province: string;
  byPlatform: boolean;
  onClose: () => void;
}>;

/** The cities of one province. */
export function CityPanel({ tree, province, byPlatform, onClose }: CityPanelProps) {
  const t = useTranslations('audienceViews.regions');
  const locale = useLocale();
  const name = regionName(province, locale);
  const box = useRef<HTMLDivElement>(null);
  const codes = useMemo(() => citiesOf(province).map(({ code }) => code), [province]);
  const { asked, table } = usePlaces(tree, codes, byPlatform ? 'places' : 'none', {
    within: province,
    maxCalls: FREE_CALLS,
  });
  // What was pressed may be far above: the panel comes into sight, and is where the keyboard goes on.
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={box} tabIndex={-1} className="outline-none">
      <Section
        title={t('citiesOf', { name })}
        actions={<IconButton size="sm" icon={X} label={t('close', { name })} onPress={onClose} />}
      >
        {codes.length === 0 ? (
          <p className="text-muted">{t('noCities', { name })}</p>
        ) : (
          <div className="flex flex-col gap-3">
            <CostGate asked={asked} what={t('citiesOf', { name })} />
            <Gaps asked={asked} isWhole={table !== null} />
            {table && table.excess > 0 ? (
              <Callout tone="warn">{t('excess', { excess: table.excess })}</Callout>
            ) : null}
            {table ? (
              <>
                <AsOf {...usedFor(asked)} onAgain={asked.again} />
                <Cities table={table} byPlatform={byPlatform} name={name} />
              </>
            ) : null}
          </div>
        )}
      </Section>
    </div>
  );
}

type CitiesProps = Readonly<{
  table: NonNullable<ReturnType<typeof usePlaces>['table']>;
  byPlatform: boolean;
  name: string;
}>;

function Cities({ table, byPlatform, name }: CitiesProps) {
  const t = useTranslations('audienceViews.regions');
  const [measure, setMeasure] = useState<'users' | 'index'>('users');
  const figures = usePlaceFigures(table, byPlatform);
  return (
    <>
      <SegmentedControl
        className="self-start"
        label={t('measure')}
        value={measure}
        onChange={setMeasure}
        segments={(['users', 'index'] as const).map((id) => ({ id, label: t(`measures.${id}`) }))}
      />
      <Ranked table={table} measure={measure} figures={figures} title={t(`cities.${measure}`, { name })} />
    </>
  );
}
