'use client';

import { useTranslations } from 'use-intl/react';
import type { JobSummary, WaitReason } from '@/lib/changes/schema';
import { StatusDot } from '../ui/status';
import { TONE_TEXT, type Tone } from '../ui/tone';
import { useWaitText } from './words';

type Shown = JobSummary['state'] | 'waiting' | 'halted';

const TONE: Record<Shown, Tone> = {
  importing: 'neutral',
  draft: 'neutral',
  running: 'info',
  waiting: 'warn',
  paused: 'warn',
  halted: 'danger',
  cancelling: 'warn',
  cancelled: 'neutral',
  finished: 'ok',
};

const shownOf = ({ state, wait }: Pick<JobSummary, 'state' | 'wait'>): Shown => {
  if (wait?.why === 'halted') return 'halted';
  return state === 'running' && wait ? 'waiting' : state;
};

/** The state of a change, dot and word. */
export function JobState({ job }: Readonly<{ job: Pick<JobSummary, 'state' | 'wait'> }>) {
  const t = useTranslations('jobs.state');
  const shown = shownOf(job);
  const hollow = ['draft', 'importing', 'waiting', 'cancelled'].includes(shown);
  return <StatusDot tone={TONE[shown]} hollow={hollow} label={t(shown)} />;
}

/** Reasons that somebody has to do something about. */
const needsSomebody = ({ why }: WaitReason) => why === 'no-worker' || why === 'halted';

/** Why it waits, as a line of text. */
export function WaitLine({ wait }: Readonly<{ wait: WaitReason }>) {
  const text = useWaitText();
  return (
    <span className={`text-sm text-pretty ${TONE_TEXT[needsSomebody(wait) ? 'danger' : 'neutral']}`}>
      {text(wait)}
    </span>
  );
}

/** The tone of a note about it. */
export const waitTone = (wait: WaitReason): 'danger' | 'warn' | 'info' => {
  if (needsSomebody(wait)) return 'danger';
  return wait.why === 'paused' || wait.why === 'upstream' ? 'warn' : 'info';
};
