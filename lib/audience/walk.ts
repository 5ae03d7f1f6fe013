import type { Group, Node } from './schema';

/** From the root down to a node, both included; null when it is not there. */
export function wayTo(tree: Node, id: string): readonly Node[] | null {
  if (tree.id === id) return [tree];
  if (tree.kind === 'rule') return null;
  for (const part of tree.parts) {
    const way = wayTo(part, id);
    if (way) return [tree, ...way];
  }
  return null;
}

export const nodeOf = (tree: Node, id: string): Node | null => wayTo(tree, id)?.at(-1) ?? null;

/** The group a node stands in; null for the root and for what is not there. */
export function parentOf(tree: Node, id: string): Group | null {
  const parent = wayTo(tree, id)?.at(-2);
  return parent?.kind === 'group' ? parent : null;
}

/** A node and all below it, each before its parts. */
export const nodesOf = (node: Node): readonly Node[] =>
  node.kind === 'rule' ? [node] : [node, ...node.parts.flatMap(nodesOf)];

/** Levels of groups; a rule has none. */
export const heightOf = (node: Node): number =>
  node.kind === 'rule' ? 0 : 1 + Math.max(0, ...node.parts.map(heightOf));

/** Whether nothing about a node may change: it is locked, or a group it stands in. */
export const isHeld = (tree: Node, id: string): boolean =>
  wayTo(tree, id)?.some(({ locked }) => locked) ?? false;

/** Where the attention goes when a node leaves: the next beside it, the one before, or its group. */
export function neighbourOf(tree: Node, id: string): string {
  const parent = parentOf(tree, id);
  if (!parent) return tree.id;
  const at = parent.parts.findIndex((part) => part.id === id);
  return (parent.parts[at + 1] ?? parent.parts[at - 1] ?? parent).id;
}

/** The same tree with other parts in one group; groups beside the way stay the very same objects. */
export function withParts(
  tree: Group,
  id: string,
  change: (parts: readonly Node[]) => readonly Node[],
): Group {
  if (tree.id === id) return { ...tree, parts: change(tree.parts) };
  const parts = tree.parts.map((part) => (part.kind === 'group' ? withParts(part, id, change) : part));
  return parts.every((part, i) => part === tree.parts[i]) ? tree : { ...tree, parts };
}

/** The same tree with one node, not the root, replaced by others or by none. */
export function withInstead(tree: Group, id: string, instead: readonly Node[]): Group {
  const parent = parentOf(tree, id);
  if (!parent) return tree;
  return withParts(tree, parent.id, (parts) => parts.flatMap((part) => (part.id === id ? instead : [part])));
}
