import type {
  CreateInput,
  ExportInput,
  LookupMeta,
  LookupRows,
  ReadEvent,
  ReadInput,
  ResolveEvent,
  WantedRows,
} from '@/lib/users/schema';
import { linesOf, post, refusalOf } from '../../data/json-lines';
import type { Parsed } from '../parse-identifiers';

/** A lookup as the grid works with it. */
export type OpenLookup = Omit<LookupRows, 'rows'> & { cids: readonly string[] };

/** Stores what was parsed; what was just pasted need not come back. @throws ApiError */
export async function createLookup(app: string, parsed: Parsed, as: CreateInput['as']): Promise<OpenLookup> {
  const { cids, aliases, malformed, total } = parsed;
  const about: CreateInput = {
    app,
    as,
    total,
    cids: cids.length,
    aliases: aliases.length,
    malformed: malformed.length,
  };
  const lines = [...cids, ...aliases, ...malformed.map(({ text }) => text.replace(/[\r\n]+/g, ' '))];
  const meta: LookupMeta = await (await post('/api/lookups', about, lines.join('\n'))).json();
  return { meta, masked: false, cids, via: [], unheld: [], malformed: [...malformed] };
}

/** @throws ApiError */
export async function openLookup(app: string, id: string): Promise<OpenLookup> {
  const answer = await fetch(`/api/lookups/${encodeURIComponent(id)}?app=${encodeURIComponent(app)}`);
  if (!answer.ok) throw await refusalOf(answer);
  const { rows, ...rest }: LookupRows = await answer.json();
  return { ...rest, cids: rows === '' ? [] : rows.split('\n') };
}

/** A workbook as text. @throws ApiError */
export async function sheetText(app: string, file: File): Promise<string> {
  const answer = await post('/api/lookups/sheet', { app, name: file.name }, file);
  return ((await answer.json()) as { text: string }).text;
}

/** The file of some rows; `lines` are JSON arrays of cells, the heading first. @throws ApiError */
export async function exportFile(about: ExportInput, lines: Blob): Promise<Blob> {
  return (await post('/api/lookups/export', about, lines)).blob();
}

/** Reads columns of rows as they come. @throws ApiError, or what the connection broke with */
export async function* readRows(
  about: ReadInput,
  wanted: WantedRows,
  signal: AbortSignal,
): AsyncGenerator<ReadEvent> {
  yield* linesOf<ReadEvent>(await post('/api/lookups/read', about, JSON.stringify(wanted), signal));
}

/** Looks up the aliases that have not been asked yet. @throws ApiError, or what the connection broke with */
export async function* resolveAliases(
  app: string,
  lookup: string,
  signal: AbortSignal,
): AsyncGenerator<ResolveEvent> {
  yield* linesOf<ResolveEvent>(await post('/api/lookups/resolve', { app, lookup }, '', signal));
}
