'use client';

import { useTranslations } from 'use-intl/react';
import { aliasRule } from '@/lib/aliases/rules';
import type { Preview } from '@/lib/aliases/schema';
import type { JobDetail, JobRow, RowPlace, RowsPage } from '@/lib/changes/schema';
import { reachableRule } from '@/lib/core/alias';
import { RunView } from '../changes/run-view';
import { FailureCallout } from '../data/failure-state';
import { type ReadFunction, useAsk } from '../data/reads';
import { WayDesk, type WayDeskProps } from '../imports/way-desk';
import { Button } from '../ui/button';
import { ProgressBar } from '../ui/progress-bar';
import { Section } from '../ui/section';
import { useImportKind } from './import-kind';
import { type Draft, draftOf, emptyDraft, PairForm } from './pair-form';
import { PreviewView } from './preview-view';
import { type Change, isRun, type Stage } from './use-change';

type ChangeDeskProps = Pick<WayDeskProps, 'imports' | 'importing' | 'onImporting'> &
  Readonly<{
    kind: 'alias.bind' | 'alias.unbind';
    draft: Draft;
    onDraft: (draft: Draft) => void;
    change: Change;
  }>;

/** Bind or unbind: a few pairs by the form with its full preview, or any number of them from a file. */
export function ChangeDesk({ imports, importing, onImporting, ...form }: ChangeDeskProps) {
  const kind = useImportKind(form.kind);
  return (
    <WayDesk
      kind={kind}
      imports={imports}
      importing={importing}
      onImporting={onImporting}
      isBusy={form.change.stage.at !== 'form'}
      form={(onImport) => <PairDesk {...form} onImport={onImport} />}
    />
  );
}

type PairDeskProps = Pick<ChangeDeskProps, 'kind' | 'draft' | 'onDraft' | 'change'> &
  Readonly<{ onImport: (text: string) => void }>;

/** Pairs by hand: fill in, preview, carry out, see what became of every row. */
function PairDesk({ kind, draft, onDraft, change, onImport }: PairDeskProps) {
  const { stage, failure, read, run, reset } = change;
  const ask = useAsk();
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
            onImport={onImport}
          />
        </Section>
      ) : null}
      {stage.at === 'reading' ? <Reading stage={stage} onStop={reset} /> : null}
      {stage.at === 'preview' ? (
        <PreviewView preview={stage.preview} onBack={reset} onGo={() => go(stage.preview, run)} />
      ) : null}
      {isRun(stage) ? (
        <RunView
          stage={stage}
          onAgain={() => again(emptyDraft())}
          onRetry={async (job) => again(await unsettled(ask, job))}
        />
      ) : null}
    </div>
  );
}

const go = async ({ draft }: Preview, run: Change['run']) => (draft ? run(draft) : null);

/** The rows that did not succeed, for the form. */
async function unsettled(ask: ReadFunction, { id }: JobDetail): Promise<Draft> {
  const rows: JobRow[] = [];
  for (let after: RowPlace | null | undefined; after !== null; ) {
    const page: RowsPage = await ask('jobs.rows', { id, filter: 'unfinished', ...(after ? { after } : {}) });
    rows.push(...page.rows);
    after = page.next;
  }
  return draftOf(rows.map(({ cells: [, cid = '', alias = ''] }) => ({ cid, alias })));
}

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
