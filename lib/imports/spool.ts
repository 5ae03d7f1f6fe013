import 'server-only';
import { closeSync, mkdirSync, openSync, unlinkSync, write } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { newSecret } from '@/lib/core/ids';

const writeTo = promisify(write);

/**
 * Writes a stream to a temporary file below `folder`, hands its descriptor to `work` and lets the file go. The file has no
 * name while it is used: whatever becomes of this process, nothing is left behind.
 */
export async function spooled<T>(
  folder: string,
  bytes: AsyncIterable<Uint8Array>,
  work: (fd: number) => Promise<T>,
): Promise<T> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `upload-${newSecret()}`);
  const fd = openSync(path, 'wx+', 0o600);
  try {
    unlinkSync(path);
    for await (const piece of bytes) {
      for (let from = 0; from < piece.length; ) from += (await writeTo(fd, piece, from)).bytesWritten;
    }
    return await work(fd);
  } finally {
    closeSync(fd);
  }
}
