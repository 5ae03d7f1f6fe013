import type { Group, Node } from './schema';

/** A question about a tree: `id` names its answer. */
export type Question = { readonly id: string; readonly tree: Group };

const root = (op: Group['op'], parts: readonly Node[]): Group => ({ id: 'root', kind: 'group', op, parts });
/** Everybody whom the app counts. */
export const EVERYBODY: Group = root('all', []);

/** Whether a node says something: it is not muted, and has values, or parts that do. */
export const says = (node: Node): boolean =>
  !node.muted && (node.kind === 'rule' ? node.values.length > 0 : node.parts.some(says));

/** The parts of the root that say something, in their order. */
export const partsOf = (tree: Group): readonly Node[] => (tree.muted ? [] : tree.parts.filter(says));

/** The users of each part by itself, as questions `alone:<id>`. */
export const aloneOf = (tree: Group): Question[] =>
  partsOf(tree).map((part) => ({ id: `alone:${part.id}`, tree: root('all', [part]) }));

/**
 * How the audience comes about, part by part, as questions `upto:<id>`: of `all` what is left after each part, of `any`
 * what has come together, of `none` what is left after each was taken away.
 */
export const stepsOf = (tree: Group): Question[] => {
  const parts = partsOf(tree);
  return parts.map((part, i) => ({ id: `upto:${part.id}`, tree: root(tree.op, parts.slice(0, i + 1)) }));
};
