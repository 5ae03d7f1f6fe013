'use client';

import { type QueryClient, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useShownApp } from '../../data/reads';
import { type OpenLookup, openLookup } from './api';
import { Session } from './session';

const keyOf = (app: string, id: string) => ['users.lookup', app, id] as const;

/** Puts a lookup that was just made where {@link useLookupRows} finds it. */
export function keepLookup(queries: QueryClient, app: string, made: OpenLookup): void {
  queries.setQueryData(keyOf(app, made.meta.id), made);
}

/** A lookup as it is stored. Asked again after its aliases were looked up. */
export function useLookupRows(id: string) {
  const app = useShownApp();
  return useQuery<OpenLookup>({
    queryKey: keyOf(app, id),
    queryFn: () => openLookup(app, id),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    // A hundred thousand cids are not kept for long once nobody looks at them.
    gcTime: 10_000,
  });
}

/** The session of a lookup with its progress; null while its rows are not known. It ends with the page. */
export function useSession(id: string, data: OpenLookup | undefined) {
  const app = useShownApp();
  const size = data?.cids.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a stored lookup only ever grows at its end
  const session = useMemo(
    () => (data ? new Session(app, id, data.cids, new Map(data.via)) : null),
    [app, id, size],
  );
  useEffect(() => session?.show(), [session]);
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
