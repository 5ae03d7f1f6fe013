import { ApiError } from '../../data/json-lines';
import { sheetText } from '../lookup/api';

/** More than a text file of a hundred thousand identifiers with many columns. */
const MOST_BYTES = 200 * 1024 * 1024;

const starts = (bytes: Uint8Array, ...mark: number[]) => mark.every((byte, i) => bytes[i] === byte);
const refuseFile = (rule: string): never => {
  throw new ApiError({ code: 'INVALID_INPUT', fields: { file: rule } });
};

/**
 * The text of a file: a workbook is read by the server, anything else here, as UTF-8, UTF-16 or else GB18030, as Chinese
 * Excel saves it. @throws ApiError (file: empty, too-large, encoding, or what the server says of a workbook)
 */
export async function textOfFile(app: string, file: File): Promise<string> {
  if (file.size === 0) refuseFile('empty');
  if (file.size > MOST_BYTES) refuseFile('too-large');
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  if (starts(head, 0x50, 0x4b, 3, 4)) return sheetText(app, file);
  if (starts(head, 0xd0, 0xcf, 0x11, 0xe0)) refuseFile('xls');
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (starts(head, 0xff, 0xfe)) return new TextDecoder('utf-16le').decode(bytes);
  if (starts(head, 0xfe, 0xff)) return new TextDecoder('utf-16be').decode(bytes);
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next one may fit.
    }
  return refuseFile('encoding');
}
