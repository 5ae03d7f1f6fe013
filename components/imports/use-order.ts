'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { ImportDraft } from '@/lib/imports/schema';
import { useShownApp } from '../data/reads';
import type { ImportActions, Trouble } from './spec';

export type When = { at: 'now' } | { at: 'later'; startAt: number | null };
export type Priority = -1 | 0 | 1;

/** When and how urgently the change is to run, and the ordering of it: once, however often it is pressed. */
export function useOrder(actions: ImportActions) {
  const appId = useShownApp();
  const queries = useQueryClient();
  const [when, setWhen] = useState<When>({ at: 'now' });
  const [priority, setPriority] = useState<Priority>(0);
  const [isOrdering, setOrdering] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [orderedId, setOrderedId] = useState<string | null>(null);
  const isUnderWay = useRef(false);

  /** Resolves with the id of the job, or null when nothing was ordered. */
  async function order({ jobId, rowsHash }: ImportDraft, typed?: string): Promise<string | null> {
    if (isUnderWay.current) return null;
    isUnderWay.current = true;
    setOrdering(true);
    setTrouble(null);
    const startAt = when.at === 'later' ? when.startAt : null;
    const answer = await actions
      .order(appId, {
        jobId,
        rowsHash,
        ...(typed === undefined ? {} : { typed }),
        ...(startAt === null ? {} : { startAt }),
        ...(priority === 0 ? {} : { priority }),
      })
      .catch(() => null);
    setOrdering(false);
    if (!answer?.ok) {
      isUnderWay.current = false;
      setTrouble(answer ? answer.error : 'lost');
      return null;
    }
    setOrderedId(answer.data.jobId);
    void queries.invalidateQueries();
    return answer.data.jobId;
  }

  function reset(): void {
    isUnderWay.current = false;
    setOrderedId(null);
    setTrouble(null);
    setWhen({ at: 'now' });
    setPriority(0);
  }

  return { when, setWhen, priority, setPriority, isOrdering, trouble, orderedId, order, reset };
}

export type Order = ReturnType<typeof useOrder>;
