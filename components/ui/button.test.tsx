import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Button } from './button';
import { renderUi } from './test-render';

afterEach(cleanup);

describe('Button', () => {
  it('is pressed by mouse and by keyboard', async () => {
    const onPress = vi.fn();
    renderUi(<Button onPress={onPress}>保存</Button>);
    const button = screen.getByRole('button', { name: '保存' });
    await userEvent.click(button);
    button.focus();
    await userEvent.keyboard('{Enter}');
    expect(onPress).toHaveBeenCalledTimes(2);
  });

  it('ignores presses while pending, keeps its focus and says that it works', async () => {
    const onPress = vi.fn();
    renderUi(
      <Button isPending onPress={onPress}>
        保存
      </Button>,
    );
    const button = screen.getByRole('button', { name: /保存/ });
    expect(screen.getByRole('progressbar', { name: '处理中' })).toBeTruthy();
    expect(button.hasAttribute('disabled')).toBe(false);
    await userEvent.click(button);
    button.focus();
    await userEvent.keyboard('{Enter}');
    expect(onPress).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(button);
  });
});
