'use client';

import { useFormatter, useTranslations } from 'use-intl/react';
import { pairsOf } from '@/lib/audience/reading';
import type { Overlap } from '@/lib/audience/schema';
import { ChartFrame } from '../../charts/chart-frame';
import { OnlyBothBar } from '../../charts/only-both-bar';
import { setLetter } from '../../charts/set-style';
import { Section } from '../../ui/section';
import { Table } from '../../ui/table';
import type { OverlapSet } from './overlap-sets';

type PairsProps = Readonly<{ sets: readonly OverlapSet[]; overlap: Overlap }>;

/** Each two of the sets: what they share, how alike they are, and whether that is more than chance. */
export function OverlapPairs({ sets, overlap }: PairsProps) {
  const t = useTranslations('audienceViews.overlap');
  const format = useFormatter();
  const pairs = pairsOf(overlap);
  const name = (i: number) => `${setLetter(i)} ${sets[i]?.label ?? ''}`;
  const times = (value: number | null) =>
    value === null ? '—' : format.number(value, { maximumFractionDigits: 2 });
  return (
    <>
      {sets.length === 2 ? (
        <Section>
          <OnlyBoth a={sets[0]?.label ?? ''} b={sets[1]?.label ?? ''} overlap={overlap} />
        </Section>
      ) : null}
      <Section title={t('pairs')} description={t('pairsAbout')} flush>
        <Table
          caption={t('pairs')}
          rows={pairs}
          rowKey={({ a, b }) => `${a}-${b}`}
          empty={null}
          columns={[
            {
              key: 'pair',
              header: t('pair'),
              isRowHeader: true,
              cell: ({ a, b }) => (
                <span className="block max-w-80 truncate" title={`${name(a)} × ${name(b)}`}>
                  {`${name(a)} × ${name(b)}`}
                </span>
              ),
            },
            {
              key: 'both',
              header: t('both'),
              align: 'end',
              cell: ({ both, state }) => `${state === 'exact' ? '' : '≈'}${format.number(both, 'integer')}`,
            },
            {
              key: 'jaccard',
              header: 'Jaccard',
              align: 'end',
              cell: ({ jaccard }) => (jaccard === null ? '—' : format.number(jaccard, 'percent')),
            },
            { key: 'lift', header: t('lift'), align: 'end', cell: ({ lift }) => times(lift) },
          ]}
        />
      </Section>
    </>
  );
}

type OnlyBothProps = Readonly<{ a: string; b: string; overlap: Overlap }>;

/** What only the one has, what both have, what only the other has. */
export function OnlyBoth({ a, b, overlap }: OnlyBothProps) {
  const t = useTranslations('audienceViews.overlap');
  const format = useFormatter();
  const [pair] = pairsOf(overlap);
  if (!pair) return null;
  const isNear = pair.state !== 'exact';
  const parts = [
    { label: t('only', { label: a }), value: pair.onlyA, isNear },
    { label: t('both'), value: pair.both, isNear },
    { label: t('only', { label: b }), value: pair.onlyB, isNear },
  ] as const;
  const either = pair.onlyA + pair.both + pair.onlyB;
  const text = (value: number) => `${isNear ? '≈' : ''}${format.number(value, 'integer')}`;
  return (
    <ChartFrame
      title={t('onlyBoth')}
      fileName="muster-audience-pair"
      table={{
        head: [t('part'), t('people'), t('share')],
        rows: parts.map(({ label, value }) => [
          label,
          text(value),
          either ? format.number(value / either, 'percent') : '—',
        ]),
        cells: parts.map(({ label, value }) => [label, value, either ? value / either : null]),
      }}
    >
      <OnlyBothBar
        summary={parts.map(({ label, value }) => `${label} ${text(value)}`).join('; ')}
        onlyA={parts[0]}
        both={parts[1]}
        onlyB={parts[2]}
      />
    </ChartFrame>
  );
}
