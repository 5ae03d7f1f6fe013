import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { CAUTIOUS } from '@/lib/audience/dialect';
import type { Trust } from '@/lib/audience/trust';
import type { BatchReply } from '@/lib/reads/batch';
import { ReadProvider } from '../../data/reads';
import { renderUi } from '../../ui/test-render';
import { type CheckCounting, TrustBadge } from './trust-badge';

const FOUND: Trust = {
  dialect: CAUTIOUS,
  at: Date.parse('2026-11-25T02:02:00Z'),
  by: '小点',
  probes: [
    { id: 'phones', conditions: [], count: 1234, refusal: null, follows: 'measured' },
    {
      id: 'repeated',
      conditions: [],
      count: null,
      refusal: { code: 20001, message: '' },
      follows: 'refused',
    },
  ],
};

function show(check: CheckCounting) {
  const world: { trust: Trust | null } = { trust: null };
  async function* reply(): AsyncGenerator<BatchReply> {
    yield { id: 0, result: { ok: true, data: world.trust } } as BatchReply;
  }
  renderUi(
    <QueryClientProvider client={new QueryClient()}>
      <ReadProvider appId="app" action={async () => ({ ok: true, data: reply() })}>
        <TrustBadge check={check} />
      </ReadProvider>
    </QueryClientProvider>,
  );
  return world;
}

async function openDialog() {
  (await screen.findByRole('button', { name: /未自检/ })).focus();
  await userEvent.keyboard('{Enter}');
}

it('says why a check failed, then shows what was found', async () => {
  let fails = true;
  const world = show(async () => {
    if (fails) return { ok: false, error: { code: 'UPSTREAM_UNREACHABLE' } };
    world.trust = FOUND;
    return { ok: true, data: FOUND };
  });
  await openDialog();
  const check = await screen.findByRole('button', { name: /重新自检/ });
  await userEvent.click(check);
  expect(await screen.findByRole('alert')).toBeDefined();
  fails = false;
  await userEvent.click(check);
  expect(await screen.findByText('1,234')).toBeDefined();
  expect(screen.getByText('拒绝（20001）')).toBeDefined();
  expect(screen.queryByRole('alert')).toBeNull();
});
