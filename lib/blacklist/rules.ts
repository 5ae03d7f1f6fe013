/** Pure rules of the register of the blacklist, shared by forms, files and verbs. */

/** Cids of one upstream call (docs.getui.com/getui/server/rest_v2/user, 添加黑名单用户 and 移除黑名单用户: ≤200). */
export const MAX_CIDS = 200;
export const MAX_REASON = 200;
export const MAX_TICKET = 64;
/** Entries that are altered at once. */
export const MAX_ALTERED = 1000;
/** Releases that are ordered for one expiry before people have to look. */
export const EXPIRY_TRIES = 5;

const MINUTE = 60_000;
/** How long after the end of a release that did not come about the next one is ordered: 1 min, 5 min, 25 min, 2 h. */
export const expiryPauseMs = (tries: number): number => MINUTE * 5 ** Math.max(0, tries - 1);

/** What the register notes of a cid on the list. Times in ms; null: until somebody releases it. */
export type Noted = { readonly reason: string; readonly ticket: string; readonly expiresAt: number | null };
/** What holds for all rows of a change, where a row does not say otherwise. */
export type AddParams = Noted;
export type NotedRule =
  | 'reason-empty'
  | 'reason-too-long'
  | 'ticket-too-long'
  | 'expires-form'
  | 'expires-past';

/** Text for one line: blanks and line ends become single spaces. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** The rule that a reason breaks, or null. */
export function reasonRule(reason: string): 'reason-empty' | 'reason-too-long' | null {
  if (oneLine(reason) === '') return 'reason-empty';
  return [...reason].length > MAX_REASON ? 'reason-too-long' : null;
}

/** The rule that a ticket breaks, or null; it may be empty. */
export const ticketRule = (ticket: string): 'ticket-too-long' | null =>
  [...ticket].length > MAX_TICKET ? 'ticket-too-long' : null;

/** Times in files are those of the vendor's days. */
const SHANGHAI_MS = 8 * 60 * MINUTE;
const DAY_MS = 24 * 60 * MINUTE;
const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;
const WRITTEN =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]+(\d{1,2})[:：时](\d{1,2})分?(?:[:：](\d{1,2}))?)?$/;
/** A day as spreadsheets count them, from 2009 to 2119. */
const SERIAL = /^[4-7]\d{4}(?:\.\d+)?$/;
const SERIAL_EPOCH = Date.UTC(1899, 11, 30);

/**
 * The moment that a cell of a file names, in ms, or null: `2026-12-31 18:00`, with slashes, dots or 年月日; ISO 8601 with
 * its zone; the number a spreadsheet keeps for a date. Without a zone it is Shanghai's time; a day alone lasts until 23:59.
 */
export function parseExpiry(cell: string): number | null {
  if (ZONED.test(cell)) return Number.isNaN(Date.parse(cell)) ? null : Date.parse(cell);
  if (SERIAL.test(cell)) {
    const at = SERIAL_EPOCH + Math.round((Number(cell) * DAY_MS) / MINUTE) * MINUTE - SHANGHAI_MS;
    return cell.includes('.') ? at : at + DAY_MS - MINUTE;
  }
  const [, ...parts] = WRITTEN.exec(cell) ?? [];
  if (parts.length === 0) return null;
  const [year = 0, month = 0, day = 0, hour = 23, minute = 59, second = 0] = parts.map((part) =>
    part === undefined ? undefined : Number(part),
  );
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isReal =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return isReal ? date.getTime() - SHANGHAI_MS : null;
}

/** A moment as {@link parseExpiry} reads it, in Shanghai's time; empty for null. */
export function expiryText(at: number | null): string {
  if (at === null) return '';
  const text = new Date(at + SHANGHAI_MS).toISOString();
  return text.slice(0, text.slice(17, 19) === '00' ? 16 : 19).replace('T', ' ');
}

/** What is noted, as one text that people can read and {@link notedOf} takes apart; never empty. */
export const notedText = ({ reason, ticket, expiresAt }: Noted): string =>
  [reason || '-', ticket, expiryText(expiresAt)].join('\t');

/** The opposite of {@link notedText}. */
export function notedOf(text: string): Noted {
  const [reason = '', ticket = '', expires = ''] = text.split('\t');
  return { reason: reason === '-' ? '' : reason, ticket, expiresAt: expires ? parseExpiry(expires) : null };
}
