import { activeTest, bucketName, LOGIN_BUCKETS } from '../grid/filter';
import { READ, type RowStore } from '../grid/store';

/** A step of the funnel: who is left, of how many of whom everything it needs is read. Null: nothing of it is. */
export type Step = Readonly<{ id: StepId; value: number | null; of: number }>;
export const STEPS = [
  'uploaded',
  'distinct',
  'valid',
  'notifications',
  'vendorToken',
  'active',
  'notBlacklisted',
] as const;
export type StepId = (typeof STEPS)[number];

/** How the valid users fall apart by something; blank: not told. Most first, or in their own order. */
export type Split = readonly Readonly<{ id: string; value: number }>[];
export type SplitId = 'platform' | 'brand' | 'model' | 'loginDays';

export type Xray = Readonly<{
  steps: readonly Step[];
  splits: Readonly<Record<SplitId, Split>>;
  /** Valid users among those read: what the splits are of. */
  valid: number;
  /** Users of whom the detail is read. */
  read: number;
}>;

export type XrayInput = Readonly<{ uploaded: number; distinct: number; days: number; now: number }>;

/** Passes over everything that is read once; some milliseconds for a hundred thousand users. */
export function computeXray(store: RowStore, input: XrayInput): Xray {
  const detail = store.state('detail');
  const status = store.state('status');
  const ledger = store.state('ledger');
  const flag = (name: 'valid' | 'notifications' | 'vendorToken' | 'blacklisted') => {
    const column = store.column(name);
    return column.kind === 'flag' ? column.values : new Int8Array(store.size);
  };
  const [valid, notifications, vendorToken, blacklisted] = [
    flag('valid'),
    flag('notifications'),
    flag('vendorToken'),
    flag('blacklisted'),
  ];
  const isActive = activeTest(store, input.days, input.now);
  const count = { valid: 0, notifications: 0, vendorToken: 0, active: 0, notBlacklisted: 0 };
  const of = { detail: 0, status: 0, ledger: 0 };
  const days = new Array<number>(LOGIN_BUCKETS.length + 1).fill(0);
  const tallies = {
    platform: tally(store, 'platform'),
    brand: tally(store, 'brand'),
    model: tally(store, 'model'),
  };
  const login = store.column('loginDays');
  for (let row = 0; row < store.size; row++) {
    if (detail[row] !== READ) continue;
    of.detail++;
    const hasStatus = status[row] === READ;
    const hasLedger = hasStatus && ledger[row] === READ;
    if (hasStatus) of.status++;
    if (hasLedger) of.ledger++;
    if (valid[row] !== 1) continue;
    count.valid++;
    for (const one of Object.values(tallies)) one.add(row);
    const value = login.kind === 'number' ? (login.values[row] ?? Number.NaN) : Number.NaN;
    const bucket = LOGIN_BUCKETS.findIndex(([from, to]) => value >= from && value <= to);
    const place = bucket < 0 ? LOGIN_BUCKETS.length : bucket;
    days[place] = (days[place] ?? 0) + 1;
    if (notifications[row] !== 1) continue;
    count.notifications++;
    if (vendorToken[row] !== 1) continue;
    count.vendorToken++;
    if (!hasStatus || !isActive(row)) continue;
    count.active++;
    if (hasLedger && blacklisted[row] === 0) count.notBlacklisted++;
  }
  const steps: Step[] = [
    { id: 'uploaded', value: input.uploaded, of: input.uploaded },
    { id: 'distinct', value: input.distinct, of: input.distinct },
    ...(['valid', 'notifications', 'vendorToken'] as const).map((id) => step(id, count[id], of.detail)),
    step('active', count.active, of.status),
    step('notBlacklisted', count.notBlacklisted, of.ledger),
  ];
  const loginDays = [
    ...LOGIN_BUCKETS.map((bucket, i) => ({ id: bucketName(bucket), value: days[i] ?? 0 })),
    { id: '', value: days.at(-1) ?? 0 },
  ].filter(({ id, value }) => id !== '' || value > 0);
  return {
    steps,
    splits: {
      platform: tallies.platform.split(),
      brand: tallies.brand.split(),
      model: tallies.model.split(),
      loginDays,
    },
    valid: count.valid,
    read: of.detail,
  };
}

const step = (id: StepId, value: number, of: number): Step => ({ id, value: of ? value : null, of });

/** Counts the texts of a column. */
function tally(store: RowStore, name: 'platform' | 'brand' | 'model') {
  const column = store.column(name);
  if (column.kind !== 'text') return { add: () => {}, split: (): Split => [] };
  const { codes, words } = column;
  const counts = new Uint32Array(words.length);
  return {
    add(row: number) {
      const code = codes[row] ?? 0;
      counts[code] = (counts[code] ?? 0) + 1;
    },
    split: (): Split =>
      words
        .map((id, code) => ({ id, value: counts[code] ?? 0 }))
        .filter(({ value }) => value > 0)
        .sort((a, b) => (a.id === '' ? 1 : b.id === '' ? -1 : b.value - a.value)),
  };
}

/** The first ten and what is left of the others. */
export function topTen(split: Split): { top: Split; rest: number; others: number } {
  const named = split.filter(({ id }) => id !== '');
  const unnamed = split.filter(({ id }) => id === '');
  if (named.length <= 11) return { top: split, rest: 0, others: 0 };
  const rest = named.slice(10);
  return {
    top: [...named.slice(0, 10), ...unnamed],
    rest: rest.reduce((sum, { value }) => sum + value, 0),
    others: rest.length,
  };
}
