import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';
import { EVERYBODY } from '../../lib/audience/funnel';
import type { Group, OverlapEvent } from '../../lib/audience/schema';
import { createGetui } from '../../lib/getui/client';
import { memoryTokenStore } from '../../lib/getui/token';
import { freePort, seedDemo, startSandbox, startServer, stopChild } from '../../lib/launch/stack.mjs';
import { CidCodec, hash } from '../../lib/sandbox/cid';
import { compileFigures } from './audience-compile';
import { farUpstream, type Upstream } from './audience-upstream';
import { launch, signedIn } from './browser';
import { type Figure, median, report, spread } from './figures';

const LATENCY_MS = 100;
const USERS = 20_000;
/** Pages opened, each with so many tags, which are taken out one by one. */
const LOADS = 6;
const VALUES = 11;
const ROUNDS = 7;
const LANES = 4;
const SETS = 5;
const told = (figure: string, value: number, unit: string): Figure => ({
  ...{ figure, value, target: null, ok: true, unit },
});
const most = (figure: string, value: number, target: number, unit: string): Figure => ({
  ...{ figure, value, target, ok: value <= target, unit },
});
const tagged = (id: string, values: readonly string[]): Group => ({
  ...{ id, kind: 'group', op: 'all' },
  parts: [{ id: `${id}-tags`, kind: 'rule', key: 'tag', op: 'any', values }],
});

/** Notes when the question of an edit leaves the page. */
const NOTE_SENT = `
  const send = window.fetch;
  window.fetch = (...call) => {
    if (String(call[0]?.url ?? call[0]).includes('/api/audience/count')) window.sentAt ??= performance.now();
    return send(...call);
  };`;

async function appOf(page: Page, url: string): Promise<string> {
  const html = await (await page.request.get(`${url}/settings/account`)).text();
  return /currentAppId\\?":\\?"(\w{26})/.exec(html)?.[1] ?? '';
}

/** Takes one value out; ms from the question's leaving the page to the frame with its number. */
const edit = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const noted = window as unknown as { sentAt?: number };
        noted.sentAt = undefined;
        let wasOld = false;
        const observer = new MutationObserver(() => {
          const figure = document.querySelector('[data-testid="audience-figure"]');
          const isOld = figure?.classList.contains('opacity-45') ?? true;
          wasOld ||= isOld;
          const sent = noted.sentAt;
          if (isOld || !wasOld || sent === undefined) return;
          observer.disconnect();
          requestAnimationFrame(() => resolve(performance.now() - sent));
        });
        observer.observe(document.body, { subtree: true, childList: true, attributes: true });
        document.querySelector<HTMLButtonElement>('ul[aria-label="已选"] li button')?.click();
      }),
  );

/** Every edit's time from the question's leaving to the painted number, less what its calls took at the upstream. */
async function editTimes(page: Page, url: string, upstream: Upstream): Promise<number[]> {
  const key = `muster.audience.draft.${await appOf(page, url)}`;
  const times: number[] = [];
  for (let load = 0; load < LOADS; load++) {
    const draft = tagged(
      'root',
      Array.from({ length: VALUES }, (_, i) => `bench-${load}-${i}`),
    );
    await page.goto(`${url}/api/healthz`);
    await page.evaluate(([at, text]) => sessionStorage.setItem(at, text), [
      key,
      JSON.stringify(draft),
    ] as const);
    await page.goto(`${url}/audience/new`, { waitUntil: 'networkidle' });
    for (let i = 0; i < VALUES - 1; i++) {
      await page.waitForLoadState('networkidle');
      await sleep(2 * LATENCY_MS);
      upstream.seen.length = 0;
      const whole = await edit(page);
      const calls = upstream.seen.filter(({ path }) => path.endsWith('/user/count'));
      if (calls.length === 0) throw new Error('an edit asked nothing');
      const there = Math.max(...calls.map(({ to }) => to)) - Math.min(...calls.map(({ from }) => from));
      // The first of a page warm it up.
      if (i >= 2) times.push(whole - there);
    }
  }
  return times;
}

/** Five sets that overlap in every way, with users in each combination. */
async function bindSets(sandbox: { appId: string; appKey: string; masterSecret: string; baseUrl: string }) {
  const getui = createGetui(sandbox, { tokens: memoryTokenStore() });
  const codec = new CidCodec(hash(1, 0, 99), USERS);
  const cids = Array.from({ length: 64 }, (_, i) => codec.encode(i));
  for (let set = 0; set < SETS; set++)
    await getui.tags.add(
      `bench-set-${set}`,
      cids.filter((_, i) => (i >> set) & 1),
    );
}

