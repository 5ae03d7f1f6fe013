'use client';

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { isOver, type JobDetail, type JobSummary, type JobsEvent } from '@/lib/changes/schema';
import { useShownApp } from '../data/reads';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** Puts what was pushed where the screens read it; what has ended is asked for once more, with its final figures. */
function take(queries: QueryClient, jobs: readonly JobSummary[]): void {
  for (const job of jobs) {
    const key = ['jobs.detail', { id: job.id }];
    const before = queries.getQueryData<JobDetail>(key);
    if (before) queries.setQueryData<JobDetail>(key, { ...before, ...job });
    if (before && before.state !== job.state) {
      void queries.invalidateQueries({ queryKey: key });
      if (isOver(job)) void queries.invalidateQueries({ queryKey: ['jobs.rows', job.id] });
      if (isOver(job)) void queries.invalidateQueries({ queryKey: ['jobs.calls', job.id] });
    }
  }
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const lists = queries.getQueriesData<JobSummary[]>({ queryKey: ['jobs.list'] });
  for (const [key, list] of lists) {
    if (!list?.some(({ id }) => byId.has(id))) continue;
    queries.setQueryData<JobSummary[]>(
      key,
      list.map((job) => byId.get(job.id) ?? job),
    );
  }
  // Ordered since the list was read: the first page has it.
  const known = new Set(lists.flatMap(([, list]) => list?.map(({ id }) => id) ?? []));
  if (lists.length && jobs.some(({ id }) => !known.has(id)))
    void queries.invalidateQueries({ queryKey: ['jobs.list', {}] });
}

/**
 * Follows the changes of this app, or one of them, as the server pushes them into the cache. Answers whether pushes
 * arrive; while they do not, screens should ask by themselves. A hidden tab lets go, since a browser grants a site six
 * connections for all tabs together; a broken line is tried again, less and less often, up to every thirty seconds.
 */
export function useJobEvents({ id, enabled = true }: { id?: string; enabled?: boolean } = {}): boolean {
  const queries = useQueryClient();
  const appId = useShownApp();
  const [isLive, setLive] = useState(false);
  useEffect(() => {
    if (!enabled || typeof EventSource === 'undefined') return;
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pause = FIRST_PAUSE_MS;
    const close = () => {
      clearTimeout(timer);
      source?.close();
      source = null;
    };
    const open = () => {
      close();
      if (document.visibilityState === 'hidden') return;
      const query = new URLSearchParams({ app: appId, ...(id ? { id } : {}) });
      source = new EventSource(`/api/jobs/events?${query}`);
      const hear = (event: MessageEvent<string>) => {
        pause = FIRST_PAUSE_MS;
        setLive(true);
        take(queries, (JSON.parse(event.data) as JobsEvent).jobs);
      };
      source.addEventListener('snapshot', hear);
      source.addEventListener('change', hear);
      source.onerror = () => {
        close();
        setLive(false);
        timer = setTimeout(open, pause);
        pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
      };
    };
    const onVisible = () => {
      if (document.visibilityState === 'visible' && !source) open();
      if (document.visibilityState === 'hidden') {
        close();
        setLive(false);
      }
    };
    open();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      document.removeEventListener('visibilitychange', onVisible);
      close();
      setLive(false);
    };
  }, [queries, appId, id, enabled]);
  return isLive;
}
