import { reachableRule } from '@/lib/core/alias';
import { cidRule } from '@/lib/core/cid';

/** Pure rules of looking users up, shared by browser and server. Limits: docs.getui.com/getui/server/rest_v2/user. */

/** Distinct identifiers of one lookup. */
export const MAX_IDENTIFIERS = 100_000;
/** Users behind them: an alias has up to ten. */
export const MAX_ROWS = 1_000_000;
/** Characters of something malformed that are kept, so that people recognise it. */
export const MAX_MALFORMED = 160;

/** Why something is neither a cid nor an alias. */
export type MalformedRule = 'cid-cut' | 'scientific' | 'unsafe' | 'cid-form' | 'number';
export type ReadAs = 'auto' | 'cid' | 'alias';
export type Sorted =
  | { readonly kind: 'cid' }
  | { readonly kind: 'alias' }
  | { readonly kind: 'malformed'; readonly rule: MalformedRule };

const CID = /^[0-9a-fA-F]{32}$/;
/** Hex of nearly the right length is a cid that lost or gained something on the way. */
const NEARLY = /^(?=.*\d)(?=.*[a-fA-F])[0-9a-fA-F]{20,48}$/;
/** What a spreadsheet leaves of a long number. */
const SCIENTIFIC = /^\d(\.\d+)?[eE]\+\d{1,3}$/;

const AS_CID = { kind: 'cid' } as const;
const AS_ALIAS = { kind: 'alias' } as const;
const malformed = (rule: MalformedRule): Sorted => ({ kind: 'malformed', rule });

/**
 * What an identifier most likely is. 32 hex digits are a cid; anything else that the upstream can be asked for is taken
 * for an alias, unless it looks like a spoilt cid. `as` overrides the guess.
 */
export function sortOf(text: string, as: ReadAs = 'auto'): Sorted {
  if (as !== 'alias' && CID.test(text)) return AS_CID;
  if (SCIENTIFIC.test(text)) return malformed('scientific');
  if (as === 'cid') return cidRule(text) ? malformed('cid-form') : AS_CID;
  if (as === 'auto' && NEARLY.test(text)) return malformed('cid-cut');
  return reachableRule(text) ? malformed('unsafe') : AS_ALIAS;
}

/** What is read together: one upstream endpoint each, and the ledger, which costs no call. */
export const GROUPS = ['detail', 'status', 'device', 'tags', 'alias', 'ledger'] as const;
export type Group = (typeof GROUPS)[number];

/**
 * How a column is kept: words and texts in a table, yes or no, whole numbers, moments in ms, and times of a clock on some
 * wall: the upstream names no zone, so they are kept as if it were UTC and shown as they came.
 */
export type ColumnType = 'text' | 'flag' | 'number' | 'time' | 'wall';

/** Every column that can be read, by group, in the order in which a block of answers brings them. */
export const GROUP_COLUMNS = {
  detail: {
    valid: 'flag',
    platform: 'text',
    brand: 'text',
    model: 'text',
    notifications: 'flag',
    vendorToken: 'flag',
    loginDays: 'number',
    createdAt: 'wall',
    packageName: 'text',
  },
  status: { online: 'flag', lastLoginAt: 'time' },
  device: { appOnline: 'flag', deviceOnline: 'flag' },
  tags: { tags: 'text', tagCount: 'number' },
  alias: { alias: 'text' },
  ledger: { blacklisted: 'flag', ledgerAlias: 'text', ledgerTags: 'text', ledgerAt: 'time' },
} as const satisfies Record<Group, Record<string, ColumnType>>;

type KeysOf<G extends Group> = keyof (typeof GROUP_COLUMNS)[G];
export type DataColumn = { [G in Group]: KeysOf<G> }[Group];

export const columnsOf = (group: Group): DataColumn[] => Object.keys(GROUP_COLUMNS[group]) as DataColumn[];
const GROUP_OF = new Map<DataColumn, Group>(
  GROUPS.flatMap((group) => columnsOf(group).map((column) => [column, group] as const)),
);
export const groupOf = (column: DataColumn): Group => GROUP_OF.get(column) ?? 'detail';
export const typeOf = (column: DataColumn): ColumnType =>
  (GROUP_COLUMNS[groupOf(column)] as Record<string, ColumnType>)[column] ?? 'text';

/** Cids of one call. 1000 (detail, status) would not fit the URLs of many servers, so 200 are asked at once. */
const CIDS_PER_CALL: Record<Group, number> = {
  detail: 200,
  status: 200,
  device: 100,
  tags: 1,
  alias: 1,
  ledger: 0,
};
export const cidsPerCall = (group: Group): number => CIDS_PER_CALL[group];

/** Upstream calls it takes to read a group of so many users. */
export const callsFor = (group: Group, rows: number): number =>
  CIDS_PER_CALL[group] === 0 ? 0 : Math.ceil(rows / CIDS_PER_CALL[group]);

/** A group that costs no more than this is read as soon as it is shown; others wait for a press. */
export const CALLS_UNASKED = 1000;
