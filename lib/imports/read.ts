import 'server-only';
import { RecordCutter } from './csv';
import { decoder } from './decode';
import { refuseFile } from './fault';
import type { FileRecord } from './records';
import type { ReadAs } from './schema';

/** Pieces are cut smaller than this, so that one never keeps the thread for long. */
const PIECE_BYTES = 64 * 1024;

/** The records of a text file, block by block, with flat memory. @throws Refusal (file: encoding, line-too-long) */
export async function* textRecords(
  bytes: AsyncIterable<Uint8Array>,
  readAs: Pick<ReadAs, 'encoding' | 'delimiter'>,
): AsyncGenerator<FileRecord[]> {
  const text = decoder(readAs.encoding);
  const cutter = new RecordCutter(readAs.delimiter);
  for await (const piece of bytes) {
    for (let from = 0; from < piece.length; from += PIECE_BYTES) {
      const records = cutter.push(decode(() => text.write(piece.subarray(from, from + PIECE_BYTES)), cutter));
      if (records.length) yield records;
    }
  }
  const rest = [...cutter.push(decode(() => text.end(), cutter)), ...cutter.end()];
  if (rest.length) yield rest;
}

/** Says near which line bytes were met that are none of the encoding. */
function decode(read: () => string, cutter: RecordCutter): string {
  try {
    return read();
  } catch {
    return refuseFile('encoding', { line: cutter.line });
  }
}

/** Takes the header off the first block, when there is one. */
export async function* withHeader(
  blocks: AsyncIterable<FileRecord[]>,
  header: boolean,
  onHeader: (record: FileRecord) => void,
): AsyncGenerator<FileRecord[]> {
  let awaited = header;
  for await (const block of blocks) {
    const [first] = block;
    if (awaited && first) {
      awaited = false;
      onHeader(first);
      if (block.length > 1) yield block.slice(1);
    } else yield block;
  }
}
