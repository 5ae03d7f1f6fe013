import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Cid } from './cid';
import { renderUi } from './test-render';

const CID = '0123456789abcdef0123456789abcdef';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe('Cid', () => {
  it('copies the whole value even where only head and tail are shown', async () => {
    const user = userEvent.setup();
    renderUi(<Cid value={CID} fit="short" />);
    const button = screen.getByRole('button', { name: `复制 ${CID}` });
    expect(button.textContent).toBe('01234567…abcdef');
    await user.click(button);
    expect(await navigator.clipboard.readText()).toBe(CID);
    expect(screen.getByRole('status').textContent).toBe('已复制');
  });

  it('says so when the browser refuses', async () => {
    const user = userEvent.setup();
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('denied'));
    renderUi(<Cid value={CID} />, 'en');
    await user.click(screen.getByRole('button', { name: `Copy ${CID}` }));
    expect(screen.getByRole('status').textContent).toMatch(/^Could not copy/);
  });

  it('leaves short values whole', () => {
    renderUi(<Cid value="user_10086" fit="short" />);
    expect(screen.getByRole('button').textContent).toBe('user_10086');
  });
});
