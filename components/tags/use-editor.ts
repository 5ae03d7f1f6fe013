'use client';

import { useState } from 'react';
import type { Failure } from '@/lib/core/result';
import { compareTags, patched, sameTags } from '@/lib/tags/rules';
import type { EditRoute, TagsOfCid } from '@/lib/tags/schema';
import { useRun } from '../changes/use-run';
import { useShownApp } from '../data/reads';
import type { TagDoors } from './doors';

/** What the person wants, against what they saw; and how far it is. */
export function useEditor(found: TagsOfCid, doors: TagDoors | undefined) {
  const appId = useShownApp();
  const [seen, setSeen] = useState<readonly string[]>(found.tags);
  const [after, setAfter] = useState<readonly string[]>(found.tags);
  const [chosen, setRoute] = useState<EditRoute | null>(null);
  const [theirs, setTheirs] = useState<readonly string[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isDrafting, setDrafting] = useState(false);
  /** The tags before the change that has just been made, for its undoing. */
  const [before, setBefore] = useState<readonly string[] | null>(null);
  const { stage, run, reset } = useRun(doors?.order ?? (async () => Promise.reject(new Error('no door'))));
  const diff = compareTags(seen, after);
  const isChanged = !sameTags(seen, after);

  /** What was read again takes the place of what was seen; changes of the person's own are kept on top of it. */
  function rebase(now: readonly string[]): void {
    setAfter(patched(now, { add: diff.added, remove: diff.removed }));
    setSeen(now);
    setTheirs(null);
  }

  async function save(route: EditRoute): Promise<void> {
    if (!doors || isDrafting) return;
    setFailure(null);
    setDrafting(true);
    try {
      const input = { cid: found.cid, route, seen: [...seen], after: [...after] };
      const answer = await doors.draftEdit(appId, input);
      if (!answer.ok) return setFailure(answer.error);
      if (answer.data.at === 'changed') return setTheirs(answer.data.tags);
      const refused = await run(answer.data);
      if (refused) setFailure(refused);
      else setBefore(seen);
    } catch {
      setFailure({ code: 'UNEXPECTED' });
    } finally {
      setDrafting(false);
    }
  }

  return {
    seen,
    after,
    ...diff,
    isChanged,
    chosen,
    setRoute,
    theirs,
    failure,
    isDrafting,
    before,
    stage,
    save,
    rebase,
    add: (tags: readonly string[]) => setAfter([...new Set([...after, ...tags])]),
    remove: (tag: string) => setAfter(after.filter((one) => one !== tag)),
    restore: (tag: string) =>
      setAfter(seen.filter((one) => one === tag || after.includes(one)).concat(diff.added)),
    /** Back to what is there. */
    drop: (now: readonly string[] = seen) => {
      setSeen(now);
      setAfter(now);
      setTheirs(null);
      setFailure(null);
    },
    /** After a change: edits what is there now; with `undo`, towards what was there before. */
    again: (now: readonly string[], undo: boolean) => {
      reset();
      setFailure(null);
      setSeen(now);
      setAfter(undo && before ? before : now);
      setRoute(null);
      setBefore(null);
    },
  };
}

export type Editor = ReturnType<typeof useEditor>;
