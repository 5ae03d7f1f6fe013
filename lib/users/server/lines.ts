import 'server-only';
import type { MalformedRule } from '../rules';
import type { LookupCounts } from '../schema';

/** What a stored lookup holds. */
export type LookupContent = {
  /** Users, each with the alias it was found by, if it was. */
  rows: { cid: string; alias: string | null }[];
  unresolved: string[];
  unheld: string[];
  malformed: { text: string; rule: MalformedRule }[];
};

type Sizes = Pick<LookupCounts, 'rows' | 'unresolved' | 'unheld'>;

/** One line each: users (cid, or cid and alias parted by a tab), aliases to ask, aliases nobody holds, malformed ones. */
export const encodeContent = ({ rows, unresolved, unheld, malformed }: LookupContent): string =>
  [
    ...rows.map(({ cid, alias }) => (alias === null ? cid : `${cid}\t${alias}`)),
    ...unresolved,
    ...unheld,
    ...malformed.map(({ text, rule }) => `${rule}\t${text}`),
  ].join('\n');

export function decodeContent(text: string, sizes: Sizes): LookupContent {
  const lines = text === '' ? [] : text.split('\n');
  const aliasesAt = sizes.rows;
  const unheldAt = aliasesAt + sizes.unresolved;
  const malformedAt = unheldAt + sizes.unheld;
  return {
    rows: lines.slice(0, aliasesAt).map((line) => {
      const tab = line.indexOf('\t');
      return tab < 0 ? { cid: line, alias: null } : { cid: line.slice(0, tab), alias: line.slice(tab + 1) };
    }),
    unresolved: lines.slice(aliasesAt, unheldAt),
    unheld: lines.slice(unheldAt, malformedAt),
    malformed: lines.slice(malformedAt).map((line) => {
      const tab = line.indexOf('\t');
      // Written by encodeContent, so the rule is one of them.
      return { rule: line.slice(0, tab) as MalformedRule, text: line.slice(tab + 1) };
    }),
  };
}

/** The cids of the users alone: what a reading needs. */
export function decodeCids(text: string, rows: number): string[] {
  const cids: string[] = [];
  for (let at = 0; cids.length < rows; ) {
    const end = text.indexOf('\n', at);
    const line = end < 0 ? text.slice(at) : text.slice(at, end);
    const tab = line.indexOf('\t');
    cids.push(tab < 0 ? line : line.slice(0, tab));
    if (end < 0) break;
    at = end + 1;
  }
  return cids;
}
