import { describe, expect, test } from 'vitest';
import { type Group, KEYS, MAX_DEPTH, MAX_NODES, type Node, OPS, sizeOf, Tree } from './schema';
import { group, pick, type Random, randomOf, rule } from './testing';
import {
  type Action,
  canDo,
  cloneOf,
  copyOf,
  emptyTree,
  MAX_PAST,
  newGroup,
  newRule,
  reduce,
  start,
  stepOf,
  type TreeState,
} from './tree';
import { heightOf, neighbourOf, nodeOf, nodesOf, parentOf } from './walk';

const [A, B, C] = ['a', 'b', 'c'].map((id) => ({ ...rule('tag', 'any', [id]), id })) as [Node, Node, Node];
const inner: Group = { ...group('any', [B]), id: 'inner' };
const root: Group = { ...group('all', [A, inner, C]), id: 'root' };
const run = (tree: Group, ...actions: readonly Action[]) => actions.reduce(reduce, start(tree));
const shape = (node: Node): unknown => (node.kind === 'rule' ? node.id : [node.id, ...node.parts.map(shape)]);
const lock = (id: string): Action => ({ type: 'lock', id, locked: true });
const refused = (tree: Group, action: Action) => {
  const state = start(tree);
  expect(canDo(state, action)).toBe(false);
  expect(reduce(state, action)).toBe(state);
};

describe('building', () => {
  test('adds rules and groups at a place or at the end', () => {
    const made = { ...newRule('tag'), id: 'x' };
    expect(shape(run(root, { type: 'insert', into: 'inner', node: made }).tree)).toEqual([
      'root',
      'a',
      ['inner', 'b', 'x'],
      'c',
    ]);
    expect(shape(run(root, { type: 'insert', into: 'root', at: 0, node: made }).tree)).toEqual([
      'root',
      'x',
      'a',
      ['inner', 'b'],
      'c',
    ]);
    refused(root, { type: 'insert', into: 'a', node: made });
    refused(root, { type: 'insert', into: 'nowhere', node: made });
    refused(root, { type: 'insert', into: 'root', node: A });
  });

  test('edits a field, several times in one step', () => {
    const values = (...list: string[]): Action => ({ type: 'edit', id: 'a', change: { values: list } });
    const state = run(root, values('x'), values('x', 'y', 'x'));
    expect(nodeOf(state.tree, 'a')).toMatchObject({ values: ['x', 'y'] });
    expect(state.past).toEqual([root]);
    const two = run(root, values('x'), { type: 'edit', id: 'a', change: { op: 'none' } }, values('y'));
    expect(two.past).toHaveLength(3);
    // What was undone is not gone on with.
    expect(run(root, values('x'), { type: 'undo' }, { type: 'redo' }, values('y')).past).toHaveLength(2);
    refused(root, values('a'));
    refused(root, values('two words'));
    refused(root, values('x'.repeat(65)));
    refused(root, values(...Array.from({ length: 401 }, (_, i) => `t${i}`)));
    refused(root, { type: 'edit', id: 'inner', change: { key: 'tag' } });
    expect(nodeOf(run(root, { type: 'edit', id: 'a', change: { key: 'region' } }).tree, 'a')).toMatchObject({
      key: 'region',
      values: [],
    });
  });

  test('moves, by drag and in steps', () => {
    const step = (id: string, way: 'up' | 'down' | 'in' | 'out') => {
      const action = stepOf(root, id, way);
      return action && shape(run(root, action).tree);
    };
    expect(step('c', 'up')).toEqual(['root', 'a', 'c', ['inner', 'b']]);
    expect(step('a', 'down')).toEqual(['root', ['inner', 'b'], 'a', 'c']);
    expect(step('c', 'in')).toEqual(['root', 'a', ['inner', 'b', 'c']]);
    expect(step('b', 'out')).toEqual(['root', 'a', ['inner'], 'b', 'c']);
    expect([
      step('a', 'up'),
      step('c', 'down'),
      step('a', 'in'),
      step('c', 'out'),
      step('root', 'up'),
    ]).toEqual([null, null, null, null, null]);
    refused(root, { type: 'move', id: 'inner', into: 'inner' });
    refused(root, { type: 'move', id: 'c', into: 'root', at: 2 });
    refused(root, { type: 'move', id: 'c', into: 'root' });
  });

  test('wraps and dissolves, the root too', () => {
    const wrapped = run(root, { type: 'wrap', id: 'a', as: 'w' });
    expect(shape(wrapped.tree)).toEqual(['root', ['w', 'a'], ['inner', 'b'], 'c']);
    expect(reduce(wrapped, { type: 'dissolve', id: 'w' }).tree).toEqual(root);
    expect(shape(run(root, { type: 'wrap', id: 'root', as: 'w' }).tree)).toEqual(['w', shape(root)]);
    refused(root, { type: 'dissolve', id: 'root' });
    refused(root, { type: 'dissolve', id: 'a' });
    const muted = run(root, { type: 'mute', id: 'inner', muted: true }, { type: 'dissolve', id: 'inner' });
    expect(nodeOf(muted.tree, 'b')?.muted).toBe(true);
  });

  test('copies deep under new ids, without locks', () => {
    const locked = run(root, lock('b')).tree;
    const copy = copyOf(locked, 'inner');
    const state = reduce(start(locked), copy as Action);
    expect(sizeOf(state.tree)).toBe(7);
    expect(new Set(nodesOf(state.tree).map(({ id }) => id)).size).toBe(7);
    expect(nodesOf(copy?.node as Node).some((node) => node.locked)).toBe(false);
    expect(copyOf(root, 'root')).toBeNull();
  });

  test('removes, and knows the neighbour', () => {
    expect(['a', 'c', 'b', 'root'].map((id) => neighbourOf(root, id))).toEqual([
      'inner',
      'inner',
      'inner',
      'root',
    ]);
    expect(shape(run(root, { type: 'remove', id: 'inner' }).tree)).toEqual(['root', 'a', 'c']);
    refused(root, { type: 'remove', id: 'root' });
  });
});

