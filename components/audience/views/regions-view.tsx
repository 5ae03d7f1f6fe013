'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { PROVINCES } from '@/lib/audience/regions';
import { Callout } from '../../ui/callout';
import { Checkbox } from '../../ui/checkbox';
import { Section } from '../../ui/section';
import { CityPanel } from './city-panel';
import { AsOf, CostGate } from './cost-gate';
import { RegionCharts } from './region-charts';
import { Gaps, usedFor, usePlaces } from './use-places';
import type { ViewProps } from './view-props';

const CODES = PROVINCES.map(({ code }) => code);

/** Where the users of an audience are, against the whole app; a province opens its cities. */
export function RegionsView({ tree }: ViewProps) {
  const t = useTranslations('audienceViews.regions');
  const [byPlatform, setByPlatform] = useState(false);
  const { asked, table, tooDeep } = usePlaces(tree, CODES, byPlatform ? 'places' : 'none');
  const [picked, setPicked] = useState<string | null>(null);
  if (tooDeep) return <Callout tone="warn">{t('tooDeep')}</Callout>;
  return (
    <div className="flex flex-col gap-4">
      <Section>
        <div className="flex flex-col gap-3">
          <Checkbox isSelected={byPlatform} onChange={setByPlatform}>
            {t('byPlatform')}
          </Checkbox>
          <CostGate asked={asked} what={t('what')} about={t('cost')} />
          <Gaps asked={asked} isWhole={table !== null} />
          {table ? <AsOf {...usedFor(asked)} onAgain={asked.again} /> : null}
          {table && table.excess > 0 ? (
            <Callout tone="warn">{t('excess', { excess: table.excess })}</Callout>
          ) : null}
        </div>
      </Section>
      {table ? (
        <RegionCharts table={table} byPlatform={byPlatform} picked={picked} onPick={setPicked} />
      ) : null}
      {picked ? (
        <CityPanel
          key={picked}
          tree={tree}
          province={picked}
          byPlatform={byPlatform}
          onClose={() => setPicked(null)}
        />
      ) : null}
    </div>
  );
}
