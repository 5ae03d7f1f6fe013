import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { JobDetail, JobSummary, WaitReason } from '@/lib/changes/schema';
import type { BatchReply } from '@/lib/reads/batch';
import { ReadProvider } from '../data/reads';
import { renderUi } from '../ui/test-render';
import type { JobDoors } from './doors';
import { JobScreen } from './job-screen';
import { JobsScreen } from './jobs-screen';

vi.mock('next/navigation', () => ({ useRouter: () => ({ push: pushed }) }));
const pushed = vi.fn();

afterEach(() => {
  cleanup();
  vi.clearAllMocks();
});

const summary = (more: Partial<JobSummary> = {}): JobSummary => ({
  id: 'job0000000000',
  kind: 'alias.bind',
  state: 'running',
  origin: { from: 'file', file: '会员.csv' },
  by: '小王',
  priority: 0,
  total: 1000,
  ...{ confirmed: 600, rejected: 3, unknown: 2, skipped: 0, remaining: 395, verified: 0, differing: 0 },
  ...{ calls: 10, callsSettled: 6, createdAt: 1, startAt: null, startedAt: 2, finishedAt: null },
  ...{ rate: 1200, etaAt: 3, wait: null },
  ...more,
});
const detail = (more: Partial<JobDetail> = {}): JobDetail => ({
  ...summary(),
  rowsHash: 'ab'.repeat(32),
  columns: ['line', 'cid', 'alias'],
  masked: false,
  params: {},
  readable: true,
  once: false,
  silent: false,
  may: { control: true, retry: true, undo: true, verify: true },
  figures: { made: 6, failed: [], bucketMs: 1000, timeline: [], p50Ms: 10, p95Ms: 20, partial: false },
  verification: null,
  parent: null,
  offspring: [],
  ...more,
});
const over = { state: 'finished', remaining: 0, finishedAt: 9, wait: null } as const;

const done = async () => ({ ok: true, data: true }) as const;
const preview = { jobId: 'next000000000', rowsHash: 'h', total: 5, calls: 1, expiresAt: 5 };
const doors = (): { [K in keyof JobDoors]: ReturnType<typeof vi.fn<JobDoors[K]>> } => ({
  order: vi.fn(async () => ({ ok: true, data: { jobId: preview.jobId } }) as const),
  discard: vi.fn(done),
  pause: vi.fn(done),
  resume: vi.fn(done),
  cancel: vi.fn(done),
  prioritise: vi.fn(done),
  undo: vi.fn(
    async () => ({ ok: false, error: { code: 'CONFLICT', params: { rule: 'nothing-to-undo' } } }) as const,
  ),
  retry: vi.fn(async () => ({ ok: true, data: preview }) as const),
  verify: vi.fn(async () => ({ ok: true, data: { ...preview, total: 385, calls: 385 } }) as const),
});

/** A page whose questions are answered from what is given. */
function show(page: React.ReactElement, answers: { list?: JobSummary[]; detail?: JobDetail }) {
  const row = { seq: 0, index: 0, cells: ['7', 'c'.repeat(32), '别名'], before: '', readBack: 'not-read' };
  const refused = { outcome: 'rejected', failure: 'refused', known: true, httpStatus: 400, code: 20001 };
  const data: Record<string, unknown> = {
    'jobs.list': answers.list,
    'jobs.detail': answers.detail,
    'jobs.rows': { rows: [{ ...row, ...refused, message: 'target user is invalid' }], next: null },
    'jobs.calls': { calls: [], next: null },
  };
  const batch = async (_app: string, calls: unknown) => {
    async function* replies(): AsyncGenerator<BatchReply> {
      for (const { id, name } of calls as { id: number; name: string }[])
        yield { id, result: { ok: true, data: data[name] } };
    }
    return { ok: true, data: replies() } as const;
  };
  return renderUi(
    <QueryClientProvider client={new QueryClient()}>
      <ReadProvider appId="app" action={batch}>
        {page}
      </ReadProvider>
    </QueryClientProvider>,
  );
}
const showJob = (job: JobDetail, given = doors(), seesAudit = false) => {
  show(<JobScreen id={job.id} doors={given} seesAudit={seesAudit} />, { detail: job });
  return given;
};
const button = (name: string) => screen.queryByRole('button', { name });

describe('list of changes', () => {
  it('tells outcomes apart, says why one waits, and shows a kind that it does not know', async () => {
    const waiting = summary({ id: 'b000000000000', wait: { why: 'no-worker' }, rate: null, etaAt: null });
    show(<JobsScreen />, {
      list: [summary(), waiting, summary({ ...over, id: 'c000000000000', kind: 'moon.paint' })],
    });
    const table = await screen.findByRole('table', { name: '任务' });
    const [bar] = await within(table).findAllByRole('progressbar');
    expect(bar?.getAttribute('aria-valuetext')).toBe('已确认 600, 未执行 3, 结果未知 2, 剩余 395');
    expect(within(table).getByText('1,200 行/分')).toBeTruthy();
    expect(within(table).getByText('等待中')).toBeTruthy();
    expect(within(table).getByText(/没有工作进程/)).toBeTruthy();
    expect(within(table).getByText('moon.paint')).toBeTruthy();
  });
});

