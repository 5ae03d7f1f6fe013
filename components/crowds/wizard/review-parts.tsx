'use client';

import { useFormatter, useTranslations } from 'use-intl/react';
import { largestReach, type PlanContent, type WholePlan } from '@/lib/crowds/rules';
import type { PlanPreview } from '@/lib/crowds/schema';
import { Callout } from '../../ui/callout';
import { Checkbox } from '../../ui/checkbox';
import { KeyValue } from '../../ui/description-list';
import { useBrandText, useSizeText } from '../words';

/** What the plan will do, in words, with the most people it may reach. */
export function Consequence({ plan }: Readonly<{ plan: WholePlan }>) {
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
export function Alike({ preview: { same, listed }, sameSeen, onSameSeen }: AlikeProps) {
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
