import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Control } from './control';
import { readClockMove, readFault, readFilter, readReset, readSince } from './control-input';
import { DIALECT_KEYS, readDialect, valuesOf } from './dialect';
import { readBody } from './http-body';
import { inspectorPage } from './inspector';
import { SWITCHES } from './switches';

type Asked = {
  readonly control: Control;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly rest: string;
};
type Routes = Readonly<Record<string, (asked: Asked) => unknown>>;

const ROUTES: Routes = {
  'POST reset': ({ control, body }) => control.reset(readReset(body)),
  'GET clock': ({ control }) => control.clock(),
  'POST clock': ({ control, body }) => control.clock(readClockMove(body)),
  'GET faults': ({ control }) => ({ faults: control.faults() }),
  'POST faults': ({ control, body }) => ({ id: control.addFault(readFault(body)) }),
  'DELETE faults': ({ control }) => {
    control.clearFaults();
    return { faults: [] };
  },
  'GET effects': ({ control, query }) => ({
    effects: control.effects(readSince(query), readFilter(query, ['endpoint', 'cid'])),
    dropped: control.dropped().effects,
  }),
  'GET calls': ({ control, query }) => ({
    calls: control.calls(readSince(query), readFilter(query, ['method', 'template', 'requestId'])),
    dropped: control.dropped().calls,
  }),
  'GET counters': ({ control }) => ({ counters: control.counters() }),
  'GET quotas': ({ control }) => ({ quotas: control.quotas() }),
  'DELETE quotas': ({ control }) => {
    control.clearQuotas();
    return { quotas: control.quotas() };
  },
  'GET dialect': ({ control }) => {
    const about = DIALECT_KEYS.map((key) => [key, { values: valuesOf(key), why: SWITCHES[key].why }]);
    return { dialect: control.dialect(), about: Object.fromEntries(about) };
  },
  'POST dialect': ({ control, body }) => ({ dialect: control.setDialect(readDialect(body)) }),
  'GET state/cid/': ({ control, rest }) =>
    control.user(rest) ?? refuse(404, 'no user of this app has this cid'),
  'GET state/alias/': ({ control, rest }) => ({ alias: rest, cids: control.alias(rest) }),
  'GET sample': ({ control }) => control.sample(),
  'POST tokens/expire': ({ control }) => {
    control.expireTokens();
    return { tokens: 0 };
  },
};

class ControlError extends Error {
  constructor(
    readonly http: number,
    message: string,
  ) {
    super(message);
  }
}
function refuse(http: number, text: string): never {
  throw new ControlError(http, text);
}

/** Answers below `/__sandbox`: JSON in and out, and the inspector's page at its root. */
export async function controlRoute(
  control: Control,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const url = new URL(req.url ?? '/', 'http://sandbox');
  const name = url.pathname.slice('/__sandbox'.length).replace(/^\/|\/$/g, '');
  const method = req.method ?? 'GET';
  const raw = (await readBody(req)).toString('utf8');
  if (name === '' && method === 'GET')
    return send(res, 200, 'text/html; charset=utf-8', inspectorPage(control));
  try {
    refuseStrangers(req);
    const answer = find(
      method,
      name,
    )({ control, query: url.searchParams, body: parse(raw), rest: restOf(name) });
    send(res, 200, 'application/json; charset=utf-8', JSON.stringify(answer));
  } catch (error) {
    const http = error instanceof ControlError ? error.http : 400;
    const text = error instanceof Error ? error.message : String(error);
    send(res, http, 'application/json; charset=utf-8', JSON.stringify({ error: text }));
  }
}

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

/** Pages of other sites, and names that somebody pointed at this machine, do not move the sandbox. */
function refuseStrangers({ headers }: IncomingMessage): void {
  if (!LOOPBACK.test(headers.host ?? '')) refuse(403, 'ask by 127.0.0.1 or localhost');
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${headers.host}`)
    refuse(403, 'not for pages of other sites');
}

function find(method: string, name: string): (asked: Asked) => unknown {
  const key = name.replace(/^(state\/(?:cid|alias)\/).+$/s, '$1');
  const route = ROUTES[`${method} ${key}`];
  if (route) return route;
  const verbs = Object.keys(ROUTES).filter((one) => one.endsWith(` ${key}`));
  if (verbs.length > 0) return refuse(405, `use ${verbs.join(' or ')}`);
  return refuse(404, `no such control route; there are: ${Object.keys(ROUTES).join(', ')}`);
}

const restOf = (name: string) => decodeURIComponent(/^state\/(?:cid|alias)\/(.+)$/s.exec(name)?.[1] ?? '');

function parse(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return refuse(400, 'the body is not JSON');
  }
}

function send(res: ServerResponse, http: number, type: string, text: string): void {
  res.writeHead(http, {
    'content-type': type,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  });
  res.end(text);
}
