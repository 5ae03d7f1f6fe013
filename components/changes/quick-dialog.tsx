'use client';

import { useEffect, useRef, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslations } from 'use-intl/react';
import type { Failure } from '@/lib/core/result';
import type { ImportDraft } from '@/lib/imports/schema';
import { FailureCallout } from '../data/failure-state';
import { useShownApp } from '../data/reads';
import { CheckedRows } from '../imports/checked-rows';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { Dialog } from '../ui/dialog';
import { ProgressBar } from '../ui/progress-bar';
import { isTyped, TypedWord } from '../ui/typed-word';
import type { QuickDoors, QuickRequest } from './quick-change';
import { RunView } from './run-view';
import { useRun } from './use-run';

type QuickDialogProps = Readonly<{ doors: QuickDoors; request: QuickRequest; onClose: () => void }>;

/** Preview, order and outcome of a quick change. Opening it is the question; closing it before the order leaves nothing. */
export function QuickDialog({ doors, request, onClose }: QuickDialogProps) {
  const { draft, failure, retry } = useDraft(doors, request);
  const { stage, run } = useRun(doors.order);
  const appId = useShownApp();
  const told = useRef(false);
  useEffect(() => {
    if (stage?.at !== 'done' || told.current) return;
    told.current = true;
    request.onDone?.(stage.job);
  });
  const common = useTranslations('common');
  const t = useTranslations('changes.quick');
  function close(): void {
    // A preview that is not wanted leaves nothing behind; should that fail, it expires by itself.
    if (draft && !stage) void doors.discard(appId, { id: draft.jobId }).catch(() => undefined);
    onClose();
  }
  return (
    <Dialog
      isOpen
      size="lg"
      title={request.title}
      isLocked={stage?.at === 'running'}
      onOpenChange={(open) => !open && close()}
    >
      {stage ? (
        <RunView stage={stage} onAgain={onClose} again={common('close')} />
      ) : failure ? (
        <FailureCallout failure={failure} onRetry={retry} />
      ) : draft ? (
        <Ask request={request} draft={draft} onGo={run} onClose={close} />
      ) : (
        <ProgressBar label={t('checking', { count: request.rows.length })} />
      )}
    </Dialog>
  );
}

/** Checks the rows as soon as the dialog opens. */
function useDraft(doors: QuickDoors, { kind, rows }: QuickRequest) {
  const appId = useShownApp();
  const [draft, setDraft] = useState<ImportDraft | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const asked = useRef(false);
  async function look(): Promise<void> {
    setFailure(null);
    const input = {
      kind: kind.kind,
      rows: rows.map((cells) => [...cells]),
      ...(kind.params ? { params: { ...kind.params } } : {}),
    };
    const answer = await doors.draft(appId, input).catch(() => null);
    if (answer?.ok) setDraft(answer.data);
    else setFailure(answer ? answer.error : { code: 'UNEXPECTED' });
  }
  useEffect(() => {
    // Strict mode would ask twice.
    if (asked.current) return;
    asked.current = true;
    void look();
  });
  return { draft, failure, retry: () => void look() };
}

type AskProps = Readonly<{
  request: QuickRequest;
  draft: ImportDraft;
  onGo: (draft: ImportDraft, typed?: string) => Promise<Failure | null>;
  onClose: () => void;
}>;

function Ask({ request: { kind }, draft, onGo, onClose }: AskProps) {
  const t = useTranslations('changes.quick');
  const common = useTranslations('common');
  const [typed, setTyped] = useState('');
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { found, plan, confirmWord: word, rows } = draft;
  const isBlocked = found.valid === 0 || !isTyped(word, typed);
  async function go(): Promise<void> {
    if (isBlocked || isPending) return;
    setPending(true);
    setFailure(await onGo(draft, word === null ? undefined : typed.trim()));
    setPending(false);
  }
  return (
    <Form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      {failure ? <FailureCallout failure={failure} /> : null}
      {found.valid === 0 ? (
        <Callout tone="warn" title={t('nothing')} />
      ) : (
        <p className="max-w-[70ch]">{kind.consequence(draft)}</p>
      )}
      <CheckedRows kind={kind} draft={draft} isBrief />
      {word === null ? null : (
        <TypedWord
          className="max-w-sm"
          word={word}
          value={typed}
          onChange={setTyped}
          isDisabled={isPending}
        />
      )}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        {found.valid > 0 ? (
          <Button type="submit" variant="primary" isDisabled={isBlocked} isPending={isPending}>
            {kind.deed(found.valid)}
          </Button>
        ) : null}
        <Button onPress={onClose} isDisabled={isPending}>
          {common(found.valid > 0 ? 'cancel' : 'close')}
        </Button>
        {found.valid > 0 ? (
          <p className="text-sm text-muted tabular-nums">
            {t('cost', { calls: plan.calls, rest: rows - found.valid })}
          </p>
        ) : null}
      </div>
    </Form>
  );
}
