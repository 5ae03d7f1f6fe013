import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DEMO_PASSWORD,
  freePort,
  seedDemo,
  startSandbox,
  startServer,
  stopChild,
} from '../../lib/launch/stack.mjs';
import { median, report, sideBySide } from './figures';

const ROUNDS = 9;
const CALLS = 150;

/** Milliseconds of one call, the middle of many in a row. */
async function latency(call: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < CALLS; i++) {
    const started = performance.now();
    await call();
    times.push(performance.now() - started);
  }
  return median(times);
}

async function signIn(url: string): Promise<string> {
  const jar = new Map<string, string>();
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const ask = async (path: string, body?: URLSearchParams) => {
    const answer = await fetch(url + path, {
      redirect: 'manual',
      headers: { cookie: cookie() },
      ...(body ? { method: 'POST', body } : {}),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return answer;
  };
  const { csrfToken } = (await (await ask('/api/auth/csrf')).json()) as { csrfToken: string };
  const form = { csrfToken, email: 'operator@demo.muster', password: DEMO_PASSWORD, json: 'true' };
  await ask('/api/auth/callback/credentials', new URLSearchParams(form));
  return cookie();
}

/** One server action end to end against a bare Next route handler of the same server. Needs a build. */
export async function benchAction(): Promise<boolean> {
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-bench-'));
  await seedDemo(dataDir);
  const sandbox = await startSandbox({ port: await freePort(0), users: 20_000 });
  const port = await freePort(0);
  const server = await startServer({ port, dataDir, sandbox, env: { LOG_LEVEL: 'error' } });
  try {
    const url = `http://localhost:${port}`;
    const cookie = await signIn(url);
    const manifest = JSON.parse(readFileSync('.next/server/server-reference-manifest.json', 'utf8')) as {
      node: Record<string, { exportedName?: string }>;
    };
    const id = (name: string) =>
      Object.entries(manifest.node).find(([, entry]) => entry.exportedName === name)?.[0] ?? '';
    const shown = await (await fetch(`${url}/settings/account`, { headers: { cookie } })).text();
    const app = /currentAppId\\?":\\?"(\w{26})/.exec(shown)?.[1];
    const act = async (name: string, input: unknown) => {
      const answer = await fetch(`${url}/jobs`, {
        method: 'POST',
        headers: { cookie, origin: url, 'next-action': id(name), 'content-type': 'text/plain;charset=UTF-8' },
        body: JSON.stringify([app, input]),
      });
      const text = await answer.text();
      if (!answer.ok || !text.includes('"ok":true'))
        throw new Error(`${name} answered ${answer.status}: ${text.slice(0, 300)}`);
    };
    const bare = () => fetch(`${url}/api/healthz`).then((answer) => answer.text());
    const cid: string = sandbox.sampleCids[0];
    const lookup = [{ id: 0, name: 'aliases.lookup', input: { text: cid, as: 'cid' } }];
    const question = [{ id: 0, name: 'jobs.list', input: {} }];
    const timed = (call: () => Promise<unknown>) =>
      sideBySide(
        ROUNDS,
        () => latency(bare),
        () => latency(call),
      );
    const guarded = await timed(() => act('batch', question));
    const whole = await timed(() => act('batch', lookup));
    const ratio = (sides: { a: number[]; b: number[] }) =>
      median(sides.a.map((value, i) => (sides.b[i] ?? 0) / value));
    return report('action', [
      {
        figure: 'action-over-bare-route',
        value: ratio(guarded),
        target: null,
        ok: true,
        unit: 'session + permission + zod + one query, ratio of medians',
      },
      { figure: 'action-ms', value: median(guarded.b), target: null, ok: true, unit: 'ms on this machine' },
      {
        figure: 'lookup-over-bare-route',
        value: ratio(whole),
        target: null,
        ok: true,
        unit: 'the same with three upstream calls and the ledger',
      },
      { figure: 'lookup-ms', value: median(whole.b), target: null, ok: true, unit: 'ms on this machine' },
      { figure: 'bare-route-ms', value: median(whole.a), target: null, ok: true, unit: 'ms on this machine' },
    ]);
  } finally {
    await stopChild(server);
    await stopChild(sandbox.child);
    rmSync(dataDir, { recursive: true, force: true });
  }
}
