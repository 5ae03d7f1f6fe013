import 'server-only';
import type { UploadBody } from '@/lib/auth/server/doors';
import { refuseFile } from '@/lib/imports/fault';
import { isOldOffice, isZip } from '@/lib/imports/sniff';
import { spooled } from '@/lib/imports/spool';
import { openWorkbook } from '@/lib/imports/xlsx';

const MOST_BYTES = 100 * 1024 ** 2;
/** Repeats included. */
const MOST_ROWS = 1_000_000;

/**
 * The first sheet of a workbook as text, cells parted by tabs, for the browser to find identifiers in. Nothing is kept.
 * @throws Refusal INVALID_INPUT (file: xls, not-xlsx, xlsx-damaged, too-large, too-many-rows, empty)
 */
export async function sheetText(folder: string, body: UploadBody): Promise<{ text: string; rows: number }> {
  let size = 0;
  async function* counted() {
    for await (const piece of body.bytes) {
      if (size < 4 && isOldOffice(piece)) refuseFile('xls');
      if (size === 0 && !isZip(piece)) refuseFile('not-xlsx');
      size += piece.length;
      if (size > MOST_BYTES) refuseFile('too-large', { most: MOST_BYTES });
      yield piece;
    }
    if (size === 0) refuseFile('empty');
  }
  return spooled(folder, counted(), async (fd) => {
    const workbook = await openWorkbook(fd);
    const parts: string[] = [];
    let rows = 0;
    for await (const block of workbook.rows(0)) {
      rows += block.length;
      if (rows > MOST_ROWS) refuseFile('too-many-rows', { most: MOST_ROWS });
      // A cell may hold line breaks; here they would part rows.
      parts.push(
        block.map(({ cells }) => cells.map((cell) => cell.replace(/[\t\r\n]+/g, ' ')).join('\t')).join('\n'),
      );
    }
    return { text: parts.join('\n'), rows };
  });
}