describe('a lock', () => {
  const locked = run(root, lock('inner')).tree;

  test.each<Action>([
    { type: 'edit', id: 'inner', change: { op: 'none' } },
    { type: 'edit', id: 'b', change: { values: [] } },
    { type: 'mute', id: 'inner', muted: true },
    { type: 'remove', id: 'inner' },
    { type: 'remove', id: 'b' },
    { type: 'move', id: 'inner', into: 'root', at: 0 },
    { type: 'move', id: 'b', into: 'root', at: 0 },
    { type: 'move', id: 'a', into: 'inner' },
    { type: 'insert', into: 'inner', node: newRule('tag') },
    { type: 'wrap', id: 'inner', as: 'w' },
    { type: 'dissolve', id: 'inner' },
    { type: 'lock', id: 'b', locked: true },
    { type: 'lock', id: 'inner', locked: true },
  ])('forbids %j', (action) => refused(locked, action));

  test('is opened first; what stands beside it is free', () => {
    expect(run(locked, { type: 'lock', id: 'inner', locked: false }).tree).toEqual(root);
    expect(canDo(start(locked), { type: 'remove', id: 'a' })).toBe(true);
    expect(canDo(start(locked), copyOf(locked, 'inner') as Action)).toBe(true);
  });

  test('keeps the groups around it', () => {
    const deep = run(root, lock('b')).tree;
    refused(deep, { type: 'remove', id: 'inner' });
    refused(deep, { type: 'dissolve', id: 'inner' });
    expect(canDo(start(deep), { type: 'move', id: 'inner', into: 'root', at: 0 })).toBe(true);
  });
});

