'use client';

import { type UseQueryOptions, useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { can, type Permission, type Role } from '@/lib/auth/permissions';
import type { Failure, Result } from '@/lib/core/result';
import type { BatchReply } from '@/lib/reads/batch';
import type { ReadInput, ReadName, ReadOutput } from '@/lib/reads/registry';

type BatchAction = (appId: string, calls: unknown) => Promise<Result<AsyncIterable<BatchReply>>>;

/** What a question failed with; react-query hands it on as `error`. */
export class ReadError extends Error {
  override name = 'ReadError';
  constructor(readonly failure: Failure) {
    super(failure.code);
  }
}

/** The failure behind an error of a query; anything unexpected (the network, a new build) is UPSTREAM-free and generic. */
export const failureOf = (error: unknown): Failure =>
  error instanceof ReadError ? error.failure : { code: 'UNEXPECTED' };

type Waiting = {
  name: ReadName;
  input: unknown;
  resolve: (data: unknown) => void;
  reject: (error: unknown) => void;
};

/** Collects the questions of one tick into one action call and hands each its own answer as it arrives. */
export function createBatcher(action: (calls: unknown) => ReturnType<BatchAction>) {
  let waiting: Waiting[] = [];
  async function flush(): Promise<void> {
    const calls = waiting;
    waiting = [];
    try {
      const answer = await action(calls.map(({ name, input }, id) => ({ id, name, input })));
      if (!answer.ok) throw new ReadError(answer.error);
      for await (const { id, result } of answer.data) {
        const call = calls[id];
        if (result.ok) call?.resolve(result.data);
        else call?.reject(new ReadError(result.error));
      }
      throw new ReadError({ code: 'UNEXPECTED' });
    } catch (error) {
      // Those that have their answer are not moved by this.
      for (const call of calls) call.reject(error);
    }
  }
  return function read<N extends ReadName>(name: N, input: ReadInput<N>): Promise<ReadOutput<N>> {
    return new Promise((resolve, reject) => {
      if (waiting.length === 0) queueMicrotask(() => void flush());
      waiting.push({ name, input, resolve: resolve as (data: unknown) => void, reject });
    });
  };
}

export type ReadFunction = ReturnType<typeof createBatcher>;
const ReadContext = createContext<ReadFunction | null>(null);
const ShownAppContext = createContext('');

/**
 * The app whose name and colour stand above this page. Everything asked or ordered names it, so that a page whose app
 * was switched elsewhere is refused instead of working on another app under the old colour.
 */
export const useShownApp = (): string => useContext(ShownAppContext);

const RoleContext = createContext<Role | null>(null);

/** Whether this person may do something, to leave out what would only be refused; every door checks by itself. */
export function useMay(): (permission: Permission) => boolean {
  const role = useContext(RoleContext);
  return (permission) => role !== null && can(role, permission);
}

type ReadProviderProps = Readonly<{
  appId: string;
  role?: Role;
  action: BatchAction;
  children: ReactNode;
}>;

export function ReadProvider({ appId, role, action, children }: ReadProviderProps) {
  const [read] = useState(() => createBatcher((calls) => action(appId, calls)));
  return (
    <ShownAppContext value={appId}>
      <RoleContext value={role ?? null}>
        <ReadContext value={read}>{children}</ReadContext>
      </RoleContext>
    </ShownAppContext>
  );
}

/** Asks the server outside of a cache: for pages of a list, or at a press. */
export function useAsk(): ReadFunction {
  const read = useContext(ReadContext);
  if (!read) throw new Error('no ReadProvider above');
  return read;
}

/** A question to the server, cached under its name and input. */
export function useRead<N extends ReadName>(
  name: N,
  input: ReadInput<N>,
  options: Pick<
    UseQueryOptions<ReadOutput<N>>,
    'enabled' | 'staleTime' | 'initialData' | 'refetchInterval'
  > = {},
) {
  const read = useContext(ReadContext);
  return useQuery<ReadOutput<N>>({
    queryKey: [name, input],
    queryFn: () => {
      if (!read) throw new Error('no ReadProvider above');
      return read(name, input);
    },
    // Expected failures come with advice; asking again at once would only repeat them.
    retry: false,
    ...options,
  });
}
