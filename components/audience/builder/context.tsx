'use client';

import { createContext, type Dispatch, type ReactNode, useContext } from 'react';
import type { Node } from '@/lib/audience/schema';
import type { Action, TreeState } from '@/lib/audience/tree';

export type BuilderContext = Readonly<{
  state: TreeState;
  dispatch: Dispatch<Action>;
  /** What stands beside a part: how many users it reaches by itself. */
  renderAside: (node: Node) => ReactNode;
  /** Moves the focus to a part once it is drawn. */
  focus: (id: string) => void;
}>;

const Context = createContext<BuilderContext | null>(null);
export const BuilderProvider = Context.Provider;

export function useBuilder(): BuilderContext {
  const context = useContext(Context);
  if (!context) throw new Error('no builder above');
  return context;
}
