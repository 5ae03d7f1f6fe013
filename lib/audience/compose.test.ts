import { describe, expect, it } from 'vitest';
import { allOf, everyone, except, isAskable, ruleTree, treeOf } from './compose';
import type { Mode } from './reading';
import { MODES } from './reading';
import type { Group, Node } from './schema';

/** Whether a user with some tags is in a tree; by the definition in schema.ts. */
function holds(node: Node, tags: readonly string[]): boolean | null {
  if (node.muted) return null;
  const parts =
    node.kind === 'rule'
      ? node.values.map((value) => tags.includes(value))
      : node.parts.map((part) => holds(part, tags)).filter((part) => part !== null);
  if (parts.length === 0) return null;
  if (node.op === 'all') return parts.every(Boolean);
  return node.op === 'any' ? parts.some(Boolean) : !parts.some(Boolean);
}
const isIn = (tree: Group, tags: readonly string[]) => holds(tree, tags) ?? true;
const idsOf = (node: Node): string[] =>
  node.kind === 'rule' ? [node.id] : [node.id, ...node.parts.flatMap(idsOf)];

const TAGS = ['a', 'b', 'c', 'd'];
const users = Array.from({ length: 16 }, (_, bits) => TAGS.filter((_tag, i) => bits & (1 << i)));
const nested: Group = {
  id: 'n',
  kind: 'group',
  op: 'none',
  parts: [
    { id: '1', kind: 'rule', key: 'tag', op: 'all', values: ['a', 'b'] },
    { id: '2', kind: 'rule', key: 'tag', op: 'any', values: ['c'], muted: true },
    {
      id: '3',
      kind: 'group',
      op: 'any',
      parts: [{ id: '4', kind: 'rule', key: 'tag', op: 'none', values: ['d'] }],
    },
  ],
};
const sets = [ruleTree('tag', 'a', 'c'), nested, everyone(), nested];

describe('the tree of a bar', () => {
  it.each(MODES)('holds for just the users the bar counts: %s', (mode: Mode) => {
    for (let mask = 1; mask < 1 << sets.length; mask++) {
      const tree = treeOf(sets, mask, mode);
      for (const user of users) {
        const inside = sets.map((set) => isIn(set, user));
        const wanted = inside.filter((_, i) => mask & (1 << i));
        const others = inside.filter((_, i) => !(mask & (1 << i)));
        const expected =
          mode === 'union'
            ? wanted.some(Boolean)
            : wanted.every(Boolean) && (mode === 'intersect' || !others.some(Boolean));
        expect(tree ? isIn(tree, user) : false, `${mask} ${user.join()}`).toBe(expected);
      }
      if (tree) expect(new Set(idsOf(tree)).size).toBe(idsOf(tree).length);
    }
  });
});

describe('composing', () => {
  it('grows no deeper than it must', () => {
    expect(allOf(ruleTree('tag', 'a'), ruleTree('tag', 'b')).parts.map(({ kind }) => kind)).toEqual([
      'rule',
      'rule',
    ]);
  });

  it('knows that nobody is outside of everybody', () => {
    expect(except(ruleTree('tag', 'a'), [everyone()])).toBeNull();
  });

  it('sees what became too large', () => {
    const rule = ruleTree('tag', 'a').parts[0];
    const wide: Group = {
      id: 'w',
      kind: 'group',
      op: 'any',
      parts: Array.from({ length: 60 }, () => rule as Node),
    };
    expect(isAskable(allOf(wide))).toBe(true);
    expect(isAskable(allOf(wide, wide))).toBe(false);
  });
});
