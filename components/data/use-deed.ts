import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Failure, Result } from '@/lib/core/result';
import { useShownApp } from './reads';

/** A server action on the app that is shown. */
export type Door<I, O> = (appId: string, input: I) => Promise<Result<O>>;

export type Deed<I, O> = Readonly<{
  /** Does it; what the reads under `about` know is read anew when it was done. Null when it failed. */
  run(input: I): Promise<O | null>;
  failure: Failure | null;
  setFailure(failure: Failure | null): void;
  isPending: boolean;
}>;

/** An action with what came of it; `about`: beginnings of the names of reads it may change, such as `audiences.`. */
export function useDeed<I, O>(door: Door<I, O>, ...about: readonly string[]): Deed<I, O> {
  const appId = useShownApp();
  const refresh = useRefresh(...about);
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

/** Everything known under these beginnings is read anew. */
export function useRefresh(...about: readonly string[]): () => void {
  const queries = useQueryClient();
  return () =>
    void queries.invalidateQueries({
      predicate: ({ queryKey }) => about.some((beginning) => String(queryKey[0]).startsWith(beginning)),
    });
}
