'use client';

import { CopyPlus, RefreshCw } from 'lucide-react';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import type { PlanDetail } from '@/lib/crowds/schema';
import { FailureCallout, FailureState } from '../../data/failure-state';
import { PageLoading } from '../../data/loading-state';
import { failureOf, useRead } from '../../data/reads';
import { useDeed } from '../../data/use-deed';
import { Button } from '../../ui/button';
import { PageHeader } from '../../ui/page-header';
import { Section } from '../../ui/section';
import { Time } from '../../ui/time';
import { type CrowdDoors, useCrowdDoors } from '../doors';
import { PlanMark } from '../state-mark';
import { Facts } from './facts';
import { OpenNote } from './open-note';
import { PlanTimeline } from './plan-timeline';
import { Tasks } from './tasks';

const MOVING_MS = 2_000;
const isMoving = ({ state, finishedAt, search }: PlanDetail) =>
  state === 'submitting' ||
  (state === 'unknown' && search?.nextAt !== null) ||
  (state === 'submitted' && finishedAt === null);

/** One plan: how far each of its groups is, what happened, and what it asked for. */
export function PlanScreen({ id }: Readonly<{ id: string }>) {
  const { data, error, isPending, isFetching, refetch } = useRead(
    'crowds.one',
    { id },
    { refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? MOVING_MS : false) },
  );
  if (isPending) return <PageLoading />;
  if (!data)
    return <FailureState failure={failureOf(error)} onRetry={() => refetch()} isRetrying={isFetching} />;
  return <Opened plan={data} />;
}

function Opened({ plan }: Readonly<{ plan: PlanDetail }>) {
  const t = useTranslations('crowds');
  const doors = useCrowdDoors();
  return (
    <>
      {doors ? <DeedsHeader plan={plan} doors={doors} /> : <Header plan={plan} />}
      {doors ? <Seen plan={plan} doors={doors} /> : null}
      <div className="flex flex-col gap-4">
        <OpenNote plan={plan} doors={doors} />
        {plan.tasks.length > 0 ? <Tasks plan={plan} /> : null}
        <div className="grid gap-4 lg:grid-cols-2">
          <Facts plan={plan} />
          <Section title={t('plan.timeline')}>
            <PlanTimeline plan={plan} />
          </Section>
        </div>
      </div>
    </>
  );
}

function Header({ plan, actions }: Readonly<{ plan: PlanDetail; actions?: ReactNode }>) {
  const t = useTranslations('crowds');
  return (
    <PageHeader
      title={plan.name || t('drafts.unnamed')}
      crumbs={[{ label: t('back'), href: '/crowds' }]}
      crumbsLabel={t('way')}
      meta={
        <>
          <PlanMark plan={plan} />
          {plan.nextPollAt === null ? null : (
            <span className="text-sm text-muted">
              {t('plan.nextPoll')} <Time value={plan.nextPollAt} show="clock" />
            </span>
          )}
        </>
      }
      actions={actions}
    />
  );
}

function DeedsHeader({ plan, doors }: Readonly<{ plan: PlanDetail; doors: CrowdDoors }>) {
  const t = useTranslations('crowds.plan');
  const router = useRouter();
  const ask = useDeed(doors.ask, 'crowds.', 'shell.');
  const clone = useDeed(doors.clone, 'crowds.drafts');
  async function copy(): Promise<void> {
    const draft = await clone.run({ id: plan.id });
    if (draft) router.push(`/crowds/new?draft=${draft.id}` as Route);
  }
  const failure = ask.failure ?? clone.failure;
  return (
    <>
      <Header
        plan={plan}
        actions={
          <>
            {plan.tasks.length > 0 ? (
              <Button
                icon={RefreshCw}
                isPending={ask.isPending}
                onPress={() => void ask.run({ id: plan.id })}
              >
                {t('ask')}
              </Button>
            ) : null}
            <Button icon={CopyPlus} isPending={clone.isPending} onPress={() => void copy()}>
              {t('clone')}
            </Button>
          </>
        }
      />
      {failure ? (
        <div className="mb-4">
          <FailureCallout failure={failure} />
        </div>
      ) : null}
    </>
  );
}

/** Whoever opens a plan that has come to its end has seen it. */
function Seen({ plan, doors }: Readonly<{ plan: PlanDetail; doors: CrowdDoors }>) {
  const see = useDeed(doors.see, 'shell.', 'crowds.list');
  const told = useRef(false);
  useEffect(() => {
    if (!plan.isNew || told.current) return;
    told.current = true;
    void see.run({ id: plan.id });
  });
  return null;
}
