'use client';

import { type ReactNode, useState } from 'react';
import type { Failure } from '@/lib/core/result';
import type { ImportDraft, Mapping, Peek, ReadAs } from '@/lib/imports/schema';
import { failureOf, useRead, useShownApp } from '../data/reads';
import { recall, remember } from './remember';
import { estimateRows, READ_EACH_UP_TO } from './size';
import type { ImportActions, ImportKind, ImportOptions, Source, Trouble } from './spec';
import { usePeek } from './use-peek';
import { useUpload } from './use-upload';

export const STEPS = ['file', 'columns', 'check', 'plan', 'confirm'] as const;
export type Step = (typeof STEPS)[number];

export type ImportPlace = Readonly<{
  kind: ImportKind;
  actions: ImportActions;
  /** The checked draft that the address names, so that a reload finds it again. */
  draftId: string | null;
  onDraftId: (jobId: string | null) => void;
  /** What a desk says of the plan, such as another way to carry the file out; `onDraft` takes the draft of that way. */
  planned?: ((draft: ImportDraft, onDraft: (jobId: string) => void) => ReactNode) | undefined;
}>;

/** The way of one import: what was chosen at every step stays until another file is taken. */
export function useImport({ kind, actions, draftId, onDraftId, planned }: ImportPlace) {
  const appId = useShownApp();
  const [step, setStep] = useState<Step>(draftId ? 'check' : 'file');
  const peeked = usePeek(kind.kind);
  const { uploading, start, stop } = useUpload();
  const [mapping, setMapping] = useState<Mapping>({});
  const [rows, setRows] = useState(0);
  const [asked, setAsked] = useState<Partial<ImportOptions>>({});
  const [mine, setMine] = useState<{ draft: ImportDraft; from: string } | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [hasMoved, setMoved] = useState(false);

  const isMine = mine !== null && mine.draft.jobId === draftId;
  const found = useRead(
    'imports.draft',
    { jobId: draftId ?? '' },
    { enabled: draftId !== null && !isMine, staleTime: Number.POSITIVE_INFINITY },
  );
  const draft: ImportDraft | null = isMine
    ? mine.draft
    : draftId && found.data && [kind.kind, ...(kind.also ?? [])].includes(found.data.kind)
      ? found.data
      : null;
  const isLost = draftId !== null && !draft && !found.isPending;
  const lostDraft: Failure | 'gone' | null = isLost ? (found.error ? failureOf(found.error) : 'gone') : null;
  const isSmall = rows <= READ_EACH_UP_TO;
  const reads = isSmall && kind.readable !== false;
  const options: ImportOptions = { readFirst: reads, readBack: reads, ...asked };

  function go(next: Step): void {
    setTrouble(null);
    setMoved(true);
    setStep(next);
  }
  async function show(answer: Promise<Peek | null> | null, of: Source | null): Promise<void> {
    const peek = await answer;
    if (!peek || !of) return;
    setMapping(recall(kind.kind, peek) ?? peek.guess);
    setRows(await estimateRows(of, peek));
  }
  function forget(): void {
    if (draft) void actions.discard(appId, { id: draft.jobId });
    setMine(null);
    onDraftId(null);
  }

  async function check(): Promise<void> {
    const { source, peek } = peeked;
    if (!source || !peek) return;
    const input = { kind: kind.kind, readAs: peek.readAs, mapping, params: kind.params, options };
    const from = JSON.stringify(input);
    go('check');
    if (isMine && mine.from === from) return;
    forget();
    remember(kind.kind, peek, mapping);
    const answer = await start(source, input);
    if (!answer) return;
    if (!answer.ok) return setTrouble(answer.trouble);
    setMine({ draft: answer.data, from });
    onDraftId(answer.data.jobId);
  }

  return {
    kind,
    step,
    go,
    /** Somebody has gone on or back, so that the focus follows to the new step. */
    hasMoved,
    ...peeked,
    choose(next: Source): void {
      forget();
      setAsked({});
      void show(peeked.choose(next), next);
    },
    readAs: (part: Partial<ReadAs>) => void show(peeked.readAs(part), peeked.source),
    retryPeek: () => void show(peeked.retry(), peeked.source),
    peekTrouble: peeked.trouble,
    mapping,
    setMapping,
    rows,
    options,
    setOptions: (part: Partial<ImportOptions>) => setAsked({ ...asked, ...part }),
    uploading,
    check,
    planned,
    /** Takes another draft of the same file in the place of this one, which stays. */
    adopt: (jobId: string) => onDraftId(jobId),
    /** Stops the upload; the server forgets what it has read so far. */
    stop(): void {
      stop();
      go('columns');
    },
    draft,
    isFinding: draftId !== null && !draft && found.isPending,
    /** The draft of the address is gone: expired, ordered, of another kind, or not to be had. */
    lostDraft,
    trouble,
    restart(): void {
      stop();
      forget();
      peeked.clear();
      setMapping({});
      setAsked({});
      go('file');
    },
  };
}

export type Import = ReturnType<typeof useImport>;
