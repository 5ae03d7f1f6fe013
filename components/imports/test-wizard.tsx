import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime';
import { type ComponentProps, useState } from 'react';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { Result } from '@/lib/core/result';
import { ReadProvider } from '../data/reads';
import { renderUi } from '../ui/test-render';
import { FakeServer } from './fake-server';
import { ImportWizard } from './import-wizard';
import type { ImportKind, OrderInput } from './spec';

type Answer = (input: OrderInput) => Promise<Result<{ jobId: string }>>;

const KIND: ImportKind = {
  kind: 'alias.bind',
  fields: [
    { id: 'cid', label: 'cid', isRequired: true, mono: true },
    { id: 'alias', label: '别名', isRequired: true },
  ],
  beforeLabel: '原别名',
  replaces: true,
  why: (_verdict, { line, detail }) => `第 ${line} 行：${detail}`,
  deed: (rows) => `绑定 ${rows} 行`,
  consequence: ({ found }) => `将绑定 ${found.valid} 个 cid。`,
};

/** What a test sees of the world outside the wizard; made anew before each. */
export const world = {
  server: new FakeServer(),
  orders: [] as OrderInput[],
  discarded: [] as string[],
  answerOrder: (async ({ jobId }) => ({ ok: true, data: { jobId } })) as Answer,
  push: vi.fn(),
};

/** Call once at the top of a test file. */
export function freshWorld(): void {
  // Typing and choosing step by step takes its time on a busy machine.
  vi.setConfig({ testTimeout: 30_000 });
  beforeEach(() => {
    world.server = new FakeServer();
    world.server.install();
    world.orders = [];
    world.discarded = [];
    world.answerOrder = async ({ jobId }) => ({ ok: true, data: { jobId } });
    world.push = vi.fn();
    localStorage.clear();
  });
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });
}

function Page({ first, pasted }: { first: string | null; pasted: string | null }) {
  const [draftId, setDraftId] = useState(first);
  return (
    <ImportWizard
      kind={KIND}
      draftId={draftId}
      onDraftId={setDraftId}
      pasted={pasted}
      actions={{
        order: (_app, input) => {
          world.orders.push(input);
          return world.answerOrder(input);
        },
        discard: async (_app, { id }) => {
          world.discarded.push(id);
          return { ok: true, data: null };
        },
      }}
    />
  );
}

export function open(draftId: string | null = null, pasted: string | null = null) {
  const router = { push: world.push } as unknown as ComponentProps<typeof AppRouterContext.Provider>['value'];
  return renderUi(
    <AppRouterContext.Provider value={router}>
      <QueryClientProvider client={new QueryClient()}>
        <ReadProvider appId="app-1" action={world.server.batch}>
          <Page first={draftId} pasted={pasted} />
        </ReadProvider>
      </QueryClientProvider>
    </AppRouterContext.Provider>,
  );
}

export const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });
export const FILE = new File(['姓名,客户端\n张三,0123456789abcdef0123456789abcdef\n'], '名单.csv');

export async function choose(file = FILE) {
  const user = userEvent.setup({ applyAccept: false });
  const input = document.querySelector<HTMLInputElement>('input[type=file]');
  if (!input) throw new Error('no file input');
  await user.upload(input, file);
  return user;
}

export async function toColumns() {
  const user = await choose();
  await screen.findByRole('table');
  await user.click(button('下一步'));
  return user;
}

export async function pick(user: Awaited<ReturnType<typeof choose>>, label: RegExp, option: RegExp) {
  await user.click(screen.getByRole('button', { name: label }));
  await user.click(await screen.findByRole('option', { name: option }));
}

export async function toCheck() {
  const user = await toColumns();
  await pick(user, /别名/, /姓名/);
  await user.click(button('上传并检查'));
  await waitFor(() => expect(world.server.uploads).toHaveLength(1));
  return user;
}
