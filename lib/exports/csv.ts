import 'server-only';
import { BYTE_ORDER_MARK, csvLines } from '@/lib/core/csv-lines';
import type { Blocks } from './cells';

/** A CSV file as UTF-8 with a byte order mark, which Excel needs to read Chinese. */
export async function* csv(head: readonly string[], blocks: Blocks): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(BYTE_ORDER_MARK + csvLines([head]));
  for await (const block of blocks) if (block.length) yield encoder.encode(csvLines(block));
}
