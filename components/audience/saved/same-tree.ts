import type { Group, Node } from '@/lib/audience/schema';

/** What a tree says, in one order of its fields and without the ids of its nodes. */
function textOf(node: Node): string {
  const marks = [node.muted === true, node.locked === true];
  return JSON.stringify(
    node.kind === 'rule'
      ? [node.key, node.op, node.values, ...marks]
      : [node.op, node.parts.map(textOf), ...marks],
  );
}

/** Whether two trees are the same to whoever reads them. */
export const sameTree = (a: Group, b: Group): boolean => textOf(a) === textOf(b);
