import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { startSandbox } from '../server';

/** The sandbox seen from outside: sockets and control routes only, so that its insides may change. */
export type Reply = {
  /** HTTP status. */
  readonly http: number;
  readonly code: number | undefined;
  readonly msg: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly data: any;
  readonly text: string;
};

export type Change = {
  readonly cid: string | null;
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
};
export type Effect = { readonly seq: number; readonly endpoint: string; readonly changes: readonly Change[] };
export type Recorded = {
  readonly seq: number;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly template: string | null;
  readonly http: number | null;
  readonly code: number | null;
};
export type Sample = {
  readonly withAlias: readonly { readonly cid: string; readonly alias: string }[];
  readonly withoutAlias: readonly string[];
  readonly fullAliases: readonly string[];
  readonly ios: readonly string[];
  readonly android: readonly string[];
  readonly online: readonly string[];
  readonly offline: readonly string[];
  readonly black: readonly string[];
  readonly miniProgram: readonly string[];
  readonly foreign: readonly string[];
};

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A cid of the right shape that no app has. */
export const strangerCid = (n = 0): string => n.toString(16).padStart(32, '0');

export type Headers = Readonly<Record<string, string>>;

/** Sends a request whose path goes out exactly as given: nothing is normalised or escaped. */
function send(
  agent: Agent,
  port: number,
  method: string,
  path: string,
  headers: Headers,
  body: string | undefined,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const call = request(
      { agent, host: '127.0.0.1', port, method, path, headers: { ...length, ...headers } },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          resolve({ http: answer.statusCode ?? 0, ...envelope(text), text });
        });
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

function envelope(text: string): Pick<Reply, 'code' | 'msg' | 'data'> {
  try {
    const { code, msg, data } = JSON.parse(text) as Partial<Reply>;
    return { code, msg, data };
  } catch {
    return { code: undefined, msg: undefined, data: undefined };
  }
}

/** Whether `text` holds a whole answer: its head and as many bytes as it announces. */
function isWhole(text: string): boolean {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  return length !== undefined && Buffer.byteLength(rest.join('\r\n\r\n')) >= Number(length);
}

/** Writes bytes to the server on a connection of their own; answers what it sends, once that is whole or it hangs up. */
export function rawExchange(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.setEncoding('utf8');
    socket.setTimeout(5_000, () => socket.destroy(new Error(`nothing more after ${JSON.stringify(text)}`)));
    socket.on('data', (part) => {
      text += part;
      if (isWhole(text)) socket.end();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });
}

/** Starts a sandbox of its own for one test file. */
export async function openSandbox(options: { users?: number; dialect?: Record<string, unknown> } = {}) {
  const sandbox = await startSandbox({
    users: options.users ?? 2_000,
    dialect: (options.dialect ?? {}) as Parameters<typeof startSandbox>[0] extends
      | { dialect?: infer D }
      | undefined
      ? D
      : never,
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const port = Number(new URL(sandbox.url).port);
  const root = `/v2/${sandbox.appId}`;
  let token = '';

  const signed = (timestamp: number | string = Date.now()) => ({
    sign: sha256(`${sandbox.appKey}${timestamp}${sandbox.masterSecret}`),
    timestamp,
    appkey: sandbox.appKey,
  });
  const raw = (method: string, path: string, headers: Headers = {}, body?: string) =>
    send(agent, port, method, path, headers, body);
  const signIn = async () => {
    const reply = await raw('POST', `${root}/auth`, JSON_HEADERS, JSON.stringify(signed()));
    token = reply.data?.token ?? '';
    return reply;
  };
  /** One call behind the app's root, with the token and a JSON body. */
  const ask = (method: string, path: string, body?: unknown) =>
    raw(
      method,
      `${root}${path}`,
      body === undefined ? { token } : { token, ...JSON_HEADERS },
      body === undefined ? undefined : JSON.stringify(body),
    );
  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const reply = await raw(
      method,
      `/__sandbox/${path}`,
      JSON_HEADERS,
      body === undefined ? undefined : JSON.stringify(body),
    );
    if (reply.http !== 200) throw new Error(`${method} ${path}: ${reply.http} ${reply.text}`);
    return JSON.parse(reply.text) as T;
  };
  const advance = (ms: number) => control('POST', 'clock', { advanceMs: ms });
  return {
    sandbox,
    port,
    root,
    raw,
    ask,
    signIn,
    signed,
    token: () => token,
    control,
    advance,
    reset: (change: Record<string, unknown> = {}) => control('POST', 'reset', change),
    dialect: (change: Record<string, unknown>) => control('POST', 'dialect', change),
    fault: (fault: Record<string, unknown>) => control<{ id: number }>('POST', 'faults', fault),
    effects: async (since = 0) =>
      (await control<{ effects: Effect[] }>('GET', `effects?since=${since}`)).effects,
    calls: async (since = 0) => (await control<{ calls: Recorded[] }>('GET', `calls?since=${since}`)).calls,
    // biome-ignore lint/suspicious/noExplicitAny: the truth about a user has many members
    user: (cid: string) => control<any>('GET', `state/cid/${cid}`),
    holders: async (alias: string) =>
      (await control<{ cids: string[] }>('GET', `state/alias/${encodeURIComponent(alias)}`)).cids,
    sample: () => control<Sample>('GET', 'sample'),
    close: async () => {
      agent.destroy();
      await sandbox.close();
    },
  };
}
export type Bench = Awaited<ReturnType<typeof openSandbox>>;

export const JSON_HEADERS = { 'content-type': 'application/json;charset=utf-8' } as const;

/** Status and body code in one, as tests compare them. */
export const verdict = (reply: Reply): string => `${reply.http}/${reply.code} ${reply.msg}`;
