'use client';

import { useMemo } from 'react';
import { useTranslations } from 'use-intl/react';
import { isAskable } from '@/lib/audience/compose';
import { placeQuestions, placeTable, type Split } from '@/lib/audience/matrix';
import type { Group } from '@/lib/audience/schema';
import { Callout } from '../../ui/callout';
import { type Answers, useAnswers } from '../use-answers';

type PlacesOptions = Readonly<{ within?: string; base?: Group; maxCalls?: number }>;

/** Asks for places and reads the answers as a table, as soon as all of them are there. */
export function usePlaces(
  tree: Group,
  codes: readonly string[],
  split: Split,
  { within, base, maxCalls = 0 }: PlacesOptions = {},
) {
  const questions = useMemo(
    () => placeQuestions(tree, codes, { split, within, base }),
    [tree, codes, split, within, base],
  );
  const tooDeep = !questions.every((question) => isAskable(question.tree));
  const asked = useAnswers(tooDeep || codes.length === 0 ? null : questions, { maxCalls });
  const table = useMemo(
    () => placeTable(asked.answers, codes, split === 'places'),
    [asked.answers, codes, split],
  );
  return { asked, table, tooDeep };
}

/** Of several answers: the times, and the calls together. */
export function usedFor({ answers, cost }: Answers) {
  const all = [...answers.values()];
  return {
    from: Math.min(...all.map(({ from }) => from)),
    to: Math.max(...all.map(({ to }) => to)),
    calls: cost?.calls ?? 0,
    reused: cost?.reused ?? 0,
  };
}

/** Says that some places could not be counted, so that no table is shown that would not add up. */
export function Gaps({ asked, isWhole }: Readonly<{ asked: Answers; isWhole: boolean }>) {
  const t = useTranslations('audienceViews.regions');
  if (asked.status !== 'done' || isWhole) return null;
  return <Callout tone="danger">{t('gaps', { count: Math.max(1, asked.failures.size) })}</Callout>;
}
