'use client';

import { X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { except, isAskable, ruleTree } from '@/lib/audience/compose';
import { says } from '@/lib/audience/funnel';
import { type Group, type Node, Value } from '@/lib/audience/schema';
import { BarChart } from '../../charts/bar-chart';
import { ChartFrame } from '../../charts/chart-frame';
import { useRead } from '../../data/reads';
import { TagInput } from '../../kinds/tag-input';
import { Button } from '../../ui/button';
import { IconButton } from '../../ui/icon-button';
import { Section } from '../../ui/section';
import { type Answers, useAnswers } from '../use-answers';
import { CostGate } from './cost-gate';

/** Tags that are compared at once. */
const MOST = 10;

type ReachPanelProps = Readonly<{
  tree: Group;
  /** Users of the audience, when known. */
  size: number | null;
}>;

/** Which further tag would bring most people who are not in the audience yet. */
export function ReachPanel({ tree, size }: ReachPanelProps) {
  const t = useTranslations('audienceViews.reach');
  const [own, setOwn] = useState<readonly string[] | null>(null);
  const used = useMemo(() => tagsOf(tree), [tree]);
  const { data } = useRead('tags.suggest', { prefix: '' }, { staleTime: 60_000 });
  const tags = useMemo(
    () =>
      own ??
      (data ?? [])
        .map(({ tag }) => tag)
        .filter((tag) => !used.includes(tag))
        .slice(0, MOST),
    [own, data, used],
  );
  const questions = useMemo(
    () =>
      tags.flatMap((tag) => {
        const added = except(ruleTree('tag', tag), [tree]);
        return added ? [{ id: tag, tree: added }] : [];
      }),
    [tags, tree],
  );
  const isFitting = questions.every((question) => isAskable(question.tree));
  const asked = useAnswers(questions.length > 0 && isFitting ? questions : null, { maxCalls: 0 });
  return (
    <Section title={t('title')} description={t('about')}>
      {says(tree) ? (
        <div className="flex flex-col gap-4">
          <Candidates tags={tags} onChange={setOwn} />
          {isFitting ? (
            <CostGate asked={asked} what={t('what', { count: questions.length })} />
          ) : (
            <p className="text-warn">{t('tooDeep')}</p>
          )}
          {asked.answers.size > 0 ? <Ranked asked={asked} size={size} /> : null}
        </div>
      ) : (
        <p className="text-muted">{t('everybody')}</p>
      )}
    </Section>
  );
}

const tagsOf = (node: Node): string[] =>
  node.kind === 'group' ? node.parts.flatMap(tagsOf) : node.key === 'tag' ? [...node.values] : [];

type CandidatesProps = Readonly<{ tags: readonly string[]; onChange: (tags: readonly string[]) => void }>;

function Candidates({ tags, onChange }: CandidatesProps) {
  const t = useTranslations('audienceViews.reach');
  return (
    <div className="flex flex-col gap-2">
      {tags.length > 0 ? (
        <ul aria-label={t('candidates')} className="flex flex-wrap gap-1.5">
          {tags.map((tag) => (
            <li
              key={tag}
              className="inline-flex max-w-full items-center rounded border border-line bg-sunken ps-2 text-sm"
            >
              <span className="truncate">{tag}</span>
              <IconButton
                size="sm"
                icon={X}
                label={t('drop', { tag })}
                onPress={() => onChange(tags.filter((one) => one !== tag))}
              />
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-sm text-muted">{t('none')}</p>
      )}
      <div className="flex flex-wrap items-end gap-2">
        <TagInput
          className="w-64 max-w-full"
          hideLabel
          label={t('add')}
          placeholder={t('add')}
          without={tags}
          isDisabled={tags.length >= MOST}
          onAdd={(added) =>
            onChange(
              [...new Set([...tags, ...added.filter((tag) => Value.safeParse(tag).success)])].slice(0, MOST),
            )
          }
        />
        {tags.length > 0 ? (
          <Button variant="ghost" onPress={() => onChange([])}>
            {t('clear')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function Ranked({ asked, size }: Readonly<{ asked: Answers; size: number | null }>) {
  const t = useTranslations('audienceViews.reach');
  const format = useFormatter();
  const bars = [...asked.answers]
    .map(([tag, { value, low, state }]) => ({
      id: tag,
      label: tag,
      value: value ?? low,
      isPale: state !== 'exact',
    }))
    .sort((a, b) => b.value - a.value);
  const text = ({ value, isPale }: (typeof bars)[number]) =>
    `${isPale ? '≈' : ''}${format.number(value, 'integer')}`;
  return (
    <ChartFrame
      title={t('chart')}
      note={size === null ? undefined : t('against', { size })}
      fileName="muster-audience-reach"
      table={{
        head: [t('tag'), t('added'), t('growth')],
        rows: bars.map((bar) => [
          bar.label,
          text(bar),
          size ? format.number(bar.value / size, 'percent') : '—',
        ]),
        cells: bars.map(({ label, value }) => [label, value, size ? value / size : null]),
      }}
    >
      <BarChart
        summary={bars.map((bar) => `${bar.label} ${text(bar)}`).join('; ')}
        bars={bars}
        total={size ?? 0}
      />
    </ChartFrame>
  );
}
