import { Agent, createServer, request } from 'node:http';
import { freePort } from '../../lib/launch/stack.mjs';

/** A call as the upstream saw it: from its arrival to the last byte of its answer (ms). */
export type Seen = { readonly path: string; readonly from: number; readonly to: number };
export type Upstream = { baseUrl: string; seen: Seen[]; close: () => void };

/** Stands before a sandbox, so far away (ms) as an upstream may be, and writes down how long each call took there. */
export async function farUpstream(baseUrl: string, latencyMs: number): Promise<Upstream> {
  const behind = new URL(baseUrl);
  const agent = new Agent({ keepAlive: true });
  const seen: Seen[] = [];
  const server = createServer((asked, answer) => {
    const from = performance.now();
    const path = asked.url ?? '';
    answer.once('finish', () => seen.push({ path, from, to: performance.now() }));
    const pass = () => {
      const { method, headers } = asked;
      const call = request({ agent, host: behind.hostname, port: behind.port, path, method, headers });
      call.once('response', (found) => {
        answer.writeHead(found.statusCode ?? 502, found.headers);
        found.pipe(answer);
      });
      call.once('error', () => answer.destroy());
      asked.pipe(call);
    };
    setTimeout(pass, latencyMs);
  });
  const port = await freePort(0);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${port}${behind.pathname}`,
    seen,
    close: () => {
      server.closeAllConnections();
      server.close();
      agent.destroy();
    },
  };
}
