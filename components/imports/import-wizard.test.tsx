import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { draftOf, peekOf } from './fake-server';
import { button, choose, FILE, freshWorld, open, pick, toCheck, toColumns, world } from './test-wizard';

freshWorld();

describe('file', () => {
  it('shows what was detected, reads anew when told otherwise, and says what Excel has spoilt', async () => {
    world.server.peek = (readAs) =>
      readAs.encoding
        ? peekOf({ readAs: { ...peekOf({}).readAs, encoding: readAs.encoding }, encodingBy: 'chosen' })
        : peekOf({ warnings: [{ rule: 'scientific', column: 1, line: 3, sample: '1.23E+15' }] });
    open();
    const user = await choose();
    const table = await screen.findByRole('table');
    expect(
      within(table)
        .getAllByRole('columnheader')
        .map((cell) => cell.textContent),
    ).toEqual(['行', '姓名', '客户端']);
    expect(screen.getByText('第 3 行，客户端：1.23E+15')).toBeDefined();
    await pick(user, /GB18030（自动识别）/, /UTF-8/);
    await screen.findByRole('button', { name: /UTF-8（手动选择）/ });
    expect(world.server.peeks.map(({ readAs }) => readAs)).toEqual([{}, { encoding: 'utf-8' }]);
    expect(world.server.peeks[0]).toMatchObject({ app: 'app-1', kind: 'alias.bind', name: '名单.csv' });
  });

  it('refuses what it cannot read by name, and keeps the step when the server refuses', async () => {
    open();
    await choose(new File(['x'], '名单.xls'));
    expect((await screen.findByRole('alert')).textContent).toContain('另存为 .xlsx');
    expect(world.server.peeks).toEqual([]);
    world.server.failure = { code: 'UNAUTHENTICATED' };
    await choose();
    expect((await screen.findByRole('alert')).textContent).toContain('登录已失效');
    expect(button('下一步').disabled).toBe(true);
  });

  it('takes text that was pasted elsewhere, as what the browser encodes', async () => {
    open(null, 'a\tb\n');
    await screen.findByRole('table');
    expect(world.server.peeks).toMatchObject([
      { name: '粘贴的内容', readAs: { format: 'text', encoding: 'utf-8' } },
    ]);
    expect(screen.queryByText('编码')).toBeNull();
  });
});

describe('columns', () => {
  it('moves the focus to its heading, and lets nobody on without a required column', async () => {
    open();
    await toColumns();
    expect(document.activeElement?.textContent).toBe('对应列');
    expect(screen.getByText('还没有选择：别名')).toBeDefined();
    expect(button('上传并检查').disabled).toBe(true);
    expect(document.querySelector('[aria-current=step]')?.textContent).toContain('对应列');
  });

  it('remembers the choice for the same column names, and nothing of the content', async () => {
    open();
    await toCheck();
    cleanup();
    open();
    await toColumns();
    expect(button('上传并检查').disabled).toBe(false);
    expect(JSON.stringify({ ...localStorage })).not.toMatch(/姓名|张三/);
  });
});

describe('check', () => {
  it('sends the choices with the file, and shows what was found', async () => {
    world.server.rows = {
      rows: [{ line: 7, cells: ['0123', 'bad-alias'], detail: '含有 -', field: 'alias', before: null }],
      next: null,
    };
    open();
    await toCheck();
    const [sent] = world.server.uploads;
    expect(sent?.about).toMatchObject({
      app: 'app-1',
      kind: 'alias.bind',
      mapping: { cid: 1, alias: 0 },
      options: { readFirst: true, readBack: true },
    });
    expect(sent?.body.size).toBe(FILE.size);
    sent?.answer(200, draftOf({}));
    expect(await screen.findByText(/共 5 行：2 行将发送，3 行不发送/)).toBeDefined();
    expect(screen.getByRole('tab', { name: '格式错误 1' }).getAttribute('aria-selected')).toBe('true');
    expect(await screen.findByText('第 7 行：含有 -')).toBeDefined();
    expect(screen.getByRole('link', { name: /CSV/ }).getAttribute('href')).toBe(
      '/api/exports/job-1/aside?app=app-1&verdict=malformed&format=csv',
    );
  });

  it('stops at once, and does not send again what has not changed', async () => {
    open();
    const user = await toCheck();
    expect(world.server.uploads[0]?.about.key).toMatch(/^[0-9a-f]{32}$/);
    await user.click(button('停止上传'));
    expect(world.server.aborted).toBe(1);
    await user.click(await screen.findByRole('button', { name: '上传并检查' }));
    world.server.uploads[1]?.answer(200, draftOf({}));
    await screen.findByText(/2 行将发送/);
    expect(world.server.uploads[1]?.about.key).not.toBe(world.server.uploads[0]?.about.key);
    await user.click(button('上一步'));
    await user.click(button('上传并检查'));
    await screen.findByText(/2 行将发送/);
    expect(world.server.uploads).toHaveLength(2);
    await user.click(button('上一步'));
    await user.click(screen.getByRole('checkbox', { name: /发送之后/ }));
    await user.click(button('上传并检查'));
    await waitFor(() => expect(world.server.uploads).toHaveLength(3));
    expect(world.discarded).toEqual(['job-1']);
  });

  it.each([
    ['a broken line', null, '上传中断'],
    ['a session that ended behind it', { code: 'UNAUTHENTICATED' } as const, '登录已失效'],
    ['an app switched elsewhere', { code: 'APP_CHANGED' } as const, '这个页面属于另一个应用'],
  ])('says what to do after %s', async (_what, failure, words) => {
    open();
    await toCheck();
    world.server.failure = failure;
    world.server.uploads[0]?.lose();
    expect((await screen.findByRole('alert')).textContent).toContain(words);
    expect(button('重试')).toBeDefined();
  });

  it('asks before the page is left while a file is on its way, and only then', async () => {
    const leave = () => {
      const event = new Event('beforeunload', { cancelable: true });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    };
    open();
    await toCheck();
    expect(leave()).toBe(true);
    world.server.uploads[0]?.answer(200, draftOf({}));
    await screen.findByText(/2 行将发送/);
    expect(leave()).toBe(false);
  });
});
