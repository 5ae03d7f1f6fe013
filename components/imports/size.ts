import type { Peek } from '@/lib/imports/schema';
import type { Source } from './spec';

const HEAD_BYTES = 256 * 1024;
/** A row of a cid and a short text takes about this much of a workbook. */
const WORKBOOK_ROW_BYTES = 30;
/** Up to here, rows are read before and after sending unless somebody switches it off. */
export const READ_EACH_UP_TO = 50_000;

/** About how many rows a file has: from its line breaks so far as they were read, or from the size of a workbook. */
export async function estimateRows({ blob }: Source, { readAs }: Peek): Promise<number> {
  if (readAs.format === 'xlsx') return Math.round(blob.size / WORKBOOK_ROW_BYTES);
  const head = new Uint8Array(await blob.slice(0, HEAD_BYTES).arrayBuffer());
  let breaks = 0;
  for (const byte of head) if (byte === 10) breaks++;
  return head.length === 0 ? 0 : Math.round((Math.max(breaks, 1) * blob.size) / head.length);
}
