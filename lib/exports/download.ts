import 'server-only';
import type { Blocks } from './cells';
import { csv } from './csv';
import { xlsx } from './xlsx';

export const FORMATS = ['csv', 'xlsx'] as const;
export type Format = (typeof FORMATS)[number];

const TYPES: Record<Format, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** A table as a file to download: what it is called, its heading and its rows as they come. */
export type Table = {
  /** Without its ending; ASCII letters, digits, dots and dashes. */
  name: string;
  /** Name of the sheet in a workbook. */
  sheet: string;
  head: readonly string[];
  /** Widths of the columns in a workbook, in characters. */
  width?: readonly number[];
  blocks: Blocks;
};

/** The answer of a route that hands out a table, streamed: UTF-8-BOM CSV or XLSX. Nothing is kept when the reader leaves. */
export function download(format: Format, { name, sheet, head, width, blocks }: Table): Response {
  const parts =
    format === 'csv' ? csv(head, blocks) : xlsx(head, blocks, { name: sheet, ...(width ? { width } : {}) });
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => void (await parts.return(undefined)),
  });
  return new Response(body, {
    headers: {
      'content-type': TYPES[format],
      'content-disposition': `attachment; filename="${name}.${format}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
