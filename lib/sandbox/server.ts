import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../core/clock';
import { Control } from './control';
import { controlRoute } from './control-http';
import type { Dialect } from './dialect';
import { TooLong } from './http-body';
import { acceptRawUrls } from './raw-urls';
import { serve } from './serve';
import { type Credentials, World } from './world';

export type SandboxOptions = {
  /** 0, the default, takes any free port. Only 127.0.0.1 is listened on. */
  readonly port?: number;
  /** 1 to 5,000,000; default 200,000. */
  readonly users?: number;
  readonly seed?: number;
  /** The time underneath the sandbox's own; waiting is always real. */
  readonly clock?: Clock;
  readonly dialect?: Partial<Dialect>;
} & Partial<Credentials>;

export type Sandbox = Credentials & {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** The root that a client is given: `url` and `/v2`. */
  readonly baseUrl: string;
  /** Twenty cids: ten that have an alias, then ten that have none. */
  readonly sampleCids: string[];
  /** What the control routes can do, without HTTP. */
  readonly control: Control;
  /** Breaks all connections and frees the port. */
  close(): Promise<void>;
};

/** The credentials are public: they open nothing but a sandbox. */
export const DEFAULTS = {
  users: 200_000,
  seed: 1,
  appId: 'MusterSandboxApp000001',
  appKey: 'MusterSandboxKey000001',
  masterSecret: 'MusterSandboxSecret001',
} as const;

/** Starts a stand-in for the platform's HTTP API on loopback. @throws when the port is taken */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, users = DEFAULTS.users, seed = DEFAULTS.seed, dialect = {} } = options;
  const credentials: Credentials = {
    appId: options.appId ?? DEFAULTS.appId,
    appKey: options.appKey ?? DEFAULTS.appKey,
    masterSecret: options.masterSecret ?? DEFAULTS.masterSecret,
  };
  const control = new Control(new World(credentials, { users, seed }, dialect, options.clock));
  const ending = new AbortController();
  // 1000 cids make a path of 33 KB, twice what Node lets pass by default.
  const server = createServer({ maxHeaderSize: 128 * 1024, keepAliveTimeout: 60_000 }, (req, res) => {
    const work = /^\/__sandbox(?:[/?]|$)/.test(req.url ?? '')
      ? controlRoute(control, req, res)
      : serve(control.world, req, res, ending.signal);
    work.catch((error: unknown) => fail(res, error));
  });
  acceptRawUrls(server);
  await listen(server, port);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      ending.abort();
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url, baseUrl: `${url}/v2`, ...credentials, sampleCids: control.sample().cids, control, close };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** A mistake of the sandbox itself is told as such, and never looks like an answer of the platform. */
function fail(res: ServerResponse, error: unknown): void {
  if (res.destroyed || res.headersSent || !(error instanceof Error) || error.name === 'AbortError') {
    res.destroy();
    return;
  }
  const http = error instanceof TooLong ? 413 : 500;
  res.writeHead(http, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  res.end(`sandbox: ${error.stack ?? error.message}\n`);
}
