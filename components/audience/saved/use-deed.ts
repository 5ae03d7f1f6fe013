import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Failure, Result } from '@/lib/core/result';
import { useShownApp } from '../../data/reads';

export type Deed<I, O> = Readonly<{
  /** Does it; what is known of audiences is read anew when it was done. Null when it failed. */
  run(input: I): Promise<O | null>;
  failure: Failure | null;
  setFailure(failure: Failure | null): void;
  isPending: boolean;
}>;

/** One of the doors with what came of it. */
export function useDeed<I, O>(door: (appId: string, input: I) => Promise<Result<O>>): Deed<I, O> {
  const appId = useShownApp();
  const refresh = useRefresh();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isPending, setPending] = useState(false);
  async function run(input: I): Promise<O | null> {
    setPending(true);
    const answer = await door(appId, input).catch(
      () => ({ ok: false, error: { code: 'UNEXPECTED' } }) as const,
    );
    setPending(false);
    setFailure(answer.ok ? null : answer.error);
    if (!answer.ok) return null;
    refresh();
    return answer.data;
  }
  return { run, failure, setFailure, isPending };
}

/** Everything known of saved audiences is read anew. */
export function useRefresh(): () => void {
  const queries = useQueryClient();
  return () =>
    void queries.invalidateQueries({ predicate: ({ queryKey }) => /^audiences\./.test(String(queryKey[0])) });
}
