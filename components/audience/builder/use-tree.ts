'use client';

import { type Dispatch, useReducer } from 'react';
import type { Group } from '@/lib/audience/schema';
import { type Action, emptyTree, reduce, start, type TreeState } from '@/lib/audience/tree';

/** A tree that is being built, with its history. */
export function useTree(initial?: Group): { state: TreeState; dispatch: Dispatch<Action> } {
  const [state, dispatch] = useReducer(reduce, initial, (tree) => start(tree ?? emptyTree()));
  return { state, dispatch };
}
