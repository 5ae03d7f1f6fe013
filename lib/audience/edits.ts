import {
  type Group,
  type Key,
  MAX_DEPTH,
  MAX_NODES,
  MAX_VALUES,
  type Node,
  type Op,
  sizeOf,
  Value,
} from './schema';
import { heightOf, isHeld, nodeOf, nodesOf, parentOf, withInstead, withParts } from './walk';

/** What can be done to a tree. `at` counts the parts of the group without the node that moves; left out: the end. */
export type Change =
  | { readonly type: 'insert'; readonly into: string; readonly at?: number; readonly node: Node }
  | {
      readonly type: 'edit';
      readonly id: string;
      /** Another key leaves no values. */
      readonly change: { readonly op: Op } | { readonly key: Key } | { readonly values: readonly string[] };
    }
  | { readonly type: 'mute'; readonly id: string; readonly muted: boolean }
  | { readonly type: 'lock'; readonly id: string; readonly locked: boolean }
  | { readonly type: 'remove'; readonly id: string }
  | { readonly type: 'move'; readonly id: string; readonly into: string; readonly at?: number }
  /** Puts a node into a group of its own, which gets the id `as`. */
  | { readonly type: 'wrap'; readonly id: string; readonly as: string }
  /** Puts the parts of a group in its place. */
  | { readonly type: 'dissolve'; readonly id: string }
  | { readonly type: 'replace'; readonly tree: Group };

/** The tree after a change, or null when it is forbidden, impossible or changes nothing. */
export function apply(tree: Group, change: Change): Group | null {
  const next = change.type === 'replace' ? change.tree : changed(tree, change);
  if (!next || next === tree || heightOf(next) > MAX_DEPTH || sizeOf(next) > MAX_NODES) return null;
  return next;
}

function changed(tree: Group, change: Exclude<Change, { type: 'replace' }>): Group | null {
  if (change.type === 'insert') return inserted(tree, change);
  const node = nodeOf(tree, change.id);
  if (!node) return null;
  const outer = parentOf(tree, node.id);
  if (change.type === 'lock') {
    if (outer && isHeld(tree, outer.id)) return null;
    return marked(tree, node, 'locked', change.locked);
  }
  if (isHeld(tree, node.id)) return null;
  switch (change.type) {
    case 'edit':
      return edited(tree, node, change.change);
    case 'mute':
      return marked(tree, node, 'muted', change.muted);
    case 'remove':
      return nodesOf(node).some(({ locked }) => locked) ? null : withInstead(tree, node.id, []);
    case 'move':
      return moved(tree, node, change.into, change.at);
    case 'wrap':
      return wrapped(tree, node, change.as);
    case 'dissolve':
      return dissolved(tree, node);
  }
}

const putAt = (parts: readonly Node[], at: number, node: Node): readonly Node[] => [
  ...parts.slice(0, at),
  node,
  ...parts.slice(at),
];

function inserted(tree: Group, { into, at, node }: Change & { type: 'insert' }): Group | null {
  const taken = new Set(nodesOf(tree).map(({ id }) => id));
  if (isHeld(tree, into) || nodeOf(tree, into)?.kind !== 'group') return null;
  if (nodesOf(node).some(({ id }) => taken.has(id))) return null;
  return withParts(tree, into, (parts) => putAt(parts, at ?? parts.length, node));
}

/** Replaces one node, be it the root. */
function put(tree: Group, node: Node): Group | null {
  if (node.id !== tree.id) return withInstead(tree, node.id, [node]);
  return node.kind === 'group' ? node : null;
}

function marked(tree: Group, node: Node, mark: 'muted' | 'locked', on: boolean): Group | null {
  if (on === (node[mark] ?? false)) return null;
  if (on) return put(tree, { ...node, [mark]: true });
  const { [mark]: _, ...rest } = node;
  return put(tree, rest);
}

const same = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((value, i) => value === b[i]);

function edited(tree: Group, node: Node, change: (Change & { type: 'edit' })['change']): Group | null {
  if ('op' in change) return node.op === change.op ? null : put(tree, { ...node, op: change.op });
  if (node.kind === 'group') return null;
  if ('key' in change)
    return node.key === change.key ? null : put(tree, { ...node, key: change.key, values: [] });
  const values = [...new Set(change.values)];
  if (same(values, node.values) || values.length > MAX_VALUES) return null;
  if (values.some((value) => !Value.safeParse(value).success)) return null;
  return put(tree, { ...node, values });
}

function moved(tree: Group, node: Node, into: string, at?: number): Group | null {
  const from = parentOf(tree, node.id);
  const target = nodeOf(tree, into);
  if (!from || target?.kind !== 'group' || nodeOf(node, into) || isHeld(tree, into)) return null;
  const to = at ?? target.parts.filter(({ id }) => id !== node.id).length;
  if (from.id === into && from.parts.indexOf(node) === to) return null;
  return withParts(withInstead(tree, node.id, []), into, (parts) => putAt(parts, to, node));
}

function wrapped(tree: Group, node: Node, as: string): Group | null {
  if (nodeOf(tree, as)) return null;
  const around: Group = { id: as, kind: 'group', op: 'all', parts: [node] };
  return node === tree ? around : withInstead(tree, node.id, [around]);
}

/** Parts of a muted group are muted, so that they still say nothing. */
function dissolved(tree: Group, node: Node): Group | null {
  if (node.kind === 'rule' || node === tree || node.parts.some(({ locked }) => locked)) return null;
  const parts = node.muted ? node.parts.map((part) => ({ ...part, muted: true })) : node.parts;
  return withInstead(tree, node.id, parts);
}