type Round = { readonly ms: number; readonly calls: number };

/** One overlap of the sets, everybody known from a moment before, as on the page; nothing else is. */
async function overlapRound(page: Page, url: string, upstream: Upstream): Promise<Round> {
  const cookies = await page.context().cookies(url);
  const headers = {
    cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    origin: url,
    'x-import': encodeURIComponent(JSON.stringify({ app: await appOf(page, url) })),
  };
  const post = async (what: string, body: unknown) => {
    const asked = { method: 'POST', headers, body: JSON.stringify(body) };
    return (await fetch(`${url}/api/audience/${what}`, asked)).text();
  };
  const sets = Array.from({ length: SETS }, (_, i) => ({
    id: `s${i}`,
    tree: tagged(`s${i}`, [`bench-set-${i}`]),
  }));
  await sleep(1000);
  await post('count', { questions: [{ id: 'base', tree: EVERYBODY }], maxAgeMs: 0, maxCalls: 10 });
  upstream.seen.length = 0;
  const started = performance.now();
  const text = await post('overlap', { sets, maxAgeMs: 800, maxCalls: 500 });
  const ms = performance.now() - started;
  const last = JSON.parse(text.trim().split('\n').at(-1) ?? '{}') as OverlapEvent;
  if (last.type !== 'overlap' || last.overlap.cells.some(({ mask, value }) => mask > 0 && value === 0))
    throw new Error(`the overlap ended with ${text.slice(-300)}`);
  return { ms, calls: upstream.seen.filter(({ path }) => path.endsWith('/user/count')).length };
}

/** Counting audiences: an edit in the browser, an overlap of five sets, and what needs no upstream. */
export async function benchAudience(): Promise<boolean> {
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-bench-audience-'));
  await seedDemo(dataDir);
  const sandbox = await startSandbox({ port: await freePort(0), users: USERS, log: 'ignore' });
  await bindSets(sandbox);
  const upstream = await farUpstream(sandbox.baseUrl, LATENCY_MS);
  const far = { ...sandbox, baseUrl: upstream.baseUrl };
  const port = await freePort(0);
  const server = await startServer({ port, dataDir, sandbox: far, env: { LOG_LEVEL: 'error' } });
  const browser = await launch();
  try {
    const url = `http://localhost:${port}`;
    const page = await signedIn(browser, url, { script: NOTE_SENT });
    const edits = (await editTimes(page, url, upstream)).toSorted((a, b) => a - b);
    await page.goto(`${url}/audience`);
    const rounds: Round[] = [];
    // The first round warms up.
    for (let i = 0; i <= ROUNDS; i++) rounds.push(await overlapRound(page, url, upstream));
    return report('audience', [...figuresOf(edits, rounds.slice(1)), ...compileFigures()]);
  } finally {
    await browser.close();
    await stopChild(server);
    upstream.close();
    await stopChild(sandbox.child);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function figuresOf(edits: readonly number[], rounds: readonly Round[]): Figure[] {
  const over = (callsOf: (round: Round) => number) =>
    rounds.map((round) => round.ms / ((callsOf(round) / LANES) * LATENCY_MS));
  const needed = over(() => 2 ** SETS - 1);
  const made = over(({ calls }) => calls);
  const p95 = edits[Math.ceil(edits.length * 0.95) - 1] ?? Number.POSITIVE_INFINITY;
  return [
    most(
      'edit-p95',
      p95,
      30,
      `ms from the question's leaving to its number's frame, less the upstream's, ${edits.length} edits`,
    ),
    told('edit-median', median(edits), 'ms'),
    told('edit-spread', spread(edits), 'ms, median absolute deviation'),
    most('overlap-over-31-calls', median(needed), 1.2, `ratio to 31/4 of an upstream ${LATENCY_MS} ms away`),
    told('overlap-over-31-calls-spread', spread(needed), 'median absolute deviation'),
    told('overlap-over-its-calls', median(made), 'ratio to a quarter of the calls made'),
    told('overlap-calls', median(rounds.map(({ calls }) => calls)), 'calls, the sets once more at the end'),
  ];
}
