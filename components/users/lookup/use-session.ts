'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { LookupRows } from '@/lib/users/schema';
import { useShownApp } from '../../data/reads';
import { openLookup } from './api';
import { Session } from './session';

/** The cids of a lookup that was made a moment ago, so that reading begins before they have come back. */
export type Seed = Readonly<{ id: string; cids: readonly string[] }>;

/** A lookup as it is stored. Asked again after its aliases were looked up. */
export function useLookupRows(id: string) {
  const app = useShownApp();
  return useQuery<LookupRows>({
    queryKey: ['users.lookup', app, id],
    queryFn: () => openLookup(app, id),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    // A hundred thousand cids are not kept once nobody looks at them.
    gcTime: 0,
  });
}

/** The session of a lookup with its progress; null while its rows are not known. It ends with the page. */
export function useSession(id: string, seed: Seed | null, data: LookupRows | undefined) {
  const app = useShownApp();
  const size = data?.meta.counts.rows ?? seed?.cids.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a stored lookup only ever grows at its end
  const session = useMemo(() => {
    if (size === undefined) return null;
    const cids = data ? (data.rows === '' ? [] : data.rows.split('\n')) : (seed?.cids ?? []);
    return new Session(app, id, cids, new Map(data?.via));
  }, [app, id, size]);
  useEffect(() => () => session?.stop(), [session]);
  const progress = useSyncExternalStore(
    session?.subscribe ?? nothing,
    session?.current ?? none,
    session?.current ?? none,
  );
  return { session, progress };
}

const nothing = () => () => {};
const NONE = { version: 0, reading: new Set<never>(), halted: new Map<never, never>() } as const;
const none = () => NONE;
