'use client';

import type { Route } from 'next';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Failure } from '@/lib/core/result';
import { isWhole } from '@/lib/crowds/rules';
import type { PlanPreview } from '@/lib/crowds/schema';
import { FailureCallout } from '../../data/failure-state';
import { useDeed, useRefresh } from '../../data/use-deed';
import { StepFrame } from '../../imports/step-frame';
import { Button } from '../../ui/button';
import { Callout } from '../../ui/callout';
import { LinkButton } from '../../ui/link-button';
import { Spinner } from '../../ui/spinner';
import type { CrowdDoors } from '../doors';
import { Alike, Consequence } from './review-parts';
import type { DraftInHand } from './use-draft';

type ReviewStepProps = Readonly<{
  draft: DraftInHand;
  doors: CrowdDoors;
  onBack: () => void;
  onSubmitted: (planId: string) => void;
}>;

/** What will happen, in words; frozen before it can be handed in. */
export function ReviewStep({ draft, doors, onBack, onSubmitted }: ReviewStepProps) {
  const t = useTranslations('crowds.wizard');
  const { preview, look, failure, isPending } = usePreview(draft, doors);
  const submit = useDeed(doors.submit, 'crowds.', 'shell.', 'jobs.');
  const [sameSeen, setSameSeen] = useState(false);
  const isBlocked = preview === null || (preview.same.length > 0 && !sameSeen);
  async function hand(): Promise<void> {
    if (!preview) return;
    const { jobId, rowsHash } = preview;
    const done = await submit.run({ draftId: draft.id, jobId, rowsHash, sameSeen });
    if (done) onSubmitted(done.id);
  }
  const again = () => {
    submit.setFailure(null);
    setSameSeen(false);
    look();
  };
  return (
    <StepFrame
      title={t('step.review')}
      takesFocus
      footer={
        <>
          <Button onPress={onBack} isDisabled={submit.isPending}>
            {t('back')}
          </Button>
          <Button
            variant="primary"
            isDisabled={isBlocked}
            isPending={submit.isPending}
            onPress={() => void hand()}
          >
            {t('review.submit')}
          </Button>
          {isPending ? (
            <span role="status" className="inline-flex items-center gap-2 text-sm text-muted">
              <Spinner label={t('review.freezing')} />
              {t('review.freezing')}
            </span>
          ) : null}
        </>
      }
    >
      {isWhole(draft.content) ? <Consequence plan={draft.content} /> : null}
      {preview ? <Alike preview={preview} sameSeen={sameSeen} onSameSeen={setSameSeen} /> : null}
      {failure && failure.code !== 'UPSTREAM_NOT_ENABLED' ? (
        <FailureCallout failure={failure} onRetry={look} isRetrying={isPending} />
      ) : null}
      {submit.failure ? (
        <NotSubmitted failure={submit.failure} planId={draft.id} onAgain={again} isPending={isPending} />
      ) : null}
    </StepFrame>
  );
}

type NotSubmittedProps = Readonly<{
  failure: Failure;
  planId: string;
  onAgain: () => void;
  isPending: boolean;
}>;

/** Why the plan was not handed in: it has been already, something came between, or what the failure says. */
function NotSubmitted({ failure, planId, onAgain, isPending }: NotSubmittedProps) {
  const t = useTranslations('crowds.wizard');
  const rule = failure.params?.rule;
  if (rule === 'submitted')
    return (
      <Callout
        tone="warn"
        isAlert
        title={t('review.twice')}
        actions={
          <LinkButton size="sm" href={`/crowds/${planId}` as Route}>
            {t('done.track')}
          </LinkButton>
        }
      />
    );
  if (failure.code !== 'PREVIEW_STALE' && rule !== 'same-open')
    return <FailureCallout failure={failure} onRetry={onAgain} isRetrying={isPending} />;
  return (
    <Callout
      tone="warn"
      isAlert
      title={t(rule === 'same-open' ? 'review.sameOpen' : 'review.stale')}
      actions={
        <Button size="sm" isPending={isPending} onPress={onAgain}>
          {t('review.again')}
        </Button>
      }
    />
  );
}

/** The frozen plan, made when the step is come to and anew on demand. */
function usePreview(draft: DraftInHand, doors: CrowdDoors) {
  const freeze = useDeed(doors.preview);
  const refresh = useRefresh('crowds.service');
  const [preview, setPreview] = useState<PlanPreview | null>(null);
  async function look(): Promise<void> {
    setPreview(null);
    if (await draft.flush()) setPreview(await freeze.run({ id: draft.id }));
    // A refusal may say that the feature is not bought: the note above tells what that means.
    refresh();
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the step is come to
  useEffect(() => void look(), []);
  return { preview, look: () => void look(), failure: freeze.failure, isPending: freeze.isPending };
}
