'use client';

import { useTranslations } from 'use-intl/react';
import type { PlanProgress, PlanState, PlanView, TaskView } from '@/lib/crowds/schema';
import { StatusDot } from '../ui/status';
import type { Tone } from '../ui/tone';

const STATE_TONE: Record<PlanState, Tone> = {
  submitting: 'info',
  submitted: 'ok',
  unknown: 'unknown',
  refused: 'danger',
  'not-created': 'neutral',
};
const PROGRESS_TONE: Record<PlanProgress, Tone> = {
  waiting: 'neutral',
  computing: 'info',
  done: 'ok',
  partly: 'warn',
  failed: 'danger',
  lost: 'unknown',
};

/** What became of a plan: how far its tasks are, or why there are none. */
export function PlanMark({ plan }: Readonly<{ plan: Pick<PlanView, 'state' | 'progress'> }>) {
  const t = useTranslations('crowds');
  const { state, progress } = plan;
  return progress === null ? (
    <StatusDot tone={STATE_TONE[state]} hollow={state === 'not-created'} label={t(`state.${state}`)} />
  ) : (
    <StatusDot
      tone={PROGRESS_TONE[progress]}
      hollow={progress === 'waiting'}
      label={t(`progress.${progress}`)}
    />
  );
}

const STATUS_TONE = {
  waiting: 'neutral',
  computing: 'info',
  'timed-out': 'danger',
  failed: 'danger',
  done: 'ok',
  stopped: 'warn',
  none: 'neutral',
  lost: 'unknown',
} as const;
/** Questions without a word of a task, after which it counts as lost; the server stops asking then. */
const isLost = ({ finalAt, nextPollAt, missing }: TaskView) =>
  finalAt === null && nextPollAt === null && missing > 0;

/** The state of one task. */
export function TaskMark({ task }: Readonly<{ task: TaskView }>) {
  const t = useTranslations('crowds.status');
  const status = isLost(task) ? 'lost' : (task.status ?? 'none');
  return (
    <StatusDot
      tone={STATUS_TONE[status]}
      hollow={status === 'waiting' || status === 'none'}
      label={t(status)}
    />
  );
}
