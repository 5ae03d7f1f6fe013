'use client';

import { type QueryClient, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useShownApp } from '../../data/reads';
import { rememberedColumns } from '../grid/columns';
import { type OpenLookup, openLookup } from './api';
import { Session } from './session';
import { unasked, wantedGroups } from './use-autoread';

const keyOf = (app: string, id: string) => ['users.lookup', app, id] as const;

/** Sessions that began before their page was drawn. */
const begun = new Map<string, Session>();

/**
 * Puts a lookup that was just made where {@link useLookupRows} finds it, and begins to read what its page will show, so
 * that the first answers are there when it is drawn.
 */
export function beginLookup(queries: QueryClient, app: string, made: OpenLookup): void {
  const { id } = made.meta;
  queries.setQueryData(keyOf(app, id), made);
  const session = new Session(app, id, made.cids, new Map());
  begun.set(id, session);
  const shown = wantedGroups(rememberedColumns(), true);
  session.read(unasked(shown, session.store), Int32Array.from(made.cids.keys()));
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
  const session = useMemo(() => {
    if (!data) return null;
    const known = begun.get(id);
    return known?.store.size === size ? known : new Session(app, id, data.cids, new Map(data.via));
  }, [app, id, size]);
  useEffect(() => {
    begun.delete(id);
    return session?.show();
  }, [id, session]);
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
