'use client';

import type { Route } from 'next';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { JobDetail } from '@/lib/changes/schema';
import { failureText } from '@/lib/i18n/failure-text';
import { OutcomeList } from '../data/outcome-list';
import { failureOf } from '../data/reads';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { LinkButton } from '../ui/link-button';
import { ProgressBar } from '../ui/progress-bar';
import { Section } from '../ui/section';
import { showToast } from '../ui/toast';
import type { RunStage } from './use-run';

type RunViewProps = Readonly<{
  stage: RunStage;
  /** What to do once it is over, and how the button says it. */
  onAgain?: () => void;
  again?: string;
  /** Takes the rows that did not succeed back to where they came from. */
  onRetry?: (job: JobDetail) => Promise<void>;
}>;

/** A change under way, and then what became of it. */
export function RunView({ stage, ...after }: RunViewProps) {
  const t = useTranslations('changes.run');
  if (stage.at === 'done') return <Done job={stage.job} {...after} />;
  if (stage.at === 'stopped') return <Stopped stage={stage} />;
  const label = stage.readingBack === null ? t('sending') : t('readingBack', { rows: stage.readingBack });
  return (
    <Section>
      <ProgressBar label={label} />
    </Section>
  );
}

function Stopped({ stage: { jobId, failure } }: { stage: Extract<RunStage, { at: 'stopped' }> }) {
  const t = useTranslations('changes.run');
  const jobs = useTranslations('jobs');
  return (
    <Callout
      tone="warn"
      isAlert
      title={t(failure ? 'halted' : 'stopped')}
      actions={<LinkButton href={`/jobs/${jobId}` as Route}>{jobs('permalink')}</LinkButton>}
    >
      {t(failure ? 'haltedBody' : 'stoppedBody')}
      {failure?.requestId ? (
        <span className="ms-2 font-mono text-sm">{jobs('requestId', { id: failure.requestId })}</span>
      ) : null}
    </Callout>
  );
}

function Done({ job, onAgain, again, onRetry }: Omit<RunViewProps, 'stage'> & { job: JobDetail }) {
  const t = useTranslations('changes.run');
  const jobs = useTranslations('jobs');
  const all = useTranslations();
  const [isFetching, setFetching] = useState(false);
  const left = job.rejected + job.unknown + job.skipped;
  async function retry(go: (job: JobDetail) => Promise<void>) {
    setFetching(true);
    try {
      await go(job);
    } catch (error) {
      const { what, todo } = failureText(all, failureOf(error));
      showToast({ tone: 'error', title: what, description: todo });
    }
    setFetching(false);
  }
  return (
    <Section
      title={t('title')}
      actions={
        <>
          <LinkButton size="sm" href={`/jobs/${job.id}` as Route}>
            {jobs('permalink')}
          </LinkButton>
          {left && onRetry ? (
            <Button size="sm" isPending={isFetching} onPress={() => retry(onRetry)}>
              {t('retry', { count: left })}
            </Button>
          ) : null}
          {onAgain ? (
            <Button size="sm" onPress={onAgain}>
              {again ?? t('again')}
            </Button>
          ) : null}
        </>
      }
    >
      <div role="status">
        <OutcomeList job={job} />
      </div>
    </Section>
  );
}
