import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 8 * 1024 * 1024;

/** The request's body is longer than 8 MiB. */
export class TooLong extends Error {
  override name = 'TooLong';
}

/** The whole body of a request. @throws TooLong; and when the client leaves before its end */
export async function readBody(req: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MOST_BYTES) throw new TooLong(`a body may have ${MOST_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
