'use client';

import { useEffect } from 'react';
import { CALLS_UNASKED, callsFor, type DataColumn, type Group } from '@/lib/users/rules';
import { groupsOf } from '../grid/columns';
import type { RowStore } from '../grid/store';
import type { Session } from './session';
import type { GridState } from './use-grid-state';

/** Reads what is shown as soon as it is shown, unless that costs more calls than anybody should spend unasked. */
export function useAutoread(session: Session, view: Int32Array, { columns, isXrayOpen }: GridState): void {
  const key = wantedGroups(columns, isXrayOpen).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: not again for another order or filter
  useEffect(() => {
    const fresh = unasked(key.split(',') as Group[], session.store);
    if (fresh.length) session.read(fresh, inOrder(view, session.store.size));
  }, [session, key]);
}

/** The groups of some columns, and what the X-ray needs: its last step is Muster's own knowledge and costs no call. */
export function wantedGroups(columns: readonly DataColumn[], isXrayOpen: boolean): Group[] {
  const shown = groupsOf(columns);
  return isXrayOpen && !shown.includes('ledger') ? [...shown, 'ledger'] : shown;
}

/** Groups of which nothing is read yet and that cost no more than anybody should spend unasked. */
export const unasked = (groups: readonly Group[], store: RowStore): Group[] =>
  groups.filter(
    (group) =>
      store.size > 0 &&
      store.read[group] === 0 &&
      store.failed[group] === 0 &&
      callsFor(group, store.size) <= CALLS_UNASKED,
  );

/** Every row, those in view first. */
export function inOrder(view: Int32Array, size: number): Int32Array {
  if (view.length === size) return view;
  const order = new Int32Array(size);
  order.set(view);
  const seen = new Uint8Array(size);
  for (const row of view) seen[row] = 1;
  let at = view.length;
  for (let row = 0; row < size; row++) if (!seen[row]) order[at++] = row;
  return order;
}
