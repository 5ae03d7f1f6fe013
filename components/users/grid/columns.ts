import { columnsOf, type DataColumn, GROUPS, type Group, groupOf } from '@/lib/users/rules';

/** Width in px, and on which side the cells stand. */
type Shape = { width: number; isEnd?: boolean };

export const SHAPES: Readonly<Record<DataColumn, Shape>> = {
  valid: { width: 70 },
  platform: { width: 86 },
  brand: { width: 96 },
  model: { width: 140 },
  notifications: { width: 72 },
  vendorToken: { width: 100 },
  loginDays: { width: 84, isEnd: true },
  createdAt: { width: 164 },
  packageName: { width: 180 },
  online: { width: 70 },
  lastLoginAt: { width: 140 },
  appOnline: { width: 104 },
  deviceOnline: { width: 104 },
  tags: { width: 240 },
  tagCount: { width: 80, isEnd: true },
  alias: { width: 160 },
  blacklisted: { width: 104 },
  ledgerAlias: { width: 160 },
  ledgerTags: { width: 220 },
  ledgerAt: { width: 150 },
};
/** As a class: on a phone a cid shows its beginning, or nothing else would be seen. */
export const CID_WIDTH = 'w-40 nav:w-[19.5rem]';

/** Every column, group by group: the order in which they stand. */
export const ALL_COLUMNS: readonly DataColumn[] = GROUPS.flatMap(columnsOf);

export const PRESETS = {
  basic: [
    'valid',
    'platform',
    'brand',
    'model',
    'notifications',
    'vendorToken',
    'loginDays',
    'online',
    'lastLoginAt',
  ],
  reach: [
    'valid',
    'notifications',
    'vendorToken',
    'online',
    'lastLoginAt',
    'appOnline',
    'deviceOnline',
    'blacklisted',
  ],
  identity: ['valid', 'tags', 'tagCount', 'alias', 'ledgerAlias', 'ledgerTags', 'ledgerAt'],
  all: ALL_COLUMNS,
} as const satisfies Record<string, readonly DataColumn[]>;
export type Preset = keyof typeof PRESETS;

const isColumn = (text: string): text is DataColumn => (ALL_COLUMNS as readonly string[]).includes(text);

/** Columns in their standing order, each once; unknown names are passed over. */
export const inOrder = (names: readonly string[]): DataColumn[] =>
  ALL_COLUMNS.filter((column) => names.some((name) => isColumn(name) && name === column));

/** The groups that some columns belong to. */
export const groupsOf = (columns: readonly DataColumn[]): Group[] =>
  GROUPS.filter((group) => columns.some((column) => groupOf(column) === group));

/** The preset that consists of exactly these columns. */
export const presetOf = (columns: readonly DataColumn[]): Preset | null =>
  (Object.keys(PRESETS) as Preset[]).find(
    (name) =>
      PRESETS[name].length === columns.length && PRESETS[name].every((column) => columns.includes(column)),
  ) ?? null;

const PLACE = 'muster.users.columns';

/** What was last chosen on this browser. */
export function rememberedColumns(): DataColumn[] {
  try {
    const kept = inOrder((localStorage.getItem(PLACE) ?? '').split(','));
    return kept.length ? kept : [...PRESETS.basic];
  } catch {
    return [...PRESETS.basic];
  }
}

export function rememberColumns(columns: readonly DataColumn[]): void {
  try {
    localStorage.setItem(PLACE, columns.join(','));
  } catch {
    // Storage is full or forbidden: the usual columns come next time.
  }
}