describe('limits', () => {
  test('begin with nothing, or give ids that stand twice anew', () => {
    expect(start(emptyTree()).tree.parts).toEqual([]);
    const twice = start({ ...root, parts: [A, A] }).tree;
    expect(new Set(nodesOf(twice).map(({ id }) => id)).size).toBe(3);
    // Also later, when a draft is found: there is nothing before it to go back to.
    expect(run(emptyTree(), { type: 'start', tree: root }, { type: 'undo' })).toEqual(start(root));
  });

  test('a whole tree is replaced by a valid one only, and the history is bounded', () => {
    expect(run(root, { type: 'replace', tree: emptyTree() }).past).toEqual([root]);
    refused(root, { type: 'replace', tree: { ...root, parts: [{ ...A, id: '' }] } });
    refused(root, { type: 'replace', tree: { ...root, parts: [A, A] } });
    const many = Array.from(
      { length: 300 },
      (_, i): Action => ({ type: 'mute', id: 'a', muted: i % 2 === 0 }),
    );
    expect(run(root, ...many).past).toHaveLength(MAX_PAST);
  });
});

function someAction(random: Random, { tree }: TreeState): Action {
  const ids = nodesOf(tree).map(({ id }) => id);
  const id = random() < 0.02 ? 'nowhere' : pick(random, ids);
  const at = Math.floor(random() * ((parentOf(tree, id)?.parts.length ?? 0) + 1));
  const fresh = random() < 0.5 ? newRule(pick(random, KEYS)) : newGroup();
  const node = random() < 0.7 ? fresh : cloneOf(nodeOf(tree, id) ?? fresh);
  const values = Array.from({ length: Math.floor(random() * 3) }, () => pick(random, ['a', 'b', 'a b', '']));
  return pick<Action>(random, [
    { type: 'insert', into: id, at, node },
    { type: 'insert', into: id, node },
    copyOf(tree, id) ?? { type: 'undo' },
    {
      type: 'edit',
      id,
      change: pick(random, [{ op: pick(random, OPS) }, { key: pick(random, KEYS) }, { values }]),
    },
    { type: 'mute', id, muted: random() < 0.5 },
    { type: 'lock', id, locked: random() < 0.3 },
    { type: 'remove', id },
    { type: 'move', id, into: pick(random, ids) },
    stepOf(tree, id, pick(random, ['up', 'down', 'in', 'out'])) ?? { type: 'redo' },
    { type: 'wrap', id, as: `w${random()}` },
    { type: 'dissolve', id },
    { type: 'undo' },
    { type: 'redo' },
  ]);
}

test('random steps keep every limit, and each can be undone and done again', () => {
  const random = randomOf(11);
  let [full, deep, done] = [0, 0, 0];
  for (let nth = 0; nth < 40; nth++) {
    // Chance alone seldom fills a tree.
    const parts = Array.from({ length: nth % 4 === 3 ? MAX_NODES - 3 : 0 }, () => newRule('tag'));
    let state = start({ ...emptyTree(), parts });
    for (let i = 0; i < 250; i++) {
      const action = someAction(random, state);
      const next = reduce(state, action);
      expect(canDo(state, action)).toBe(next !== state);
      if (sizeOf(next.tree) === MAX_NODES) full++;
      if (heightOf(next.tree) === MAX_DEPTH) deep++;
      if (next !== state) {
        done++;
        expect(Tree.safeParse(next.tree).success, JSON.stringify(next.tree)).toBe(true);
        expect(new Set(nodesOf(next.tree).map(({ id }) => id)).size).toBe(sizeOf(next.tree));
        expect(next.past.length).toBeLessThanOrEqual(MAX_PAST);
        if (action.type !== 'undo' && action.type !== 'redo' && next.past.at(-1) === state.tree) {
          const undone = reduce(next, { type: 'undo' });
          expect(undone.tree).toBe(state.tree);
          expect(reduce(undone, { type: 'redo' }).tree).toBe(next.tree);
        }
      }
      state = next;
    }
  }
  expect([full > 20, deep > 200, done > 3000]).toEqual([true, true, true]);
});
