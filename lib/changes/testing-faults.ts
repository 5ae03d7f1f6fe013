import {
  createServer,
  type IncomingMessage,
  request as open,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { FaultEffect } from '@/lib/sandbox/faults';
import type { Sandbox } from '@/lib/sandbox/server';

/** What the line does to a call, beyond what the sandbox itself can play. */
export type LineFault =
  /** Nobody listens. */
  | 'refused'
  /** The request is taken and never heard of again. */
  | 'black-hole'
  /** The call is applied; the answer comes by one byte a second. */
  | 'drip'
  /** The call is applied; the answer's head announces less than comes. */
  | 'wrong-length';

/** A line between the client and the sandbox that breaks where a test wants it to. */
export class FaultyLine {
  #server: Server = createServer({ maxHeaderSize: 128 * 1024 }, (req, res) => this.#serve(req, res));
  #sockets = new Set<Socket>();
  #port = 0;
  #fault: { what: LineFault; method: string; path: RegExp; left: number } | null = null;

  constructor(private readonly sandbox: Sandbox) {
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  /** Listens, on the same port every time. Gives the base URL. */
  async listen(): Promise<string> {
    if (!this.#server.listening)
      await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
    return `http://127.0.0.1:${this.#port}/v2`;
  }

  /** Strikes so many of the calls to this endpoint of the sandbox; 0: until mended. */
  async strike(
    effect: FaultEffect | LineFault,
    match: { method: string; endpoint: string },
    times: number,
  ): Promise<void> {
    if (typeof effect !== 'string') {
      this.sandbox.control.addFault({ match, effect, times });
      return;
    }
    if (effect === 'refused') return this.#stop();
    const path = new RegExp(`${match.endpoint.replace(/\$\w+/g, '[^/]+')}$`);
    this.#fault = { what: effect, method: match.method, path, left: times || Number.POSITIVE_INFINITY };
  }

  async mend(): Promise<void> {
    this.#fault = null;
    this.sandbox.control.clearFaults();
    await this.listen();
  }

  async close(): Promise<void> {
    await this.#stop();
  }

  #stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    return closed;
  }

  #strikes({ method, url }: IncomingMessage): LineFault | null {
    const fault = this.#fault;
    if (!fault || fault.left === 0 || fault.method !== method || !fault.path.test(url ?? '')) return null;
    fault.left--;
    return fault.what;
  }

  #serve(req: IncomingMessage, res: ServerResponse): void {
    const fault = this.#strikes(req);
    if (fault === 'black-hole') {
      req.resume();
      return;
    }
    const { method, url, headers } = req;
    const forward = open(`${this.sandbox.url}${url}`, { method, headers, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => reply(res, answer, Buffer.concat(parts), fault));
      answer.on('error', () => breakLike(answer, res, parts));
    });
    forward.on('error', () => res.socket?.resetAndDestroy());
    req.pipe(forward);
  }
}

function reply(res: ServerResponse, answer: IncomingMessage, body: Buffer, fault: LineFault | null): void {
  const { statusCode = 502, headers } = answer;
  const type = { 'content-type': headers['content-type'] ?? 'text/plain' };
  if (fault === 'wrong-length') {
    // By hand: Node itself would not send more than it announced.
    const head = `HTTP/1.1 ${statusCode} OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length >> 1}\r\n\r\n`;
    res.socket?.end(head + body.toString());
    return;
  }
  res.writeHead(statusCode, { ...type, 'content-length': body.length });
  if (fault !== 'drip') {
    res.end(body);
    return;
  }
  let at = 0;
  const timer = setInterval(() => {
    if (res.destroyed || at >= body.length) clearInterval(timer);
    else res.write(body.subarray(at, ++at));
  }, 1_000);
  res.once('close', () => clearInterval(timer));
  res.write(body.subarray(at, ++at));
}

/** The sandbox broke off within its answer: so does the line. */
function breakLike(answer: IncomingMessage, res: ServerResponse, parts: readonly Buffer[]): void {
  res.writeHead(answer.statusCode ?? 502, { 'content-length': answer.headers['content-length'] ?? 0 });
  res.write(Buffer.concat(parts), () => res.socket?.destroy());
}
