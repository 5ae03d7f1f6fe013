import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** A connection whose next bytes are put right before the rest of the socket follows. */
class Resumed extends Duplex {
  readonly #socket: Socket | Resumed;

  constructor(socket: Socket | Resumed, first: Buffer) {
    super();
    this.#socket = socket;
    // The failed parser still listens; what it hears would be an error again.
    for (const event of ['data', 'end', 'close', 'error', 'drain', 'timeout'])
      socket.removeAllListeners(event);
    this.push(first);
    socket.on('data', (part: Buffer) => {
      if (!this.push(part)) socket.pause();
    });
    socket.on('end', () => this.push(null));
    socket.on('error', (error: Error) => this.destroy(error));
    socket.on('close', () => this.destroy());
    socket.resume();
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(part: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    (this.#socket as Duplex).write(part, encoding, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }

  /** As sockets have it: breaks the connection with RST. */
  resetAndDestroy(): this {
    this.#socket.resetAndDestroy();
    return this.destroy();
  }
}

const LINE_END = 0x0a;
const ASCII_END = 0x80;

/** Escapes the bytes above ASCII in the first line; null when there are none. */
function escapeFirstLine(packet: Buffer): Buffer | null {
  const end = packet.indexOf(LINE_END);
  const line = end < 0 ? packet : packet.subarray(0, end);
  if (!line.some((byte) => byte >= ASCII_END)) return null;
  let text = '';
  for (const byte of line)
    text += byte < ASCII_END ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase()}`;
  return Buffer.concat([Buffer.from(text, 'latin1'), packet.subarray(line.length)]);
}

/**
 * Lets a server take request lines with raw UTF-8, which Node's parser refuses: the vendor's PHP client puts aliases
 * and tags into its paths unescaped, and the vendor's servers take them. They reach handlers percent-encoded.
 */
export function acceptRawUrls(server: Server): void {
  server.on(
    'clientError',
    (error: Error & { code?: string; rawPacket?: Buffer }, socket: Socket | Resumed) => {
      const again = error.code === 'HPE_INVALID_URL' && error.rawPacket && escapeFirstLine(error.rawPacket);
      if (again) server.emit('connection', new Resumed(socket, again));
      else if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
      else socket.destroy();
    },
  );
}
