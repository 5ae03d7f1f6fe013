'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Ban, ChevronDown, Pause, Play, RotateCcw, ShieldCheck, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { isOver, type JobDetail } from '@/lib/changes/schema';
import type { Failure, Result } from '@/lib/core/result';
import { failureText } from '@/lib/i18n/failure-text';
import { useShownApp } from '../data/reads';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Menu, MenuItem, MenuSection } from '../ui/menu';
import { showToast } from '../ui/toast';
import type { JobDoors } from './doors';
import { FollowDialog, type FollowKind } from './follow-dialog';

type JobActionsProps = Readonly<{ job: JobDetail; doors: JobDoors }>;
const PRIORITIES = { high: 1, normal: 0, low: -1 } as const;

/** What can be done with a change in its present state, by those who may; nothing else is offered. */
export function JobActions({ job, doors }: JobActionsProps) {
  const t = useTranslations('jobs.act');
  const { may } = job;
  const [follow, setFollow] = useState<FollowKind | null>(null);
  const over = isOver(job);
  const failed = job.rejected + job.skipped + (job.once ? 0 : job.unknown) > 0;
  return (
    <>
      {may.control && !over ? <RunningActions job={job} doors={doors} /> : null}
      {over && may.retry && failed ? (
        <Button icon={RotateCcw} onPress={() => setFollow('retry')}>
          {t('retry')}
        </Button>
      ) : null}
      {over && may.verify && job.confirmed > 0 ? (
        <Button icon={ShieldCheck} onPress={() => setFollow('verify')}>
          {t('verify')}
        </Button>
      ) : null}
      {over && may.undo && job.confirmed > 0 ? (
        <Button icon={Undo2} onPress={() => setFollow('undo')}>
          {t('undo')}
        </Button>
      ) : null}
      {follow ? <FollowDialog kind={follow} job={job} doors={doors} onClose={() => setFollow(null)} /> : null}
    </>
  );
}

function RunningActions({ job, doors }: JobActionsProps) {
  const t = useTranslations('jobs.act');
  const { busy, failure, act } = useAct(job);
  const [isAsking, setAsking] = useState(false);
  const target = { id: job.id };
  if (job.state === 'cancelling') return null;
  return (
    <>
      {job.state === 'paused' ? (
        <Button
          variant="primary"
          icon={Play}
          isPending={busy === 'resume'}
          onPress={() => act('resume', (app) => doors.resume(app, target))}
        >
          {t('resume')}
        </Button>
      ) : (
        <Button
          icon={Pause}
          isPending={busy === 'pause'}
          onPress={() => act('pause', (app) => doors.pause(app, target))}
        >
          {t('pause')}
        </Button>
      )}
      <PriorityMenu
        priority={job.priority}
        isPending={busy === 'prioritise'}
        onChange={(priority) => act('prioritise', (app) => doors.prioritise(app, { ...target, priority }))}
      />
      <Button icon={Ban} onPress={() => setAsking(true)}>
        {t('cancel')}
      </Button>
      <CancelDialog
        job={job}
        isOpen={isAsking}
        onOpenChange={setAsking}
        failure={failure}
        onConfirm={() => act('cancel', (app) => doors.cancel(app, target))}
      />
    </>
  );
}

type Verb = 'pause' | 'resume' | 'cancel' | 'prioritise';

/** Runs one verb at a time, says how it went, and asks for the change anew. Answers whether it was done. */
function useAct(job: JobDetail) {
  const t = useTranslations();
  const appId = useShownApp();
  const queries = useQueryClient();
  const [busy, setBusy] = useState<Verb | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  async function act(verb: Verb, door: (appId: string) => Promise<Result<unknown>>): Promise<boolean> {
    setBusy(verb);
    setFailure(null);
    const answer = await door(appId).catch(
      (): Result<unknown> => ({ ok: false, error: { code: 'UNEXPECTED' } }),
    );
    setBusy(null);
    if (answer.ok) showToast({ tone: 'success', title: t(`jobs.act.done.${verb}`) });
    else {
      const { what, todo } = failureText(t, answer.error);
      setFailure(answer.error);
      showToast({ tone: 'error', title: `${t('jobs.act.failed')}: ${what}`, description: todo });
    }
    await queries.invalidateQueries({ queryKey: ['jobs.detail', { id: job.id }] });
    return answer.ok;
  }
  return { busy, failure, act };
}

type CancelDialogProps = Readonly<{
  job: JobDetail;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  failure: Failure | null;
  onConfirm: () => Promise<boolean>;
}>;

function CancelDialog({ job, isOpen, onOpenChange, failure, onConfirm }: CancelDialogProps) {
  const t = useTranslations();
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={t('jobs.cancelDialog.title')}
      consequence={t('jobs.cancelDialog.body', { rows: job.remaining })}
      confirmLabel={t('jobs.cancelDialog.confirm')}
      error={failure ? failureText(t, failure).what : undefined}
      onConfirm={onConfirm}
    />
  );
}

type PriorityMenuProps = Readonly<{
  priority: number;
  isPending: boolean;
  onChange: (priority: -1 | 0 | 1) => void;
}>;

function PriorityMenu({ priority, isPending, onChange }: PriorityMenuProps) {
  const t = useTranslations('jobs.priority');
  const current = priority > 0 ? 'high' : priority < 0 ? 'low' : 'normal';
  return (
    <Menu
      label={t('label')}
      trigger={
        <Button icon={ChevronDown} isPending={isPending}>
          {`${t('label')}: ${t(current)}`}
        </Button>
      }
    >
      <MenuSection title={t('label')} value={current} onChange={(id) => onChange(PRIORITIES[id])}>
        <MenuItem id="high" label={t('high')} />
        <MenuItem id="normal" label={t('normal')} />
        <MenuItem id="low" label={t('low')} />
      </MenuSection>
    </Menu>
  );
}
