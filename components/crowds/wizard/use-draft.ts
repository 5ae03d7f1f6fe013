import { useEffect, useRef, useState } from 'react';
import { newId } from '@/lib/core/ids';
import type { Failure } from '@/lib/core/result';
import { EMPTY_PLAN, type PlanContent } from '@/lib/crowds/rules';
import type { DraftView } from '@/lib/crowds/schema';
import { useShownApp } from '../../data/reads';
import { useRefresh } from '../../data/use-deed';
import type { CrowdDoors } from '../doors';

/** So long after the last key a draft is kept. */
const PAUSE_MS = 600;

/** `left`: what is in hand is let go. */
export type Keeping = 'kept' | 'keeping' | 'open' | 'conflict' | 'gone' | 'failed' | 'left';
export type DraftInHand = Readonly<{
  id: string;
  content: PlanContent;
  clonedFrom: string | null;
  state: Keeping;
  /** Nothing has been filled in yet. */
  isBlank: boolean;
  failure: Failure | null;
  change(more: Partial<PlanContent>): void;
  /** Keeps what is in hand now; true when it is kept. */
  flush(): Promise<boolean>;
  /** Lets this one go and loads what is kept. */
  takeTheirs(): void;
  /** Keeps this one over the other tab's. */
  keepMine(theirs: DraftView): void;
}>;

type Start = Pick<DraftView, 'id' | 'revision' | 'content' | 'clonedFrom'>;
/** A draft that nothing has been filled into: kept with its first change. */
export const blank = (): Start => ({ id: newId(), revision: 0, content: EMPTY_PLAN, clonedFrom: null });

/**
 * A draft that is kept on the server as it is filled in, one save at a time: what is typed meanwhile goes with the next.
 * Survives a reload and a sign-out; leaving with something unsaved is asked about by the browser.
 */
export function useDraft(start: Start, doors: CrowdDoors): DraftInHand {
  const appId = useShownApp();
  const refresh = useRefresh('crowds.drafts');
  const [content, setContent] = useState(start.content);
  const [state, setState] = useState<Keeping>('kept');
  const [failure, setFailure] = useState<Failure | null>(null);
  const held = useRef({ revision: start.revision, content: start.content, saved: start.content });
  const saving = useRef<Promise<boolean> | null>(null);

  async function save(): Promise<boolean> {
    const sent = held.current.content;
    if (sent === held.current.saved) return true;
    setState('keeping');
    const { id, clonedFrom } = start;
    const input = { id, basedOn: held.current.revision, content: mutable(sent), clonedFrom };
    const answer = await doors.save(appId, input).catch(() => null);
    if (!answer?.ok) {
      const rule = answer?.error.params?.rule;
      setState(
        rule === 'changed-elsewhere'
          ? 'conflict'
          : rule === 'submitted' || rule === 'deleted'
            ? 'gone'
            : 'failed',
      );
      setFailure(answer?.error ?? { code: 'UNEXPECTED' });
      return false;
    }
    held.current = { ...held.current, revision: answer.data.revision, saved: sent };
    setFailure(null);
    refresh();
    setState(held.current.content === sent ? 'kept' : 'open');
    return held.current.content === sent ? true : save();
  }
  function flush(): Promise<boolean> {
    saving.current ??= save().finally(() => {
      saving.current = null;
    });
    return saving.current;
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the pause anew
  useEffect(() => {
    if (state !== 'open') return;
    const timer = setTimeout(() => void flush(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [content, state]);
  useEffect(() => {
    if (state === 'left') window.location.reload();
    if (state === 'kept' || state === 'gone' || state === 'left') return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [state]);

  return {
    ...{ id: start.id, clonedFrom: start.clonedFrom, content, state, failure, flush },
    isBlank: start.revision === 0 && content === start.content,
    change(more) {
      const next = { ...held.current.content, ...more };
      held.current = { ...held.current, content: next };
      setContent(next);
      setState((before) => (before === 'conflict' || before === 'gone' ? before : 'open'));
    },
    takeTheirs: () => setState('left'),
    keepMine(theirs) {
      held.current = { ...held.current, revision: theirs.revision, saved: theirs.content };
      setState('open');
    },
  };
}

/** The same lists as the action takes them. */
const mutable = (plan: PlanContent) => ({
  ...plan,
  copies: plan.copies.map((copy) => ({ ...copy })),
  brands: [...plan.brands],
});
