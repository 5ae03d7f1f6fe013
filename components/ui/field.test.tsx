import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { FormEvent } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Select } from './select';
import { renderUi } from './test-render';
import { TextField } from './text-field';

afterEach(cleanup);

const form = (error: string | undefined, onSubmit: () => void) => (
  <form
    onSubmit={(event: FormEvent) => {
      event.preventDefault();
      onSubmit();
    }}
  >
    <TextField label="别名" isRequired defaultValue="a" error={error} />
    <Select label="省份" options={[{ id: 'bj', label: '北京' }]} defaultValue="bj" error={error} />
    <button type="submit">保存</button>
  </form>
);

describe('fields', () => {
  it('carry the error as their description and are marked invalid', () => {
    renderUi(form('已被占用', () => {}));
    const input = screen.getByRole('textbox', { name: /别名/ });
    expect(input.getAttribute('aria-invalid')).toBe('true');
    const described = (input.getAttribute('aria-describedby') ?? '').split(' ');
    const texts = described.map((id) => document.getElementById(id)?.textContent);
    expect(texts).toContain('已被占用');
  });

  it('let the form be sent again with an error of the server still shown', async () => {
    const onSubmit = vi.fn();
    renderUi(form('已被占用', onSubmit));
    await userEvent.click(screen.getByRole('button', { name: '保存' }));
    expect(onSubmit).toHaveBeenCalledTimes(1);
    expect(document.querySelector<HTMLInputElement>('input[type=text]')?.validity.valid).toBe(true);
  });

  it('hold the form back while a required field is empty', async () => {
    const onSubmit = vi.fn();
    renderUi(form(undefined, onSubmit));
    await userEvent.clear(screen.getByRole('textbox', { name: /别名/ }));
    await userEvent.click(screen.getByRole('button', { name: '保存' }));
    expect(onSubmit).not.toHaveBeenCalled();
  });
});
