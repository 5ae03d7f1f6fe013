'use client';

import type { Route } from 'next';
import { useTranslations } from 'use-intl/react';
import { aliasRule, reachableRule } from '@/lib/aliases/rules';
import type { Preview } from '@/lib/aliases/schema';
import type { JobDetail } from '@/lib/changes/schema';
import { FailureCallout } from '../data/failure-state';
import { OutcomeList } from '../data/outcome-list';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { LinkButton } from '../ui/link-button';
import { ProgressBar } from '../ui/progress-bar';
import { Section } from '../ui/section';
import { type Draft, draftOf, emptyDraft, PairForm } from './pair-form';
import { PreviewView } from './preview-view';
import type { Change, Stage } from './use-change';

type ChangeDeskProps = Readonly<{
  kind: 'alias.bind' | 'alias.unbind';
  draft: Draft;
  onDraft: (draft: Draft) => void;
  change: Change;
}>;

/** Bind or unbind pairs: fill in, preview, carry out, see what became of every row. */
export function ChangeDesk({ kind, draft, onDraft, change }: ChangeDeskProps) {
  const { stage, failure, read, run, reset } = change;
  const again = (next: Draft) => {
    onDraft(next);
    reset();
  };
  return (
    <div className="flex flex-col gap-4">
      {failure ? <FailureCallout failure={failure} /> : null}
      {stage.at === 'form' ? (
        <Section>
          <PairForm
            rule={kind === 'alias.bind' ? aliasRule : reachableRule}
            draft={draft}
            onChange={onDraft}
            onPreview={(rows) => read({ kind, rows: [...rows] })}
          />
        </Section>
      ) : null}
      {stage.at === 'reading' ? <Reading stage={stage} onStop={reset} /> : null}
      {stage.at === 'preview' ? (
        <PreviewView preview={stage.preview} onBack={reset} onGo={() => go(stage.preview, run)} />
      ) : null}
      <RunView stage={stage} onAgain={() => again(emptyDraft())} onRetry={(job) => again(unsettled(job))} />
    </div>
  );
}

const go = async ({ draft }: Preview, run: Change['run']) => (draft ? run(draft) : null);

/** The rows that did not succeed, for the form. */
const notDone = (job: JobDetail) => job.rows.filter(({ outcome }) => outcome !== 'confirmed');
const unsettled = (job: JobDetail) =>
  draftOf(notDone(job).map(({ cells: [, cid = '', alias = ''] }) => ({ cid, alias })));

function Reading({
  stage,
  onStop,
}: Readonly<{ stage: Extract<Stage, { at: 'reading' }>; onStop: () => void }>) {
  const t = useTranslations('aliases.form');
  const label = t('reading', { done: stage.done, total: stage.total });
  return (
    <Section>
      <div className="flex flex-col gap-4">
        <ProgressBar
          label={label}
          total={stage.total}
          parts={[{ tone: 'accent', label, count: stage.done }]}
        />
        <div>
          <Button onPress={onStop}>{t('cancelPreview')}</Button>
        </div>
      </div>
    </Section>
  );
}

type RunViewProps = Readonly<{ stage: Stage; onAgain: () => void; onRetry?: (job: JobDetail) => void }>;

/** A change under way, and then what became of it. */
export function RunView({ stage, onAgain, onRetry }: RunViewProps) {
  const t = useTranslations('aliases.run');
  const jobs = useTranslations('jobs');
  if (stage.at === 'running') {
    const label = stage.readingBack === null ? t('sending') : t('readingBack', { rows: stage.readingBack });
    return (
      <Section>
        <ProgressBar label={label} />
      </Section>
    );
  }
  if (stage.at === 'stopped') {
    const { failure } = stage;
    return (
      <Callout
        tone="warn"
        isAlert
        title={t(failure ? 'halted' : 'stopped')}
        actions={<LinkButton href={`/jobs/${stage.jobId}` as Route}>{jobs('permalink')}</LinkButton>}
      >
        {t(failure ? 'haltedBody' : 'stoppedBody')}
        {failure?.requestId ? (
          <span className="ms-2 font-mono text-sm">{jobs('requestId', { id: failure.requestId })}</span>
        ) : null}
      </Callout>
    );
  }
  if (stage.at !== 'done') return null;
  const { job } = stage;
  const left = notDone(job).length;
  return (
    <Section
      title={t('title')}
      actions={
        <>
          <LinkButton size="sm" href={`/jobs/${job.id}` as Route}>
            {jobs('permalink')}
          </LinkButton>
          {left && onRetry ? (
            <Button size="sm" onPress={() => onRetry(job)}>
              {t('retry', { count: left })}
            </Button>
          ) : null}
          <Button size="sm" onPress={onAgain}>
            {t('again')}
          </Button>
        </>
      }
    >
      <div role="status">
        <OutcomeList job={job} />
      </div>
    </Section>
  );
}
