import 'server-only';
import { once } from 'node:events';
import { crc32, createDeflateRaw } from 'node:zlib';
import { Zip, type ZipInputFile } from 'fflate';

/** The format ends there without ZIP64, which not every spreadsheet reads. */
const MAX_BYTES = 0xffff_ffff;
const DEFLATED = 8;

/** Writes one file of an archive, part after part. */
export type ZipEntry = { write(text: string): Promise<void>; end(): Promise<void> };

/**
 * A ZIP archive, streamed: one entry after another, compressed outside the main thread. `take` gives what is ready to
 * be sent on.
 * @throws from `take` when the archive outgrows 4 GiB
 */
export function zipStream() {
  const ready: Uint8Array[] = [];
  let bytes = 0;
  let failed: Error | null = null;
  const zip = new Zip((error, data) => {
    failed ??= error;
    if (data) ready.push(data);
  });

  function entry(filename: string): ZipEntry {
    const deflate = createDeflateRaw({ level: 4 });
    const file: ZipInputFile = { filename, size: 0, crc: 0, compression: DEFLATED };
    zip.add(file);
    const push = (data: Uint8Array<ArrayBuffer>, final: boolean) => file.ondata?.(null, data, final);
    deflate.on('data', (data: Buffer<ArrayBuffer>) => push(data, false));
    return {
      async write(text) {
        const data = Buffer.from(text);
        file.size += data.length;
        file.crc = crc32(data, file.crc);
        await new Promise<void>((resolve, reject) =>
          deflate.write(data, (error) => (error ? reject(error) : resolve())),
        );
      },
      async end() {
        deflate.end();
        await once(deflate, 'end');
        push(new Uint8Array(0), true);
      },
    };
  }

  function take(): Uint8Array[] {
    if (failed) throw failed;
    const taken = ready.splice(0);
    for (const part of taken) bytes += part.length;
    if (bytes > MAX_BYTES) throw new Error('the archive outgrows 4 GiB');
    return taken;
  }

  return { entry, take, end: () => zip.end() };
}
