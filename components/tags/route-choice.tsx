'use client';

import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Failure } from '@/lib/core/result';
import type { Routes } from '@/lib/tags/schema';
import { FailureCallout } from '../data/failure-state';
import { LoadingLines } from '../data/loading-state';
import { failureOf, useRead, useShownApp } from '../data/reads';
import { useDuration } from '../imports/format';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { cx } from '../ui/cx';
import { StatusDot } from '../ui/status';
import type { TagDoors } from './doors';

type RouteChoiceProps = Readonly<{
  jobId: string;
  turn: TagDoors['turnRoute'];
  /** The cheaper way may be taken without being asked: nobody has chosen yet. */
  mayChoose: boolean;
  onDraft: (jobId: string) => void;
}>;

/** The two ways to carry out a file of tags with their prices; the cheaper one that is safe is taken at first. */
export function RouteChoice({ jobId, turn, mayChoose, onDraft }: RouteChoiceProps) {
  const t = useTranslations('tags.many');
  const appId = useShownApp();
  const { data, error, refetch } = useRead('tags.routes', { jobId }, { staleTime: 60_000 });
  const [isTurning, setTurning] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const taken = useRef(false);
  async function go(to: Routes['now'], routes: Routes): Promise<void> {
    const known = to === 'batch' ? routes.batch.jobId : routes.overwrite?.jobId;
    if (known) return onDraft(known);
    setTurning(true);
    setFailure(null);
    const answer = await turn(appId, { jobId }).catch(() => null);
    setTurning(false);
    if (answer?.ok) onDraft(answer.data.jobId);
    else setFailure(answer ? answer.error : { code: 'UNEXPECTED' });
  }
  useEffect(() => {
    if (!data || !mayChoose || taken.current || data.now === data.advised) return;
    taken.current = true;
    void go(data.advised, data);
  });
  if (error) {
    const failed = failureOf(error);
    return failed.code === 'NOT_FOUND' ? (
      <Callout>{t('gone')}</Callout>
    ) : (
      <FailureCallout failure={failed} onRetry={() => void refetch()} />
    );
  }
  if (!data) return <LoadingLines />;
  const { overwrite, why, advised, now } = data;
  const way = { now, advised, isTurning, onTurn: (to: Routes['now']) => void go(to, data) };
  return (
    <section aria-label={t('routeTitle')} className="flex flex-col gap-3">
      <h3 className="text-sm font-medium">{t('routeTitle')}</h3>
      {failure ? <FailureCallout failure={failure} /> : null}
      <div className="grid gap-3 md:grid-cols-2">
        <Way id="batch" {...way}>
          <Batch price={data.batch} />
        </Way>
        {overwrite ? (
          <Way id="overwrite" {...way}>
            <Overwrite price={overwrite} />
          </Way>
        ) : null}
      </div>
      <p className="max-w-[80ch] text-sm text-muted">
        {isTurning ? t('turning') : t(`why.${why}`, { count: overwrite?.usedToday ?? 0 })}
      </p>
    </section>
  );
}

function Batch({ price }: Readonly<{ price: Routes['batch'] }>) {
  const t = useTranslations('tags.many');
  const duration = useDuration();
  return t('batchBody', { calls: price.calls, reads: price.reads, time: duration(price.durationMs) });
}

function Overwrite({ price }: Readonly<{ price: NonNullable<Routes['overwrite']> }>) {
  const t = useTranslations('tags.many');
  const duration = useDuration();
  return t('overwriteBody', {
    users: price.users,
    reads: price.reads,
    time: duration(price.durationMs),
  });
}

type WayProps = Readonly<{
  id: Routes['now'];
  now: Routes['now'];
  advised: Routes['now'];
  isTurning: boolean;
  onTurn: (to: Routes['now']) => void;
  children: React.ReactNode;
}>;

function Way({ id, now, advised, isTurning, onTurn, children }: WayProps) {
  const t = useTranslations('tags.many');
  return (
    <div
      className={cx(
        'flex flex-col items-start gap-2 rounded border p-3',
        now === id ? 'border-accent bg-accent/8' : 'border-line',
      )}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium">{t(id)}</span>
        {now === id ? <StatusDot tone="accent" label={t('now')} /> : null}
        {advised === id ? <StatusDot tone="ok" label={t('advised')} /> : null}
      </div>
      <p className="text-sm text-muted tabular-nums">{children}</p>
      {now === id ? null : (
        <Button size="sm" isPending={isTurning} onPress={() => onTurn(id)}>
          {t('turn')}
        </Button>
      )}
    </div>
  );
}