describe('one change', () => {
  it('under way: may be closed, paused, cancelled after a question; not undone', async () => {
    const given = showJob(detail());
    expect(await screen.findByText(/可以关闭这个页面/)).toBeTruthy();
    expect(button('撤销')).toBeNull();
    expect(button('核验')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: '暂停' }));
    expect(given.pause).toHaveBeenCalledWith('app', { id: 'job0000000000' });
    await userEvent.click(screen.getByRole('button', { name: '取消任务' }));
    const asked = screen.getByRole('alertdialog');
    expect(asked.textContent).toContain('还没发送的 395 行不再发送');
    expect(given.cancel).not.toHaveBeenCalled();
    await userEvent.click(within(asked).getByRole('button', { name: '取消任务' }));
    expect(given.cancel).toHaveBeenCalledOnce();
  });

  it('offers nothing to a role that may nothing, nor for an unknown kind, and links the audit only to those who read it', async () => {
    const may = { control: false, retry: false, undo: false, verify: false };
    showJob(detail({ ...over, may, kind: 'moon.paint', columns: [] }));
    expect(await screen.findByText(/不认识这种改动/)).toBeTruthy();
    for (const name of ['重试未成功的行', '撤销', '核验', '暂停']) expect(button(name)).toBeNull();
    expect(screen.queryByText('查看这个任务的审计')).toBeNull();
    cleanup();
    showJob(detail({ ...over, may }), doors(), true);
    const link = await screen.findByRole('link', { name: '查看这个任务的审计' });
    expect(link.getAttribute('href')).toBe('/audit?job=job0000000000');
  });

  it('each row says what its code means and what to do; files follow the filter', async () => {
    showJob(detail(over));
    const table = await screen.findByRole('table', { name: '逐行结果' });
    expect(await within(table).findByText(/cid 无效，或不属于当前应用。/)).toBeTruthy();
    expect(within(table).getByText('20001 · target user is invalid')).toBeTruthy();
    await userEvent.click(screen.getByRole('radio', { name: '未成功 5' }));
    const file = screen.getByRole('link', { name: '下载“未成功”的行（Excel）' });
    expect(file.getAttribute('href')).toBe(
      '/api/exports/job0000000000?app=app&format=xlsx&filter=unfinished',
    );
  });

  it('retry: choose, see the preview, order, go there; leaving throws the preview away', async () => {
    const given = showJob(detail(over));
    await userEvent.click(await screen.findByRole('button', { name: '重试未成功的行' }));
    await userEvent.click(screen.getByRole('radio', { name: /全部未成功的行（5）/ }));
    await userEvent.click(screen.getByRole('button', { name: '预览' }));
    expect(given.retry).toHaveBeenCalledWith('app', { id: 'job0000000000', which: 'unfinished' });
    await userEvent.click(await screen.findByRole('button', { name: '重试 5 行' }));
    expect(given.order).toHaveBeenCalledWith('app', { jobId: preview.jobId, rowsHash: 'h' });
    expect(pushed).toHaveBeenCalledWith('/jobs/next000000000');
    expect(given.discard).not.toHaveBeenCalled();
  });

  it('verify draws 385 by default; undo says what stands in its way', async () => {
    const given = showJob(detail({ ...over, confirmed: 900 }));
    await userEvent.click(await screen.findByRole('button', { name: '核验' }));
    await userEvent.click(screen.getByRole('button', { name: '预览' }));
    expect(given.verify).toHaveBeenCalledWith('app', { id: 'job0000000000', sample: 385 });
    await screen.findByRole('button', { name: '核验 385 行' });
    const open = screen.getByRole('dialog', { name: '核验这个任务' });
    await userEvent.click(within(open).getByRole('button', { name: '取消' }));
    expect(given.discard).toHaveBeenCalledWith('app', { id: preview.jobId });
    await userEvent.click(screen.getByRole('button', { name: '撤销' }));
    await userEvent.click(screen.getByRole('button', { name: '预览' }));
    expect(await screen.findByText(/没有可以恢复的行/)).toBeTruthy();
  });

  it('a verification that is over says n and how sure it is', async () => {
    const result = { of: 'first00000000', population: 10_000, sample: 385, read: 385, matching: 380 };
    const verification = { ...result, differing: 5, full: false, low: 9700, high: 9960 };
    showJob(detail({ ...over, kind: 'alias.verify', verification }));
    expect(await screen.findByText(/抽查 385 行（共 10,000 行），380 行一致，5 行不一致/)).toBeTruthy();
    expect(screen.getByText(/97% 至 99.6%/)).toBeTruthy();
  });

  const waits: [WaitReason, RegExp][] = [
    [{ why: 'paused', by: '小李' }, /小李暂停了它/],
    [{ why: 'halted', because: 'not-enabled', code: 1, message: null }, /没有开通这个接口/],
    [{ why: 'scheduled', until: 9 }, /开始。/],
    [{ why: 'behind', jobId: 'x000000000000', kind: 'alias.unbind' }, /排在“解绑别名”之后/],
    [
      { why: 'budget', family: 'tag-batch', window: 'day', refused: false, until: 9 },
      /今天的调用配额（批量标签）已用完/,
    ],
    [
      { why: 'budget', family: 'new', window: 'minute', refused: true, until: 9 },
      /个推暂时不接受这类调用（接口）/,
    ],
    [{ why: 'upstream', failure: 'unreachable', code: null, until: 9 }, /连不上个推。/],
    [{ why: 'upstream', failure: 'never-heard-of', code: null, until: 9 }, /不认识的失败/],
  ];
  it.each(waits)('says why it waits: %o', async (wait, text) => {
    showJob(detail({ wait }));
    expect(await screen.findByText(text)).toBeTruthy();
  });
});
