'use client';

import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { aloneOf, EVERYBODY, partsOf, stepsOf } from '@/lib/audience/funnel';
import type { Group } from '@/lib/audience/schema';
import { type Bar, BarChart } from '../../charts/bar-chart';
import { ChartFrame } from '../../charts/chart-frame';
import { FailureCallout } from '../../data/failure-state';
import { Button } from '../../ui/button';
import { Callout } from '../../ui/callout';
import { EmptyState } from '../../ui/empty-state';
import { Section } from '../../ui/section';
import { type Answers, useAnswers } from '../use-answers';
import { useNodeText } from '../use-node-text';
import type { ViewProps } from './view-props';

const BASE = 'base';

/** How an audience comes about, part by part, and what each part reaches by itself. */
export function FunnelView({ tree, answer }: ViewProps) {
  const t = useTranslations('audience.funnel');
  const parts = partsOf(tree);
  const questions = useMemo(
    () => [{ id: BASE, tree: EVERYBODY }, ...stepsOf(tree), ...aloneOf(tree)],
    [tree],
  );
  // After the number itself, which is what is waited for.
  const asked = useAnswers(answer && parts.length > 0 ? questions : null);
  if (parts.length === 0) return <EmptyState title={t('empty')}>{t('emptyBody')}</EmptyState>;
  if (asked.failure) return <FailureCallout failure={asked.failure} onRetry={asked.again} />;
  if (asked.status === 'costly' && asked.cost)
    return (
      <Callout
        title={t('costly', { calls: asked.cost.calls })}
        actions={<Button onPress={asked.run}>{t('run', { calls: asked.cost.calls })}</Button>}
      />
    );
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <Section>
        <Chart tree={tree} asked={asked} what="upto" />
      </Section>
      <Section>
        <Chart tree={tree} asked={asked} what="alone" />
      </Section>
    </div>
  );
}

type ChartProps = Readonly<{ tree: Group; asked: Answers; what: 'upto' | 'alone' }>;

function Chart({ tree, asked, what }: ChartProps) {
  const t = useTranslations('audience.funnel');
  const format = useFormatter();
  const nodeText = useNodeText();
  const total = asked.answers.get(BASE)?.value ?? null;
  const rows = partsOf(tree).map((part) => {
    const id = `${what}:${part.id}`;
    return { id, label: nodeText(part), value: asked.answers.get(id)?.value ?? null };
  });
  const known = rows.filter(({ value }) => value !== null);
  const failed = rows.length - known.length;
  const bars: Bar[] = [
    ...(total === null ? [] : [{ id: BASE, label: t('everybody'), value: total, isPale: true }]),
    ...known.map(({ id, label, value }) => ({ id, label, value: value ?? 0 })),
  ];
  const shown = bars.map(({ label, value }) => [label, format.number(value, 'integer')] as const);
  const title = t(what === 'alone' ? 'alone' : `upto.${tree.op}`);
  return (
    <ChartFrame
      title={title}
      note={
        asked.status === 'asking' && asked.of > 0
          ? t('counting', { done: asked.done, of: asked.of })
          : undefined
      }
      fileName={`muster-audience-${what}`}
      table={{
        head: [t('part'), t('users'), t('share')],
        rows: bars.map(({ value }, i) => [
          shown[i]?.[0],
          shown[i]?.[1],
          total ? format.number(value / total, 'percent') : '—',
        ]),
        cells: bars.map(({ label, value }) => [label, value, total ? value / total : '']),
      }}
      instead={bars.length === 0 ? <p className="text-muted">{t('waiting')}</p> : undefined}
    >
      <BarChart
        summary={`${title}: ${shown.map((pair) => pair.join(' ')).join('; ')}`}
        bars={bars}
        total={total ?? 0}
      />
      {asked.status === 'done' && failed > 0 ? (
        <p className="mt-2 text-sm text-warn">{t('failed', { count: failed })}</p>
      ) : null}
    </ChartFrame>
  );
}
