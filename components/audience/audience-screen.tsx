'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { type Dispatch, type ReactNode, useMemo, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { aloneOf, EVERYBODY } from '@/lib/audience/funnel';
import type { Group, Node } from '@/lib/audience/schema';
import type { Action, TreeState } from '@/lib/audience/tree';
import { Skeleton } from '../ui/skeleton';
import { Tabs } from '../ui/tabs';
import { AnswerPanel } from './answer/answer-panel';
import { Builder } from './builder/builder';
import { useAudienceDoors } from './saved/doors';
import { TrustBadge } from './trust/trust-badge';
import { type Answers, useAnswers } from './use-answers';
import { useSettled } from './use-settled';
import { VIEWS, type ViewId } from './views/views';

/** A person who still edits is not asked about: the count begins when the conditions have stood so long. */
const SETTLE_MS = 300;
const VIEW_IDS = VIEWS.map(({ id }) => id) as ViewId[];

type AudienceBenchProps = Readonly<{
  state: TreeState;
  dispatch: Dispatch<Action>;
  audienceId: string | null;
  /** Told of the last answer with the conditions it is of. */
  children?: (answer: Answers) => ReactNode;
}>;

/** Conditions on one side, the people they reach on the other, and the views of them below. */
export function AudienceBench({ state, dispatch, audienceId, children }: AudienceBenchProps) {
  const t = useTranslations('audience');
  const { tree } = state;
  const doors = useAudienceDoors();
  const settled = useSettled(tree, SETTLE_MS);
  const [isAuto, setAuto] = useState(true);
  const [pressed, setPressed] = useState<Group | null>(null);
  const counted = isAuto ? settled : pressed;
  const questions = useMemo(
    () =>
      counted
        ? [
            { id: 'all', tree: counted },
            { id: 'base', tree: EVERYBODY },
          ]
        : null,
    [counted],
  );
  const asked = useAnswers(questions);
  const isBehind = counted !== tree;
  const answer = asked.answers.get('all') ?? null;
  const aside = useAside(settled, asked.status === 'done' && isAuto);
  const [view, setView] = useQueryState('view', parseAsStringLiteral(VIEW_IDS).withDefault('funnel'));
  return (
    <div className="flex flex-col gap-5">
      {children?.(asked)}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Builder state={state} dispatch={dispatch} renderAside={aside} />
        <div className="lg:sticky lg:top-4">
          <AnswerPanel
            asked={asked}
            isAuto={isAuto}
            onAuto={(next) => {
              setPressed(tree);
              setAuto(next);
            }}
            isBehind={isBehind}
            onCount={() => setPressed(tree)}
            trust={<TrustBadge check={doors?.check} />}
          />
        </div>
      </div>
      <Tabs
        label={t('views.label')}
        value={view}
        onChange={(next) => void setView(next)}
        items={VIEWS.map(({ id, View }) => ({
          id,
          label: t(`views.${id}`),
          content: (
            <View tree={counted ?? settled} answer={isBehind ? null : answer} audienceId={audienceId} />
          ),
        }))}
      />
    </div>
  );
}

/** What each part of the root reaches by itself, for its row; asked once the whole has its answer. */
function useAside(tree: Group, isReady: boolean): (node: Node) => ReactNode {
  const format = useFormatter();
  const t = useTranslations('audience');
  const questions = useMemo(() => aloneOf(tree), [tree]);
  const asked = useAnswers(isReady && questions.length > 0 ? questions : null);
  return (node) => {
    const value = asked.answers.get(`alone:${node.id}`)?.value;
    if (value !== undefined && value !== null)
      return <span title={t('alone')}>{format.number(value, 'integer')}</span>;
    const isWaiting = asked.status === 'asking' && questions.some(({ id }) => id === `alone:${node.id}`);
    return isWaiting ? <Skeleton className="h-4 w-12" /> : null;
  };
}
