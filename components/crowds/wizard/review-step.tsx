'use client';

import { useEffect, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { isWhole, largestReach, type PlanContent, type WholePlan } from '@/lib/crowds/rules';
import type { PlanPreview } from '@/lib/crowds/schema';
import { FailureCallout } from '../../data/failure-state';
import { useDeed } from '../../data/use-deed';
import { StepFrame } from '../../imports/step-frame';
import { Button } from '../../ui/button';
import { Callout } from '../../ui/callout';
import { Checkbox } from '../../ui/checkbox';
import { KeyValue } from '../../ui/description-list';
import { Spinner } from '../../ui/spinner';
import type { CrowdDoors } from '../doors';
import { useBrandText, useSizeText } from '../words';
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
      {failure ? <FailureCallout failure={failure} onRetry={look} isRetrying={isPending} /> : null}
      {submit.failure ? (
        <FailureCallout failure={submit.failure} onRetry={look} isRetrying={isPending} />
      ) : null}
    </StepFrame>
  );
}

/** The frozen plan, made when the step is come to and anew on demand. */
function usePreview(draft: DraftInHand, doors: CrowdDoors) {
  const freeze = useDeed(doors.preview, 'crowds.service');
  const [preview, setPreview] = useState<PlanPreview | null>(null);
  async function look(): Promise<void> {
    setPreview(null);
    if (await draft.flush()) setPreview(await freeze.run({ id: draft.id }));
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the step is come to
  useEffect(() => void look(), []);
  return { preview, look: () => void look(), failure: freeze.failure, isPending: freeze.isPending };
}

function Consequence({ plan }: Readonly<{ plan: WholePlan }>) {
  const t = useTranslations('crowds');
  const brands = useBrandText();
  const size = useSizeText();
  const activity = t(`activity.${plan.active ? 'active' : 'inactive'}`, { days: String(plan.activeDays) });
  const count = plan.copies.length;
  return (
    <>
      <div>
        <p className="font-medium">{plan.name}</p>
        <p>{t('wizard.review.lead')}</p>
        <ul className="ms-5 list-disc">
          <li>{t('wizard.review.groups', { count, size: plan.groupSize })}</li>
          <li>{t('wizard.review.who', { brands: brands(plan.brands), activity })}</li>
          <li>{t(`wizard.review.${plan.overlap ? 'overlapOn' : 'overlapOff'}`)}</li>
        </ul>
      </div>
      <KeyValue
        label={t('wizard.review.reach')}
        value={t('people', { count: largestReach(plan) })}
        note={`${size(largestReach(plan))} · ${t('wizard.review.reachNote', { size: plan.groupSize, count: String(count) })}`}
      />
      <Copies plan={plan} />
      <p className="text-sm text-muted">{t('wizard.review.final')}</p>
    </>
  );
}

function Copies({ plan }: Readonly<{ plan: PlanContent }>) {
  const t = useTranslations('crowds.wizard');
  return (
    <ol className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
      {plan.copies.map(({ topic, content }, i) => (
        <li key={`${topic}\n${content}`} className="min-w-0 rounded border border-line px-3 py-2">
          <p className="text-xs text-muted">{t('copy', { n: String(i + 1) })}</p>
          <p className="font-medium break-words">{topic}</p>
          <p className="text-sm break-words">{content}</p>
        </li>
      ))}
    </ol>
  );
}

type AlikeProps = Readonly<{
  preview: PlanPreview;
  sameSeen: boolean;
  onSameSeen: (seen: boolean) => void;
}>;

/** Plans that read the same: handing in one more must be wanted. */
function Alike({ preview: { same, listed }, sameSeen, onSameSeen }: AlikeProps) {
  const t = useTranslations('crowds');
  const format = useFormatter();
  return (
    <>
      <p className="text-sm text-muted">{t(`wizard.review.${listed ? 'listed' : 'unlisted'}`)}</p>
      {same.length > 0 ? (
        <Callout tone="warn" title={t('wizard.review.sameTitle', { count: same.length })}>
          <ul>
            {same.map(({ id, at, by, state }) => (
              <li key={id}>
                {t('wizard.review.same', {
                  at: format.dateTime(new Date(at), 'minute'),
                  by: by ?? t('wizard.review.elsewhere'),
                  state: t(`state.${state}`),
                })}
              </li>
            ))}
          </ul>
          <Checkbox className="mt-2 text-ink" isSelected={sameSeen} onChange={onSameSeen}>
            {t('wizard.review.sameCheck')}
          </Checkbox>
        </Callout>
      ) : null}
    </>
  );
}
