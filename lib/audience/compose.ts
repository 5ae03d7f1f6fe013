import { newId } from '../core/ids';
import { says } from './funnel';
import type { Mode } from './reading';
import { type Group, type Key, MAX_NODES, type Node, type Rule, Tree } from './schema';

const group = (op: Group['op'], parts: readonly Node[]): Group => ({
  id: newId(),
  kind: 'group',
  op,
  parts,
});

/** A part with ids of its own, so that it may stand twice in one tree, and without what says nothing. */
function fresh(node: Node): Node {
  if (node.kind === 'rule') return { ...node, id: newId() };
  const parts = node.parts.filter(says).map(fresh);
  const [only] = parts;
  return only && parts.length === 1 && node.op !== 'none' ? only : { ...node, id: newId(), parts };
}

/** Everybody: a tree that says nothing. */
export const everyone = (): Group => group('all', []);
export const ruleTree = (key: Key, ...values: string[]): Group => group('all', [ruleOf(key, ...values)]);
export const ruleOf = (key: Key, ...values: string[]): Rule => ({
  id: newId(),
  kind: 'rule',
  key,
  op: 'any',
  values,
});
/** A part of a tree as a tree. */
export const asTree = (node: Node): Group => allOf(node);

/** Users in every one of some trees. Groups of `all` are opened, so that nothing grows deeper than it must. */
export const allOf = (...nodes: readonly Node[]): Group =>
  group(
    'all',
    nodes
      .filter(says)
      .map(fresh)
      .flatMap((node) => (node.kind === 'group' && node.op === 'all' ? node.parts : [node])),
  );
const anyOf = (nodes: readonly Node[]): Group => group('any', nodes.map(fresh));

/** Users of one tree who are not in any of the others; null when that is nobody whatever is counted. */
export function except(tree: Node, others: readonly Node[]): Group | null {
  if (others.length === 0) return allOf(tree);
  return !others.every(says) ? null : allOf(tree, group('none', others.map(fresh)));
}

/**
 * A tree for what a bar of an overlap shows, from the trees of its sets: to be opened or counted. Null when that is
 * nobody whatever is counted (outside of everybody).
 */
export function treeOf(sets: readonly Group[], mask: number, mode: Mode): Group | null {
  const inside = sets.filter((_, i) => mask & (1 << i));
  const outside = sets.filter((_, i) => !(mask & (1 << i)));
  if (mode === 'union') return inside.every(says) ? anyOf(inside) : everyone();
  if (mode === 'intersect') return allOf(...inside);
  return except(allOf(...inside), outside);
}

/** Whether a composed tree is still small enough to be asked: six levels, {@link MAX_NODES} nodes. */
export const isAskable = (tree: Group): boolean => Tree.safeParse(tree).success;
