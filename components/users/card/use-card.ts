import { useEffect, useState } from 'react';
import { diagnose, type Finding, type Findings } from '@/lib/users/diagnosis';
import { useRead } from '../../data/reads';

/** All parts of a card take at most so many upstream calls: detail, status, device status, tags, alias and its holders. */
export const MAX_CALLS = 6;

type Query<T> = { data: T | undefined; error: unknown; isFetching: boolean };
/** A part that is read anew counts as on its way; what it said before may be wrong by now. */
function findingOf<T>({ data, error, isFetching }: Query<T>): Finding<T> {
  if (isFetching) return { at: 'loading' };
  if (error) return { at: 'failed' };
  return data === undefined ? { at: 'loading' } : { at: 'read', value: data };
}

/** Everything known of a cid: each part is asked on its own and comes when it comes. */
export function useCard(cid: string) {
  const detail = useRead('card.detail', { cid });
  const status = useRead('card.status', { cid });
  const device = useRead('card.device', { cid });
  const alias = useRead('card.alias', { cid });
  const tags = useRead('card.tags', { cid });
  const register = useRead('card.register', { cid });
  const asked = [detail, status, device, alias, tags];
  const findings: Findings = {
    detail: findingOf(detail),
    status: findingOf(status),
    device: findingOf(device),
    alias: findingOf(alias),
    register: findingOf(register),
  };
  return {
    cid,
    detail,
    status,
    device,
    alias,
    tags,
    register,
    diagnosis: diagnose(findings, useMinute()),
    /** Of the answers that are here; one that failed took at least one. */
    calls: asked.reduce((sum, { data, error }) => sum + (error ? 1 : (data?.calls ?? 0)), 0),
    isBusy: [...asked, register].some(({ isFetching }) => isFetching),
    again: () => {
      for (const query of [...asked, register]) void query.refetch();
    },
  };
}
export type Card = ReturnType<typeof useCard>;

/** The time, moving once a minute: days since a login do not need more. */
function useMinute(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
