import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Page } from 'playwright';
import { freePort, seedDemo, startSandbox, startServer, stopChild } from '../../lib/launch/stack.mjs';
import { CidCodec, hash } from '../../lib/sandbox/cid';
import { HELPER, launch, signedIn } from './browser';
import { type Figure, median, report, spread } from './figures';
import { heapOf, lookUp, scrollFrames, timeOf } from './grid-page';
import { bareLoop, delay } from './grid-upstream';

const ROWS = 100_000;
const USERS = 200_000;
const ROUNDS = 7;
/** As the bench of changes has it: an upstream within the country. */
const LATENCY_MS = 50;
const SCROLL_MS = 4000;
const MEGABYTE = 1024 * 1024;

/** The bare page behind an address of its own. */
async function serveBare(): Promise<{ url: string; close: () => void }> {
  const { outputFiles } = await build({
    entryPoints: ['e2e/bench/grid-bare.tsx'],
    bundle: true,
    write: false,
    minify: true,
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const script = outputFiles[0]?.text ?? '';
  const html = `<!doctype html><meta charset="utf-8"><div id="root"></div><script>${script.replaceAll('</script', '<\\/script')}</script>`;
  const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(html));
  const port = await freePort(0);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

const GRID = '[role="grid"]';
const head = (name: string) =>
  `[...document.querySelectorAll('[role="columnheader"]')].find((one) => one.textContent.trim() === '${name}')`;
const sortBy = (name: string, order: string) =>
  [
    `${head(name)}.querySelector('button').click()`,
    `${head(name)}.getAttribute('aria-sort') === '${order}'`,
  ] as const;

/** Each order and filter a few times, the middle; what a press takes until its frame. */
async function pressTimes(page: Page): Promise<{ sort: number[]; filter: number[] }> {
  const sort: number[] = [];
  const filter: number[] = [];
  for (const name of ['cid', '机型', '登录天数', '最近登录']) {
    sort.push(await timeOf(page, ...sortBy(name, 'ascending')));
    sort.push(await timeOf(page, ...sortBy(name, 'descending')));
    await timeOf(page, ...sortBy(name, 'none'));
  }
  const search = page.getByLabel('在结果里找');
  for (const text of ['a1', 'huawei', '']) {
    const typed = `const box = document.querySelector('input[placeholder^="cid"]'); const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set; window.seen = document.querySelector('[role="grid"]').getAttribute('aria-rowcount'); set.call(box, '${text}'); box.dispatchEvent(new Event('input', { bubbles: true }))`;
    filter.push(
      await timeOf(
        page,
        typed,
        `document.querySelector('[role="grid"]').getAttribute('aria-rowcount') !== window.seen`,
      ),
    );
  }
  await search.waitFor();
  return { sort, filter };
}

/** The lookup grid with a hundred thousand users, against a bare page that scrolls and a bare loop that calls. */
export async function benchGrid(): Promise<boolean> {
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-bench-grid-'));
  await seedDemo(dataDir);
  const sandbox = await startSandbox({ port: await freePort(0), users: USERS, log: 'ignore' });
  const port = await freePort(0);
  const server = await startServer({ port, dataDir, sandbox, env: { LOG_LEVEL: 'error' } });
  const bare = await serveBare();
  const browser = await launch();
  try {
    const url = `http://localhost:${port}`;
    const codec = new CidCodec(hash(1, 0, 99), USERS);
    const cids = Array.from({ length: ROWS }, (_, i) => codec.encode(i));
    const text = cids.join('\n');
    // What is timed is handed over as text.
    const page = await signedIn(browser, url, { bypassCSP: true });
    const cdp = await page.context().newCDPSession(page);
    await page.goto(`${url}/users`);
    await page.getByLabel('cid 或别名').waitFor();
    const empty = await heapOf(cdp);
    const loop = await bareLoop(sandbox);

    const times = { near: await sides(LATENCY_MS, ROUNDS), none: await sides(0, 3) };
    const full = await heapOf(cdp);
    const pressed = await pressTimes(page);
    const plain = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await plain.addInitScript({ content: HELPER });
    await plain.goto(bare.url);
    const frames: Record<'ours' | 'bare', number[]> = { ours: [], bare: [] };
    for (let round = 0; round < 3; round++) {
      await page.bringToFront();
      frames.ours.push(...(await scrollFrames(page, GRID, SCROLL_MS)));
      await plain.bringToFront();
      frames.bare.push(...(await scrollFrames(plain, '#grid', SCROLL_MS)));
    }
    const loading = await whileLoading(page, url, text);
    return report('grid', figuresOf({ times, heap: (full - empty) / MEGABYTE, pressed, frames, loading }));

    async function sides(ms: number, rounds: number) {
      await delay(sandbox, ms);
      const found = { bare: [] as number[], ours: [] as number[] };
      // The first round warms both up.
      for (let round = 0; round <= rounds; round++) {
        const one = await loop(cids);
        const two = await lookUp(page, url, text);
        if (round === 0) continue;
        found.bare.push(one);
        found.ours.push(two);
      }
      await delay(sandbox, 0);
      return found;
    }
    async function whileLoading(at: Page, home: string, list: string) {
      await delay(sandbox, LATENCY_MS);
      await at.bringToFront();
      const reading = lookUp(at, home, list);
      await at.locator(`${GRID} [role="rowheader"]`).first().waitFor();
      const measured = await scrollFrames(at, GRID, 2500);
      await reading;
      return measured;
    }
  } finally {
    await browser.close();
    bare.close();
    await stopChild(server);
    await stopChild(sandbox.child);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

type Measured = {
  times: Record<'near' | 'none', { bare: number[]; ours: number[] }>;
  heap: number;
  pressed: { sort: number[]; filter: number[] };
  frames: Record<'ours' | 'bare', number[]>;
  loading: number[];
};

function figuresOf({ times, heap, pressed, frames, loading }: Measured): Figure[] {
  const fps = (list: readonly number[]) => 1000 / median(list);
  const worst = (list: readonly number[]) => Math.max(...list);
  const ratios = ({ bare, ours }: { bare: number[]; ours: number[] }) =>
    bare.map((ms, i) => (ours[i] ?? 0) / ms);
  const told = (figure: string, value: number, unit: string): Figure => ({
    figure,
    value,
    target: null,
    ok: true,
    unit,
  });
  const most = (figure: string, value: number, target: number, unit: string): Figure => ({
    figure,
    value,
    target,
    ok: value <= target,
    unit,
  });
  const near = ratios(times.near);
  return [
    {
      figure: 'scroll-fps',
      value: fps(frames.ours),
      target: 55,
      ok: fps(frames.ours) >= 55,
      unit: 'median frame',
    },
    most('scroll-longest-frame', worst(frames.ours), 50, 'ms'),
    told('bare-scroll-fps', fps(frames.bare), 'bare TanStack Virtual, same run'),
    told('bare-scroll-longest-frame', worst(frames.bare), 'ms, same run'),
    told('loading-scroll-fps', fps(loading), 'while rows stream in'),
    told('loading-scroll-longest-frame', worst(loading), 'ms, while rows stream in'),
    most('sort', worst(pressed.sort), 100, 'ms from press to frame, the slowest of eight'),
    most('filter', worst(pressed.filter), 100, 'ms from key to frame, the slowest of three'),
    most('heap', heap, 150, 'MB above the empty page'),
    most('lookup-over-bare-loop', median(near), 1.15, `ratio, an upstream ${LATENCY_MS} ms away`),
    told('lookup-over-bare-loop-spread', spread(near), 'median absolute deviation'),
    told('lookup-ms', median(times.near.ours), 'ms on this machine, 100,000 users, 1,000 calls'),
    told('bare-loop-ms', median(times.near.bare), 'ms on this machine'),
    told(
      'lookup-over-bare-loop-no-latency',
      median(ratios(times.none)),
      'ratio, an upstream that answers at once',
    ),
    told('lookup-ms-no-latency', median(times.none.ours), 'ms on this machine'),
    told('bare-loop-ms-no-latency', median(times.none.bare), 'ms on this machine'),
  ];
}
