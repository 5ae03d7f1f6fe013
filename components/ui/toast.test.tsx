import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderUi } from './test-render';
import { dismissToast, showToast, type ToastInput, ToastRegion } from './toast';

afterEach(cleanup);

function show(input: ToastInput): string {
  let key = '';
  act(() => {
    key = showToast(input);
  });
  return key;
}

const region = () => screen.getByRole('region', { name: /通知/ });

describe('ToastRegion', () => {
  it('announces what is shown, with its details', async () => {
    renderUi(<ToastRegion />);
    const key = show({ tone: 'error', title: '个推拒绝了这次请求', description: '别名不合法' });
    const alert = await within(region()).findByRole('alert');
    expect(alert.textContent).toContain('个推拒绝了这次请求');
    expect(alert.textContent).toContain('别名不合法');
    act(() => dismissToast(key));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });

  it('runs its action once and goes away', async () => {
    const onPress = vi.fn();
    renderUi(<ToastRegion />);
    show({ title: '已绑定', action: { label: '撤销', onPress } });
    await userEvent.click(await screen.findByRole('button', { name: '撤销' }));
    expect(onPress).toHaveBeenCalledTimes(1);
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });

  it('can be closed by a named button', async () => {
    renderUi(<ToastRegion />);
    show({ tone: 'error', title: '失败' });
    await userEvent.click(await screen.findByRole('button', { name: '关闭通知' }));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });
});
