import { cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderUi } from './test-render';
import { Time } from './time';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-23T03:30:00Z') });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const at = Date.UTC(2026, 10, 23, 2, 4, 11);
const shown = () => screen.getByRole('time');

describe('Time', () => {
  it('speaks the console’s zone, whatever the machine’s, and hides nothing', () => {
    renderUi(<Time value={at} />);
    expect(shown().textContent).toBe('2026/11/23 10:04:11');
    expect(shown().getAttribute('datetime')).toBe('2026-11-23T02:04:11.000Z');
    expect(shown().title).toBe(`2026/11/23 10:04:11（Asia/Shanghai），${at} 毫秒`);
  });

  it('spells the month out in English', () => {
    renderUi(<Time value={at} show="minute" />, 'en');
    expect(shown().textContent).toBe('Nov 23, 2026, 10:04');
  });

  it('counts from the real clock once it runs in the browser', () => {
    renderUi(<Time value={at} show="relative" />, 'en');
    expect(shown().textContent).toBe('1 hour ago');
  });
});
