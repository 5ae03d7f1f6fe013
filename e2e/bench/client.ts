import { Agent, request } from 'node:http';
import { createGetui } from '../../lib/getui/client';
import { memoryTokenStore } from '../../lib/getui/token';
import { freePort, startSandbox, stopChild } from '../../lib/launch/stack.mjs';
import { median, report, sideBySide, spread } from './figures';

const ROUNDS = 9;
const CALLS = 4_000;
const LANES = 8;

/** Calls a second of `CALLS` calls over eight lanes. */
async function throughput(call: (i: number) => Promise<unknown>): Promise<number> {
  let next = 0;
  const started = performance.now();
  const lane = async () => {
    while (next < CALLS) await call(next++);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return CALLS / ((performance.now() - started) / 1000);
}

/** The client against a bare keep-alive loop on node:http, both on the same sandbox in a process of its own. */
export async function benchClient(): Promise<boolean> {
  const sandbox = await startSandbox({ port: await freePort(0), users: 20_000 });
  try {
    const { appId, appKey, masterSecret, baseUrl, sampleCids } = sandbox;
    const tokens = memoryTokenStore();
    const getui = createGetui({ appId, appKey, masterSecret, baseUrl }, { tokens });
    const cid = (i: number): string => sampleCids[i % sampleCids.length];
    await getui.aliases.byCid(cid(0));
    const token = (await tokens.read(appId))?.token ?? '';
    const agent = new Agent({ keepAlive: true, maxSockets: LANES });
    const { hostname, port, pathname } = new URL(baseUrl);
    const bare = (i: number) =>
      new Promise<unknown>((resolve, reject) => {
        const path = `${pathname}/${appId}/user/alias/cid/${cid(i)}`;
        const call = request({ agent, hostname, port, path, headers: { token } }, (answer) => {
          let text = '';
          answer.setEncoding('utf8');
          answer.on('data', (part) => {
            text += part;
          });
          answer.on('end', () => resolve(JSON.parse(text)));
        });
        call.once('error', reject);
        call.end();
      });
    const { a, b } = await sideBySide(
      ROUNDS,
      () => throughput(bare),
      () => throughput((i) => getui.aliases.byCid(cid(i))),
    );
    agent.destroy();
    const ratios = a.map((value, i) => (b[i] ?? 0) / value);
    const ratio = median(ratios);
    return report('client', [
      {
        figure: 'calls-per-second-ratio',
        value: ratio,
        target: 0.6,
        ok: ratio >= 0.6,
        unit: 'client / bare node:http',
      },
      {
        figure: 'ratio-spread',
        value: spread(ratios),
        target: null,
        ok: true,
        unit: 'median absolute deviation',
      },
      {
        figure: 'client-calls-per-second',
        value: median(b),
        target: null,
        ok: true,
        unit: 'calls/s on this machine',
      },
      {
        figure: 'bare-calls-per-second',
        value: median(a),
        target: null,
        ok: true,
        unit: 'calls/s on this machine',
      },
    ]);
  } finally {
    await stopChild(sandbox.child);
  }
}
