import { describe, expect, test } from 'vitest';
import { type Group, MAX_DEPTH, type Node, sizeOf, Tree } from './schema';

const rule = (values: string[]): Node => ({ id: 'r', kind: 'rule', key: 'tag', op: 'any', values });
const group = (parts: Node[]): Group => ({ id: 'g', kind: 'group', op: 'all', parts });
const deep = (levels: number): Node => (levels === 0 ? rule(['a']) : group([deep(levels - 1)]));
const messages = (tree: unknown) => Tree.safeParse(tree).error?.issues.map(({ message }) => message) ?? [];

describe('a tree as it is sent', () => {
  test('comes through as it is', () => {
    const tree = group([rule(['a', '标签']), group([]), { ...rule([]), muted: true }]);
    expect(Tree.parse(tree)).toEqual(tree);
    expect(sizeOf(tree)).toBe(4);
  });

  test('has six levels of groups and no more', () => {
    expect(messages(deep(MAX_DEPTH))).toEqual([]);
    expect(messages(deep(MAX_DEPTH + 1))).not.toEqual([]);
    expect(messages(deep(5000))).not.toEqual([]);
  });

  test('is refused by name', () => {
    expect(messages(rule(['a']))).toEqual(['root-is-a-rule']);
    expect(messages(group([rule(['a b'])]))).toEqual(['value-blank']);
    expect(messages(group([rule([''])]))).toContain('value-empty');
    expect(messages(group(Array.from({ length: 100 }, () => rule(['a']))))).toEqual(['nodes-too-many']);
  });
});
