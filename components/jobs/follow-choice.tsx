'use client';

import { useTranslations } from 'use-intl/react';
import type { JobDetail } from '@/lib/changes/schema';
import { NumberField } from '../ui/number-field';
import { RadioGroup } from '../ui/radio-group';

export type Choice = Readonly<{
  which: 'rejected' | 'unfinished';
  /** Rows drawn at random; null: all. */
  sample: number | null;
}>;

type FollowChoiceProps = Readonly<{
  kind: 'retry' | 'undo' | 'verify';
  job: JobDetail;
  choice: Choice;
  onChange: (choice: Choice) => void;
  isDisabled: boolean;
}>;

const HELPFUL = 385;

/** What is chosen before the preview: which rows to retry, how many to verify; undo has nothing to choose. */
export function FollowChoice({ kind, job, choice, onChange, isDisabled }: FollowChoiceProps) {
  const t = useTranslations('jobs.follow');
  if (kind === 'undo')
    return <p className="leading-relaxed">{t(job.readable ? 'undoBody' : 'undoBodyBlind')}</p>;
  if (kind === 'retry') {
    const all = job.rejected + job.skipped + (job.once ? 0 : job.unknown);
    return (
      <RadioGroup
        label={t('retryWhich')}
        value={choice.which}
        isDisabled={isDisabled}
        onChange={(which) => onChange({ ...choice, which })}
        options={[
          {
            id: 'rejected',
            label: t('retryRejected', { count: job.rejected }),
            description: t('retryRejectedNote'),
            isDisabled: job.rejected === 0,
          },
          {
            id: 'unfinished',
            label: t('retryUnfinished', { count: all }),
            description: t(job.once ? 'retryUnfinishedOnce' : 'retryUnfinishedNote'),
          },
        ]}
      />
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <p className="leading-relaxed">{t('verifyBody')}</p>
      <RadioGroup
        label={t('verifyTitle')}
        hideLabel
        value={choice.sample === null ? 'all' : 'sample'}
        isDisabled={isDisabled}
        onChange={(id) =>
          onChange({ ...choice, sample: id === 'all' ? null : Math.min(HELPFUL, job.confirmed) })
        }
        options={[
          { id: 'sample', label: t('verifySample'), description: t('verifySampleNote') },
          {
            id: 'all',
            label: t('verifyAll', { count: job.confirmed }),
            description: t('verifyAllNote'),
          },
        ]}
      />
      {choice.sample === null ? null : (
        <NumberField
          label={t('verifySize')}
          value={choice.sample}
          minValue={1}
          maxValue={job.confirmed}
          isDisabled={isDisabled}
          onChange={(sample) => onChange({ ...choice, sample: Number.isFinite(sample) ? sample : HELPFUL })}
          className="w-48"
        />
      )}
    </div>
  );
}
