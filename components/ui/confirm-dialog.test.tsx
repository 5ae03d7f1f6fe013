import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Button } from './button';
import { ConfirmDialog, type ConfirmDialogProps } from './confirm-dialog';
import { renderUi } from './test-render';

afterEach(cleanup);

function Page(props: Partial<ConfirmDialogProps>) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>打开</Button>
      <ConfirmDialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        title="解绑全部"
        consequence="3 台设备将不再对应这个别名。"
        confirmLabel="解绑 3 台设备"
        onConfirm={() => {}}
        {...props}
      />
    </>
  );
}

async function open(props: Partial<ConfirmDialogProps>) {
  renderUi(<Page {...props} />);
  screen.getByRole('button', { name: '打开' }).focus();
  await userEvent.keyboard('{Enter}');
}

const field = () => screen.getByRole('textbox');
const deed = () => screen.getByRole('button', { name: /解绑 3 台设备/ });
const isDisabled = () => deed().hasAttribute('disabled');

describe('ConfirmDialog', () => {
  it('wakes its button only for exactly the word', async () => {
    const onConfirm = vi.fn();
    await open({ word: 'user_10086', onConfirm });
    expect(isDisabled()).toBe(true);
    await userEvent.type(field(), 'user_1008');
    expect(isDisabled()).toBe(true);
    await userEvent.keyboard('{Enter}');
    expect(onConfirm).not.toHaveBeenCalled();
    await userEvent.type(field(), '6');
    expect(isDisabled()).toBe(false);
    await userEvent.type(field(), '7');
    expect(isDisabled()).toBe(true);
    await userEvent.clear(field());
    await userEvent.type(field(), 'USER_10086');
    expect(isDisabled()).toBe(true);
  });

  it('is confirmed by Enter from the field, and closes', async () => {
    const onConfirm = vi.fn();
    await open({ word: '42', onConfirm });
    await userEvent.type(field(), '42{Enter}');
    expect(onConfirm).toHaveBeenCalledTimes(1);
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  });

  it('says what will happen, and leaves by Escape without doing it', async () => {
    const onConfirm = vi.fn();
    await open({ word: '42', onConfirm });
    expect(screen.getByRole('alertdialog', { name: '解绑全部' }).textContent).toContain('3 台设备将不再对应');
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    expect(onConfirm).not.toHaveBeenCalled();
  });

  it('cannot be confirmed twice nor left while the deed is under way', async () => {
    let finish = () => {};
    const onConfirm = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
    await open({ word: '42', onConfirm });
    await userEvent.type(field(), '42{Enter}{Enter}{Escape}');
    expect(onConfirm).toHaveBeenCalledTimes(1);
    expect(screen.getByRole('alertdialog')).toBeTruthy();
    finish();
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  });

  it('stays open when the deed answers false', async () => {
    await open({ word: '42', onConfirm: () => false, error: '个推拒绝了这次请求' });
    await userEvent.type(field(), '42{Enter}');
    await waitFor(() => expect(isDisabled()).toBe(false));
    expect(screen.getByRole('alert').textContent).toBe('个推拒绝了这次请求');
  });

  it('asks for no word where none is given', async () => {
    await open({});
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(isDisabled()).toBe(false);
  });
});
