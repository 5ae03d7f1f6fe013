import { newId } from '../core/ids';
import { apply, type Change } from './edits';
import { type Group, type Key, type Node, type Rule, Tree } from './schema';
import { nodesOf, parentOf } from './walk';

/** Steps that can be undone. */
export const MAX_PAST = 100;

/** A tree being built. `field`: what the last step edited, so that further edits of it belong to the same step. */
export type TreeState = {
  readonly tree: Group;
  readonly past: readonly Group[];
  readonly future: readonly Group[];
  readonly field: string | null;
};
export type Action =
  | Change
  | { readonly type: 'undo' }
  | { readonly type: 'redo' }
  /** Begins anew with a tree that stood elsewhere, as {@link start} does. */
  | { readonly type: 'start'; readonly tree: Group };

export const emptyTree = (): Group => ({ id: newId(), kind: 'group', op: 'all', parts: [] });
export const newRule = (key: Key): Rule => ({ id: newId(), kind: 'rule', key, op: 'any', values: [] });
export const newGroup = (): Group => ({ id: newId(), kind: 'group', op: 'any', parts: [] });

/** The same once more under new ids, all of it free to be changed. */
export function cloneOf<N extends Node>(node: N): N {
  const { locked, ...rest } = node;
  const parts = node.kind === 'group' ? { parts: node.parts.map(cloneOf) } : {};
  return { ...rest, ...parts, id: newId() } as N;
}

const hasOwnIds = (tree: Group) => {
  const ids = nodesOf(tree).map(({ id }) => id);
  return new Set(ids).size === ids.length;
};

/** Begins with a tree, nothing to undo. Ids that stand twice are given anew. */
export const start = (tree: Group): TreeState => ({
  tree: hasOwnIds(tree) ? tree : cloneOf(tree),
  past: [],
  future: [],
  field: null,
});

/** One step. What a lock, a limit of the schema or the tree itself forbids changes nothing: the same state comes back. */
export function reduce(state: TreeState, action: Action): TreeState {
  const { tree, past, future } = state;
  if (action.type === 'start') return start(action.tree);
  if (action.type === 'undo') {
    const before = past.at(-1);
    return before ? { tree: before, past: past.slice(0, -1), future: [tree, ...future], field: null } : state;
  }
  if (action.type === 'redo') {
    const [after, ...rest] = future;
    return after ? { tree: after, past: [...past, tree], future: rest, field: null } : state;
  }
  const next = apply(tree, action);
  if (!next || (action.type === 'replace' && !(hasOwnIds(next) && Tree.safeParse(next).success)))
    return state;
  const field = action.type === 'edit' ? `${action.id} ${Object.keys(action.change)}` : null;
  const goesOn = field !== null && field === state.field;
  return { tree: next, past: goesOn ? past : [...past, tree].slice(-MAX_PAST), future: [], field };
}

/** Whether an action would change anything now. */
export const canDo = (state: TreeState, action: Action): boolean => reduce(state, action) !== state;

export type Way = 'up' | 'down' | 'in' | 'out';
/** A step by keyboard: past a neighbour, into the end of the group before it, or out behind its group. Null: no such way. */
export function stepOf(tree: Group, id: string, way: Way): Action | null {
  const parent = parentOf(tree, id);
  if (!parent) return null;
  const at = parent.parts.findIndex((part) => part.id === id);
  if (way === 'in') {
    const above = parent.parts[at - 1];
    return above?.kind === 'group' ? { type: 'move', id, into: above.id, at: above.parts.length } : null;
  }
  if (way === 'out') {
    const outer = parentOf(tree, parent.id);
    if (!outer) return null;
    return { type: 'move', id, into: outer.id, at: outer.parts.indexOf(parent) + 1 };
  }
  const to = way === 'up' ? at - 1 : at + 1;
  return parent.parts[to] ? { type: 'move', id, into: parent.id, at: to } : null;
}

/** A copy right behind the original; null for the root. */
export function copyOf(tree: Group, id: string): (Action & { type: 'insert' }) | null {
  const parent = parentOf(tree, id);
  const at = parent?.parts.findIndex((part) => part.id === id) ?? -1;
  const node = parent?.parts[at];
  return parent && node ? { type: 'insert', into: parent.id, at: at + 1, node: cloneOf(node) } : null;
}
