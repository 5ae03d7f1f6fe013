import { Agent, request } from 'node:http';
import { chunk } from '../../lib/core/chunk';
import { createGetui } from '../../lib/getui/client';
import { memoryTokenStore } from '../../lib/getui/token';

const LANES = 8;
const PER_CALL = 200;

type Sandbox = { appId: string; appKey: string; masterSecret: string; baseUrl: string; control: string };

/** A loop over keep-alive connections that makes the calls of a lookup, detail and status, and parses their answers. */
export async function bareLoop(sandbox: Sandbox): Promise<(cids: readonly string[]) => Promise<number>> {
  const tokens = memoryTokenStore();
  const getui = createGetui(sandbox, { tokens });
  await getui.users.count([]);
  const token = (await tokens.read(sandbox.appId))?.token ?? '';
  const agent = new Agent({ keepAlive: true, maxSockets: LANES });
  const { hostname, port, pathname } = new URL(sandbox.baseUrl);
  const ask = (what: string, cids: readonly string[]) =>
    new Promise<unknown>((resolve, reject) => {
      const path = `${pathname}/${sandbox.appId}/user/${what}/${cids.join(',')}`;
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
  return async (cids) => {
    const units = chunk(cids, PER_CALL).flatMap((part) =>
      ['detail', 'status'].map((what) => ({ what, part })),
    );
    let next = 0;
    const started = performance.now();
    const lane = async () => {
      for (let unit = units[next++]; unit; unit = units[next++]) await ask(unit.what, unit.part);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return performance.now() - started;
  };
}

/** Makes every answer of the sandbox come so much later; 0: no longer. */
export async function delay(sandbox: Sandbox, ms: number): Promise<void> {
  await fetch(`${sandbox.control}/faults`, { method: 'DELETE' });
  if (ms === 0) return;
  const body = JSON.stringify({ match: {}, times: 0, effect: { kind: 'delay', ms } });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${sandbox.control}/faults`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`the sandbox took no delay: ${answer.status}`);
}
