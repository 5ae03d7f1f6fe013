import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { handle, type Outcome } from './api';
import type { FaultEffect } from './faults';
import { readBody } from './http-body';
import type { Call } from './journal';
import { resolve } from './router';
import type { World } from './world';

const JSON_TYPE = 'application/json;charset=UTF-8';

/** One call under way. `ending` fires when the sandbox closes. */
type Under = {
  readonly world: World;
  readonly call: Call;
  readonly res: ServerResponse;
  readonly ending: AbortSignal;
  /** Does what the call asks for and tells the answer; at most once. */
  readonly apply: () => Outcome;
};

/** Serves one call of the API from its first byte to its line in the log. */
export async function serve(
  world: World,
  req: IncomingMessage,
  res: ServerResponse,
  ending: AbortSignal,
): Promise<void> {
  const method = req.method ?? 'GET';
  const path = req.url ?? '/';
  // The Java client probes its hosts with this and reads nothing but the status.
  if (method === 'HEAD' && /^\/v2\/check\/?$/.test(path)) return void res.writeHead(200).end();
  const target = resolve(method, path);
  const body = await readBody(req);
  world.settle();
  const { template } = target;
  const requestId = req.headers['x-request-id']?.toString() ?? null;
  const call = world.journal.call({ at: world.clock.now(), method, path, template, requestId });
  const token = req.headers.token?.toString();
  const apply = () => handle(world, { seq: call.seq, method, body, token }, target);
  const fault = world.faults.strike(method, template);
  if (!fault) return send(res, call, apply());
  call.fault = fault.kind;
  return strike(fault, { world, call, res, ending, apply });
}

function send(res: ServerResponse, call: Call, { http, body }: Outcome): void {
  call.http = http;
  call.code = body.code;
  const text = JSON.stringify(body);
  res.writeHead(http, { 'content-type': JSON_TYPE, 'content-length': Buffer.byteLength(text) }).end(text);
}

function breakOff(res: ServerResponse, call: Call): void {
  call.http = 0;
  res.socket?.resetAndDestroy();
}

async function strike(fault: FaultEffect, under: Under): Promise<void> {
  const { world, call, res, apply } = under;
  switch (fault.kind) {
    case 'expire-tokens':
      world.tokens.killAll();
      return send(res, call, apply());
    case 'delay': {
      const outcome = apply();
      await sleep(fault.ms, undefined, { signal: under.ending });
      return send(res, call, outcome);
    }
    case 'reset-before':
      return breakOff(res, call);
    case 'reset-after':
      apply();
      return breakOff(res, call);
    case 'status': {
      if (fault.apply) apply();
      const { http, code, msg, data } = fault;
      return send(res, call, { http, body: { code, msg, ...(data === undefined ? {} : { data }) } });
    }
    case 'html': {
      if (fault.apply) apply();
      const page = `<html><head><title>${fault.http}</title></head><body><h1>${fault.http}</h1><hr>nginx</body></html>`;
      return sendText(res, call, fault.http, 'text/html', page);
    }
    case 'garbage':
      apply();
      return sendText(res, call, 200, JSON_TYPE, '{"code":0,"msg":"succ\u0000<');
    default:
      return halve(fault, under);
  }
}

function sendText(res: ServerResponse, call: Call, http: number, type: string, text: string): void {
  call.http = http;
  res.writeHead(http, { 'content-type': type, 'content-length': Buffer.byteLength(text) }).end(text);
}

/** Half of an answer; then the end of the connection, or the other half later. */
async function halve(
  fault: Extract<FaultEffect, { kind: 'truncate' | 'stall' }>,
  { call, res, ending, apply }: Under,
): Promise<void> {
  const { http, body } = apply();
  const bytes = Buffer.from(JSON.stringify(body));
  const half = bytes.length >> 1;
  call.http = http;
  call.code = body.code;
  res.writeHead(http, { 'content-type': JSON_TYPE, 'content-length': bytes.length });
  await new Promise<void>((sent) => res.write(bytes.subarray(0, half), () => sent()));
  if (fault.kind === 'truncate') {
    res.socket?.destroy();
    return;
  }
  await sleep(fault.ms, undefined, { signal: ending });
  res.end(bytes.subarray(half));
}
