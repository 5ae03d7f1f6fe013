import 'server-only';
import type { Readable } from 'node:stream';
import { type Entry, fromFd, type ZipFile } from 'yauzl';
import { refuseFile } from './fault';

const MOST_ENTRIES = 10_000;
/** Unpacked bytes of one part of a workbook. Excel's largest sheet of two columns has about 150 MB. */
const MOST_UNPACKED = 2 * 1024 ** 3;
/** Sheets shrink to a twentieth, seldom to a hundredth; what shrinks further is a bomb. */
const MOST_RATIO = 400;
const SMALL = 16 * 1024 ** 2;

export type Zip = {
  has(name: string): boolean;
  /** The unpacked bytes of a part. @throws Refusal when it is missing or larger than it may be */
  read(name: string): Promise<Readable>;
};

/**
 * Reads the directory of an open zip file. The caller closes the file.
 * @throws Refusal (file: not-xlsx, xlsx-damaged, xlsx-too-large)
 */
export async function openZip(fd: number): Promise<Zip> {
  const zip = await new Promise<ZipFile>((resolve, reject) =>
    fromFd(fd, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, file) =>
      error ? reject(error) : resolve(file),
    ),
  ).catch(() => refuseFile('not-xlsx'));
  const entries = await directory(zip);
  return {
    has: (name) => entries.has(name),
    read: (name) => {
      const entry = entries.get(name);
      if (!entry) return refuseFile('not-xlsx', { part: name });
      const { compressedSize, uncompressedSize } = entry;
      const bomb = uncompressedSize > SMALL && uncompressedSize > compressedSize * MOST_RATIO;
      if (bomb || uncompressedSize > MOST_UNPACKED) return refuseFile('xlsx-too-large', { part: name });
      return new Promise((resolve, reject) =>
        zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream))),
      ).catch(() => refuseFile('xlsx-damaged', { part: name })) as Promise<Readable>;
    },
  };
}

function directory(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  return new Promise<Map<string, Entry>>((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      entries.set(entry.fileName, entry);
      if (entries.size > MOST_ENTRIES) reject(new Error('too many entries'));
      else zip.readEntry();
    });
    zip.once('end', () => resolve(entries));
    zip.once('error', reject);
    zip.readEntry();
  }).catch(() => refuseFile('xlsx-damaged'));
}
