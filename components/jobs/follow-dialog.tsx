'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { JobDetail } from '@/lib/changes/schema';
import type { Failure } from '@/lib/core/result';
import type { Messages } from '@/lib/i18n/messages/zh-CN';
import { FailureCallout } from '../data/failure-state';
import { useShownApp } from '../data/reads';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { Dialog } from '../ui/dialog';
import { TextField } from '../ui/text-field';
import type { FollowUp, JobDoors } from './doors';
import { type Choice, FollowChoice } from './follow-choice';
import { FollowPreview } from './follow-preview';

export type FollowKind = 'retry' | 'undo' | 'verify';

/** Rows to draw for a verification: at 95 % confidence the share is known to about five points. */
const SAMPLE = 385;

type FollowDialogProps = Readonly<{
  kind: FollowKind;
  job: JobDetail;
  doors: JobDoors;
  onClose: () => void;
}>;

/** Retry, undo or verification of a change: choose, see what it would do and cost, then order it. */
export function FollowDialog({ kind, job, doors, onClose }: FollowDialogProps) {
  const t = useTranslations('jobs.follow');
  const common = useTranslations('common');
  const appId = useShownApp();
  const router = useRouter();
  const [choice, setChoice] = useState<Choice>({
    which: job.rejected > 0 ? 'rejected' : 'unfinished',
    sample: job.confirmed > SAMPLE ? SAMPLE : null,
  });
  const [preview, setPreview] = useState<FollowUp | null>(null);
  const [typed, setTyped] = useState('');
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const word = preview?.confirmWord ?? null;

  /** Runs a door; what fails is shown and nothing moves on. */
  async function through<T>(door: Promise<{ ok: true; data: T } | { ok: false; error: Failure }>) {
    setPending(true);
    setFailure(null);
    const answer = await door.catch(() => ({ ok: false as const, error: { code: 'UNEXPECTED' as const } }));
    setPending(false);
    if (answer.ok) return answer.data;
    setFailure(answer.error);
    return null;
  }

  async function look() {
    const { id } = job;
    const asked = {
      retry: () => doors.retry(appId, { id, which: choice.which }),
      undo: () => doors.undo(appId, { id }),
      verify: () => doors.verify(appId, { id, sample: choice.sample }),
    }[kind];
    const made = await through<FollowUp>(asked());
    if (made) setPreview(made);
  }

  async function go() {
    if (!preview) return;
    const { jobId, rowsHash } = preview;
    const ordered = await through(
      doors.order(appId, { jobId, rowsHash, ...(word === null ? {} : { typed }) }),
    );
    if (ordered) router.push(`/jobs/${ordered.jobId}` as Route);
  }

  function close() {
    // A preview that is not wanted leaves nothing behind; should that fail, it expires by itself.
    if (preview) void doors.discard(appId, { id: preview.jobId }).catch(() => undefined);
    onClose();
  }

  return (
    <Dialog
      title={t(`${kind}Title`)}
      isOpen
      isLocked={isPending}
      onOpenChange={(open) => !open && close()}
      footer={
        <>
          <Button onPress={close} isDisabled={isPending}>
            {common('cancel')}
          </Button>
          {preview ? (
            preview.total > 0 ? (
              <Button
                variant="primary"
                isPending={isPending}
                isDisabled={word !== null && typed.trim() !== word}
                onPress={go}
              >
                {t(`${kind}Go`, { count: preview.total })}
              </Button>
            ) : null
          ) : (
            <Button variant="primary" isPending={isPending} onPress={look}>
              {t('preview')}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {failure ? <FollowFailure failure={failure} /> : null}
        {preview ? (
          <FollowPreview preview={preview} />
        ) : (
          <FollowChoice kind={kind} job={job} choice={choice} onChange={setChoice} isDisabled={isPending} />
        )}
        {preview && word !== null ? (
          <TextField
            mono
            autoComplete="off"
            label={t('word', { word })}
            value={typed}
            onChange={setTyped}
            isDisabled={isPending}
          />
        ) : null}
      </div>
    </Dialog>
  );
}

type Rule = keyof Messages['jobs']['follow']['rule'];

/** Why it cannot be done; what this dialog alone can run into has words of its own. */
function FollowFailure({ failure }: Readonly<{ failure: Failure }>) {
  const t = useTranslations('jobs.follow.rule');
  const rule = String(failure.params?.rule ?? '') as Rule;
  if (failure.code === 'CONFLICT' && t.has(rule)) return <Callout isAlert tone="warn" title={t(rule)} />;
  return <FailureCallout failure={failure} />;
}
