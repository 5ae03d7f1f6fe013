import { useInfiniteQuery } from '@tanstack/react-query';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { LIST_SOURCES, type ListFilter, type RegisterPage } from '@/lib/blacklist/schema';
import { useAsk } from '../data/reads';

/** The views of the register, and what each asks for. */
export const VIEWS = ['active', 'unknown', 'soon', 'failed', 'released', 'all'] as const;
export type View = (typeof VIEWS)[number];
const FILTER: Record<View, Pick<ListFilter, 'state' | 'expiry'>> = {
  active: { state: 'active', expiry: 'all' },
  unknown: { state: 'unknown', expiry: 'all' },
  soon: { state: 'active', expiry: 'soon' },
  failed: { state: 'active', expiry: 'failed' },
  released: { state: 'released', expiry: 'all' },
  all: { state: 'all', expiry: 'all' },
};
/** Expiries come about without anybody here doing something. */
const AGAIN_MS = 15_000;

/** What of the register is shown, page after page. The URL holds view and source, and never what was searched for. */
export function useRegister() {
  const ask = useAsk();
  const [view, setView] = useQueryState('view', parseAsStringLiteral(VIEWS).withDefault('active'));
  const [source, setSource] = useQueryState('source', parseAsStringLiteral(LIST_SOURCES).withDefault('all'));
  const [text, setText] = useState('');
  const filter: ListFilter = { ...FILTER[view], source, text };
  const pages = useInfiniteQuery({
    queryKey: ['blacklist.list', filter],
    queryFn: ({ pageParam }) =>
      ask('blacklist.list', { ...filter, ...(pageParam ? { after: pageParam } : {}) }),
    initialPageParam: null as RegisterPage['next'],
    getNextPageParam: ({ next }) => next,
    retry: false,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : AGAIN_MS),
  });
  return {
    ...{ view, setView, source, setSource, text, setText, filter, pages },
    entries: pages.data?.pages.flatMap((page) => page.entries) ?? [],
    total: pages.data?.pages[0]?.total ?? 0,
  };
}
export type Register = ReturnType<typeof useRegister>;
