import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import type { Group } from '@/lib/audience/schema';
import type { BatchReply } from '@/lib/reads/batch';
import { ReadProvider } from '../../data/reads';
import { renderUi } from '../../ui/test-render';
import { Builder } from './builder';
import { useTree } from './use-tree';

vi.setConfig({ testTimeout: 30_000 });
afterEach(cleanup);

type Calls = { id: number; name: string; input: { tag?: string } }[];
/** A dictionary with one tag, `known`. */
async function* replies(calls: unknown): AsyncGenerator<BatchReply> {
  for (const { id, name, input } of calls as Calls) {
    if (name === 'tags.suggest') yield { id, result: { ok: true, data: [] } };
    else if (input.tag === 'known') yield { id, result: { ok: true, data: { tag: 'known' } } };
    else yield { id, result: { ok: false, error: { code: 'NOT_FOUND' } } };
  }
}

let tree: Group;
function Page({ initial }: Readonly<{ initial?: Group | undefined }>) {
  const { state, dispatch } = useTree(initial);
  tree = state.tree;
  return <Builder state={state} dispatch={dispatch} renderAside={(node) => `#${node.id}`} />;
}

function open(initial?: Group) {
  renderUi(
    <QueryClientProvider client={new QueryClient()}>
      <ReadProvider appId="app" action={async (_app, calls) => ({ ok: true, data: replies(calls) })}>
        <Page initial={initial} />
      </ReadProvider>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

const button = (name: string) => screen.getByRole('button', { name });
const part = (name: string) => screen.getByRole('group', { name });
const sentence = () => screen.getByText('读作：').parentElement?.textContent;
const tagRule = (id: string, more: object = {}) =>
  ({ id, kind: 'rule', key: 'tag', op: 'any', values: [id], ...more }) as const;
const THREE: Group = {
  id: 'root',
  kind: 'group',
  op: 'all',
  parts: [tagRule('a'), { id: 'g', kind: 'group', op: 'any', parts: [tagRule('b')] }, tagRule('c')],
};
const shape = (group: Group): unknown[] =>
  group.parts.map((node) => (node.kind === 'rule' ? node.id : shape(node)));
const FIRST = '条件组 1 第 1 条：标签';

async function menu(user: ReturnType<typeof userEvent.setup>, name: string, item: string) {
  button(`${name} 的操作`).focus();
  await user.keyboard('{Enter}');
  (await screen.findByRole('menuitem', { name: item })).focus();
  await user.keyboard('{Enter}');
}

it('is built by keyboard: the focus goes to what is new, several tags are pasted at once', async () => {
  const user = open();
  expect(sentence()).toBe('读作： 所有用户');
  button('标签').focus();
  await user.keyboard('{Enter}');
  expect(document.activeElement).toBe(button(`移动 ${FIRST}`));
  screen.getByRole('combobox').focus();
  await user.paste('known，other');
  expect(sentence()).toBe('读作： 有标签「known」或「other」的用户');
  // Only what the dictionary does not hold is marked.
  await waitFor(() => expect(screen.getAllByText('标签库里没有')).toHaveLength(1));
  expect(screen.getByText('标签库里没有').parentElement?.textContent).toContain('other');
});

it('moves along, into and out of groups, and keeps the focus on what moved', async () => {
  const user = open(THREE);
  const steps: [string, unknown[]][] = [
    ['ArrowDown', [['b'], 'a', 'c']],
    ['ArrowRight', [['b', 'a'], 'c']],
    ['ArrowLeft', [['b'], 'a', 'c']],
    ['ArrowUp', ['a', ['b'], 'c']],
  ];
  button(`移动 ${FIRST}`).focus();
  for (const [key, expected] of steps) {
    await user.keyboard(`{Alt>}{${key}}{/Alt}`);
    expect(shape(tree)).toEqual(expected);
    expect(document.activeElement?.closest('[data-part]')?.getAttribute('data-part')).toBe('a');
  }
});

it('undoes and does again from wherever the focus is, but leaves a field its own typing', async () => {
  const user = open(THREE);
  button(`移动 ${FIRST}`).focus();
  await user.keyboard('{Alt>}{ArrowDown}{/Alt}');
  const field = screen.getAllByRole<HTMLInputElement>('combobox')[0];
  field?.focus();
  await user.keyboard('{Control>}z{/Control}');
  expect(shape(tree)).toEqual(['a', ['b'], 'c']);
  await user.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
  expect(shape(tree)).toEqual([['b'], 'a', 'c']);
  await user.keyboard('x{Control>}z{/Control}{Backspace}{Escape}');
  expect(shape(tree)).toEqual([['b'], 'a', 'c']);
  await user.click(button('撤销'));
  expect(shape(tree)).toEqual(['a', ['b'], 'c']);
  expect(button('撤销')).toHaveProperty('disabled', true);
});

it('goes on undoing when a step takes the focused part elsewhere or away', async () => {
  const user = open(THREE);
  button('移动 条件组 1 第 3 条：标签').focus();
  await user.keyboard('{Alt>}{ArrowRight}{/Alt}');
  button(`移动 ${FIRST}`).focus();
  await user.keyboard('{Alt>}{ArrowDown}{/Alt}');
  button('移动 条件组 1.1 第 2 条：标签').focus();
  await user.keyboard('{Control>}zz{/Control}');
  expect(shape(tree)).toEqual(['a', ['b'], 'c']);
  await user.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
  expect(shape(tree)).toEqual(['a', ['b', 'c']]);
  expect(document.activeElement?.closest('[data-part]')?.getAttribute('data-part')).toBe('c');
});

it('moves the focus to a neighbour when a part goes', async () => {
  const user = open(THREE);
  await menu(user, FIRST, '删除');
  expect(shape(tree)).toEqual([['b'], 'c']);
  await waitFor(() =>
    expect(document.activeElement?.closest('[data-part]')?.getAttribute('data-part')).toBe('g'),
  );
});

it('leaves a locked part alone until it is opened', async () => {
  const user = open({ ...THREE, parts: [tagRule('a', { locked: true }), tagRule('c')] });
  const name = `${FIRST} · 已锁定`;
  expect(part(name)).toBeDefined();
  expect(button(`移动 ${FIRST}`)).toHaveProperty('disabled', true);
  expect(screen.queryByRole('button', { name: '去掉 a' })).toBeNull();
  expect(button('去掉 c')).toBeDefined();
  button(`${FIRST} 的操作`).focus();
  await user.keyboard('{Enter}');
  const items = await screen.findAllByRole('menuitem');
  expect(items.map(({ textContent }) => textContent)).toEqual(['解锁', '复制一份']);
  items[0]?.focus();
  await user.keyboard('{Enter}');
  expect(tree.parts[0]).toEqual(tagRule('a'));
  expect(button('去掉 a')).toBeDefined();
});

it('leaves a muted part out of the sentence, and shows each part its own number', async () => {
  const user = open(THREE);
  expect(screen.getByText('#c')).toBeDefined();
  await menu(user, FIRST, '停用');
  expect(sentence()).toBe('读作： 有标签「b」，且有标签「c」的用户');
  expect(part(`${FIRST} · 已停用`)).toBeDefined();
});

it('chooses cities, their whole province, and parts of the country', async () => {
  const user = open();
  await user.click(button('地区'));
  await user.click(button('选择地区'));
  await user.type(await screen.findByRole('searchbox'), '苏州');
  await user.click(screen.getByRole('checkbox', { name: '苏州市' }));
  expect(sentence()).toBe('读作： 在苏州市的用户');
  const province = screen.getByRole<HTMLInputElement>('checkbox', { name: /江苏/ });
  expect(province.indeterminate).toBe(true);
  await user.click(province);
  expect(sentence()).toBe('读作： 在江苏的用户');
  await user.click(button('华东'));
  expect(sentence()).toBe('读作： 在华东的用户');
});
