import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { draftOf } from './fake-server';
import { button, freshWorld, open, world } from './test-wizard';

freshWorld();

describe('after a reload', () => {
  it('finds the checked draft, or says that it is gone', async () => {
    world.server.drafts.set('job-1', draftOf({}));
    open('job-1');
    expect(await screen.findByText(/2 行将发送/)).toBeDefined();
    cleanup();
    open('job-9');
    expect((await screen.findByRole('alert')).textContent).toContain('找不到这次检查的结果');
    expect(button('重新开始')).toBeDefined();
  });

  it('does not take the draft of another kind', async () => {
    world.server.drafts.set('job-2', draftOf({ jobId: 'job-2', kind: 'alias.unbind' }));
    open('job-2');
    expect((await screen.findByRole('alert')).textContent).toContain('找不到这次检查的结果');
  });
});

describe('plan and confirm', () => {
  async function toConfirm(draft = draftOf({})) {
    world.server.drafts.set(draft.jobId, draft);
    open(draft.jobId);
    const user = userEvent.setup();
    await screen.findByText(/行将发送/);
    await user.click(button('下一步'));
    await screen.findByRole('heading', { name: '计划' });
    return user;
  }

  it('orders once, however often it is pressed, and goes to the job', async () => {
    const user = await toConfirm();
    await user.click(screen.getByRole('radio', { name: /^优先/ }));
    await user.click(button('下一步'));
    let settle = () => {};
    world.answerOrder = ({ jobId }) =>
      new Promise((resolve) => {
        settle = () => resolve({ ok: true, data: { jobId } });
      });
    await user.dblClick(button('绑定 2 行'));
    settle();
    expect((await screen.findByRole('alert')).textContent).toContain('已提交');
    expect(world.orders).toEqual([{ jobId: 'job-1', rowsHash: 'a'.repeat(64), priority: 1 }]);
    expect(world.push).toHaveBeenCalledWith('/jobs/job-1');
  });

  it('wants the word typed, and keeps the step when nothing came back', async () => {
    const user = await toConfirm(draftOf({ confirmWord: '2' }));
    await user.click(button('下一步'));
    expect(button('绑定 2 行').disabled).toBe(true);
    await user.type(screen.getByRole('textbox'), '2');
    world.answerOrder = () => Promise.reject(new Error('offline'));
    await user.click(button('绑定 2 行'));
    expect((await screen.findByRole('alert')).textContent).toContain('不确定是否已经提交');
    world.answerOrder = async ({ jobId }) => ({ ok: true, data: { jobId } });
    await user.click(button('绑定 2 行'));
    expect((await screen.findByRole('alert')).textContent).toContain('已提交');
    expect(world.orders).toMatchObject([{ typed: '2' }, { typed: '2' }]);
  });

  it('starts at night when asked to, and never in the past', async () => {
    const user = await toConfirm();
    await user.click(screen.getByRole('radio', { name: '定时开始' }));
    expect(screen.getByText('时区：Asia/Shanghai')).toBeDefined();
    await user.click(button('下一步'));
    await user.click(button('绑定 2 行'));
    await screen.findByRole('alert');
    const startAt = world.orders[0]?.startAt ?? 0;
    expect(startAt).toBeGreaterThan(Date.now());
    expect(new Date(startAt).toISOString()).toMatch(/T18:00:00/);
  });
});
