'use client';

import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { PlanDetail } from '@/lib/crowds/schema';
import { FailureCallout } from '../../data/failure-state';
import { useDeed } from '../../data/use-deed';
import { Button } from '../../ui/button';
import { Callout } from '../../ui/callout';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import type { CrowdDoors } from '../doors';

type OpenNoteProps = Readonly<{ plan: PlanDetail; doors: CrowdDoors | null }>;

/** Why there is no plan, or that nobody knows: what was found so far, and what a person may decide. */
export function OpenNote({ plan, doors }: OpenNoteProps) {
  const t = useTranslations('crowds.plan');
  if (plan.state === 'refused')
    return (
      <Callout tone="danger" title={t('refusedTitle')}>
        {plan.trouble
          ? t('refused', {
              http: String(plan.trouble.httpStatus ?? '—'),
              code: String(plan.trouble.code ?? '—'),
              message: plan.trouble.message ?? '—',
            })
          : null}
      </Callout>
    );
  if (plan.state !== 'unknown' || !plan.search) return null;
  const { looks, nextAt, candidates, conclusive } = plan.search;
  return (
    <Callout tone="warn" title={t('unknownTitle')}>
      {nextAt !== null ? (
        <p>{t('looking', { looks: String(looks) })}</p>
      ) : candidates.length > 0 ? (
        <p>{t('several', { count: String(candidates.length) })}</p>
      ) : (
        <>
          <p>{t('notFound', { looks: String(looks) })}</p>
          {conclusive ? null : <p>{t('inconclusive')}</p>}
        </>
      )}
      {doors ? <Decision plan={plan} doors={doors} /> : null}
    </Callout>
  );
}

type Rule = 'not-open' | 'still-looking' | 'candidate-gone';
const RULES: readonly string[] = ['not-open', 'still-looking', 'candidate-gone'] satisfies Rule[];

function Decision({ plan, doors }: Readonly<{ plan: PlanDetail; doors: CrowdDoors }>) {
  const t = useTranslations('crowds.plan');
  const format = useFormatter();
  const decide = useDeed(doors.decide, 'crowds.', 'shell.');
  const [isGivingUp, setGivingUp] = useState(false);
  const { candidates = [], nextAt = null } = plan.search ?? {};
  const { id } = plan;
  const rule = String(decide.failure?.params?.rule ?? '');
  return (
    <div className="mt-2 flex flex-col gap-2 text-ink">
      {nextAt === null
        ? candidates.map(({ taskId, createdAt }) => (
            <p key={taskId} className="flex flex-wrap items-center gap-2">
              {t('candidate', {
                at: createdAt === null ? '—' : format.dateTime(new Date(createdAt), 'second'),
                id: taskId,
              })}
              <Button size="sm" onPress={() => void decide.run({ id, decision: { what: 'is', taskId } })}>
                {t('isThis')}
              </Button>
            </p>
          ))
        : null}
      {nextAt === null ? (
        <p className="flex flex-wrap gap-2">
          <Button
            size="sm"
            isPending={decide.isPending}
            onPress={() => void decide.run({ id, decision: { what: 'look' } })}
          >
            {t('look')}
          </Button>
          <Button size="sm" onPress={() => setGivingUp(true)}>
            {t('notCreated')}
          </Button>
        </p>
      ) : null}
      {RULES.includes(rule) ? (
        <p role="alert" className="text-danger">
          {t(`rule.${rule as Rule}`)}
        </p>
      ) : decide.failure ? (
        <FailureCallout failure={decide.failure} />
      ) : null}
      {isGivingUp ? (
        <ConfirmDialog
          isOpen
          onOpenChange={setGivingUp}
          title={t('notCreatedTitle', { name: plan.name })}
          consequence={t('notCreatedBody')}
          confirmLabel={t('notCreated')}
          onConfirm={async () => {
            await decide.run({ id, decision: { what: 'not-created' } });
          }}
        />
      ) : null}
    </div>
  );
}
