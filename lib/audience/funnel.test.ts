import { expect, test } from 'vitest';
import { aloneOf, partsOf, says, stepsOf } from './funnel';
import type { Group, Node } from './schema';

const rule = (id: string, values: string[] = ['a'], muted?: boolean): Node => ({
  ...{ id, kind: 'rule', key: 'tag', op: 'any', values },
  ...(muted ? { muted } : {}),
});
const group = (parts: Node[], op: Group['op'] = 'all'): Group => ({ id: 'g', kind: 'group', op, parts });

test('parts that say nothing are no steps', () => {
  const tree = group([rule('1'), rule('2', []), rule('3', ['x'], true), group([]), rule('4')], 'any');
  expect(partsOf(tree).map(({ id }) => id)).toEqual(['1', '4']);
  expect(says(group([group([rule('1', [])])]))).toBe(false);
  expect(aloneOf(tree).map(({ id }) => id)).toEqual(['alone:1', 'alone:4']);
});

test('a step holds all parts before it, joined as the whole is', () => {
  const steps = stepsOf(group([rule('1'), rule('2')], 'none'));
  expect(steps.map(({ tree }) => [tree.op, tree.parts.length])).toEqual([
    ['none', 1],
    ['none', 2],
  ]);
});
