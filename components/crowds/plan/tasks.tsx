'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { PlanDetail, TaskView } from '@/lib/crowds/schema';
import { CopyButton } from '../../ui/copy-button';
import { Section } from '../../ui/section';
import { Select } from '../../ui/select';
import { Badge } from '../../ui/status';
import { Time } from '../../ui/time';
import { TaskMark } from '../state-mark';
import { useDurationText } from '../words';
import { differing } from './differing';

/** The groups of a plan side by side: text, state, what it took; what differs from one of them is marked. */
export function Tasks({ plan }: Readonly<{ plan: PlanDetail }>) {
  const t = useTranslations('crowds');
  const [base, setBase] = useState('0');
  const { tasks } = plan;
  const compared = tasks.find(({ place }) => String(place) === base) ?? tasks[0];
  const began = plan.sentAt ?? plan.upstreamAt;
  return (
    <Section
      title={t('plan.tasks')}
      description={
        tasks.length > 1 ? t('plan.compareHint', { n: String((compared?.place ?? 0) + 1) }) : undefined
      }
      actions={
        <>
          {tasks.length > 1 ? (
            <Select
              hideLabel
              label={t('plan.compare')}
              value={base}
              onChange={setBase}
              options={tasks.map(({ place }) => ({
                id: String(place),
                label: t('plan.base', { n: String(place + 1) }),
              }))}
            />
          ) : null}
          <CopyButton value={tasks.map(({ id }) => id).join('\n')} text={t('plan.ids')} size="md" />
        </>
      }
    >
      <ol className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
        {tasks.map((task) => (
          <TaskCard
            key={task.id}
            task={task}
            base={task === compared ? null : (compared ?? null)}
            began={began}
          />
        ))}
      </ol>
    </Section>
  );
}

type TaskCardProps = Readonly<{ task: TaskView; base: TaskView | null; began: number | null }>;

function TaskCard({ task, base, began }: TaskCardProps) {
  const t = useTranslations('crowds');
  return (
    <li className="flex min-w-0 flex-col gap-1.5 rounded border border-line px-3 py-2.5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="text-sm text-muted">{t('event.group', { n: String(task.place + 1) })}</span>
        <span className="inline-flex items-center gap-2">
          <TaskMark task={task} />
          {task.status !== 'done' || task.canPush === null ? null : (
            <Badge tone={task.canPush ? 'ok' : 'neutral'}>
              {t(`plan.${task.canPush ? 'pushYes' : 'pushNo'}`)}
            </Badge>
          )}
        </span>
      </div>
      <p className="font-medium break-words">
        <Marked text={task.topic} base={base?.topic ?? null} />
      </p>
      <p className="break-words">
        <Marked text={task.content} base={base?.content ?? null} />
      </p>
      <Took task={task} began={began} />
      <div className="flex items-center gap-1 text-sm text-muted">
        <span className="min-w-0 truncate font-mono text-xs">{task.id}</span>
        <CopyButton value={task.id} />
      </div>
    </li>
  );
}

function Took({ task, began }: Readonly<{ task: TaskView; began: number | null }>) {
  const t = useTranslations('crowds.plan');
  const duration = useDurationText();
  if (task.finalAt === null || began === null)
    return task.polledAt === null ? null : (
      <p className="text-sm text-muted">
        {t('polled')} <Time value={task.polledAt} show="clock" />
      </p>
    );
  const most = duration(Math.max(0, task.finalAt - began));
  return (
    <p className="text-sm text-muted">
      {t('took')}{' '}
      {task.before === null
        ? most
        : t('tookBetween', { least: duration(Math.max(0, task.before - began)), most })}
    </p>
  );
}

/** A text whose characters that another one does not have at their place in order are marked. */
function Marked({ text, base }: Readonly<{ text: string | null; base: string | null }>) {
  if (text === null) return <span className="text-faint">—</span>;
  if (base === null) return text;
  return differing(text, base).map(({ text: part, differs }, i) =>
    differs ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no other name
      <mark key={i} className="rounded-sm bg-warn/20 text-ink">
        {part}
      </mark>
    ) : (
      part
    ),
  );
}
