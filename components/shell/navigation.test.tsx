import { cleanup, screen, within } from '@testing-library/react';
import type { Route } from 'next';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderUi } from '../ui/test-render';
import { Navigation } from './navigation';
import type { NavItem } from './types';

const at = vi.hoisted(() => ({ path: '/' }));
vi.mock('next/navigation', () => ({ usePathname: () => at.path }));

afterEach(cleanup);

const item = (href: string, labelKey: NavItem['labelKey'], group: NavItem['group']): NavItem => ({
  href: href as Route,
  labelKey,
  icon: 'tags',
  group,
});
const items = [
  item('/overview', 'overview', 'home'),
  item('/jobs', 'jobs', 'operations'),
  item('/tags', 'tags', 'users'),
];

describe('Navigation', () => {
  it('marks the desk one is at, also deeper inside it, and no other', () => {
    at.path = '/jobs/123';
    renderUi(<Navigation items={items} />);
    const current = screen
      .getAllByRole('link')
      .filter((link) => link.getAttribute('aria-current') === 'page');
    expect(current.map((link) => link.textContent)).toEqual(['任务']);
  });

  it('does not take a longer word for the same desk', () => {
    at.path = '/tags-archive';
    renderUi(<Navigation items={items} />);
    expect(screen.getAllByRole('link').some((link) => link.hasAttribute('aria-current'))).toBe(false);
  });

  it('groups in one order whatever the items come in', () => {
    at.path = '/';
    renderUi(<Navigation items={items} />);
    const nav = screen.getByRole('navigation', { name: '主导航' });
    expect(
      within(nav)
        .getAllByRole('link')
        .map((link) => link.textContent),
    ).toEqual(['总览', '标签', '任务']);
    expect(within(nav).getByRole('list', { name: '用户' })).toBeTruthy();
  });

  it('says how much is new at a desk, and nothing where nothing is', () => {
    at.path = '/';
    renderUi(<Navigation items={items} news={{ '/jobs': 2, '/tags': 0 }} />);
    expect(screen.getByRole('link', { name: '任务 2 条新消息' })).toBeTruthy();
    expect(screen.getByRole('link', { name: '标签' })).toBeTruthy();
  });
});
