import type { CardAlias, CardDetail, CardDevice, CardRegister, CardStatus } from './card-schema';

/** One part of what a diagnosis rests on, as far as it has come. */
export type Finding<T> = { at: 'loading' } | { at: 'failed' } | { at: 'read'; value: T };
export type Findings = {
  detail: Finding<CardDetail>;
  status: Finding<CardStatus>;
  device: Finding<CardDevice>;
  alias: Finding<CardAlias>;
  register: Finding<Pick<CardRegister, 'blacklist'>>;
};

export const CHECKS = [
  'valid',
  'blacklist',
  'notifications',
  'login',
  'token',
  'online',
  'device',
  'alias',
  'slots',
] as const;
export type CheckId = (typeof CHECKS)[number];
export type CheckState = 'ok' | 'warn' | 'fail' | 'unknown' | 'not-enabled' | 'loading';
/** What was found, for its words. */
export type CheckFound =
  | 'yes'
  | 'no'
  | 'untold'
  | 'failed'
  | 'invalid'
  | 'loading'
  | 'not-enabled'
  | 'now'
  | 'recent'
  | 'fading'
  | 'away'
  | 'released'
  | 'open'
  | 'full';
export type Check = {
  id: CheckId;
  state: CheckState;
  found: CheckFound;
  /** Days since the last login, or cids of the alias. */
  count?: number;
};

/**
 * The most likely reason why pushes do not arrive, strongest first. `unclear`: nothing was found, but not everything could
 * be read; `fine`: nothing about this user stands in the way.
 */
export const CAUSES = [
  'invalid',
  'blacklisted',
  'notifications-off',
  'away',
  'blacklist-open',
  'out-of-reach',
  'device-off',
  'no-alias',
  'fading',
  'offline',
] as const;
export type Cause = (typeof CAUSES)[number] | 'unclear' | 'fine';
/** What Muster can do about it. */
export type Remedy = 'unblock' | 'bind-alias';
export type Diagnosis = {
  checks: Check[];
  /** Null while a stronger cause than those found may still turn up. */
  cause: Cause | null;
  remedy: Remedy | null;
};

const DAY_MS = 86_400_000;
/** Pushes pass over users who were not active for so long (vendor: successed_ignore), and cids begin to expire. */
export const AWAY_DAYS = 90;
/** From here on a user is on the way there. */
export const FADING_DAYS = 30;

/** A check of something that was read; what was not, says so. */
function of<T>(id: CheckId, finding: Finding<T>, judge: (value: T) => Omit<Check, 'id'>): Check {
  if (finding.at === 'loading') return { id, state: 'loading', found: 'loading' };
  if (finding.at === 'failed') return { id, state: 'unknown', found: 'failed' };
  return { id, ...judge(finding.value) };
}

const UNTOLD = { state: 'unknown', found: 'untold' } as const;
const INVALID = { state: 'unknown', found: 'invalid' } as const;
const YES = { state: 'ok', found: 'yes' } as const;

/** What is asked of the detail, for cids that the upstream knows. */
const known = (id: CheckId, finding: Findings['detail'], judge: (detail: Known) => Omit<Check, 'id'>) =>
  of(id, finding, (detail) => (detail.valid ? judge(detail) : INVALID));
type Known = Extract<CardDetail, { valid: true }>;

function login({ online, lastLoginAt }: CardStatus, now: number): Omit<Check, 'id'> {
  if (online) return { state: 'ok', found: 'now' };
  if (lastLoginAt === null) return UNTOLD;
  const count = Math.max(0, Math.floor((now - lastLoginAt) / DAY_MS));
  if (count >= AWAY_DAYS) return { state: 'fail', found: 'away', count };
  return count >= FADING_DAYS
    ? { state: 'warn', found: 'fading', count }
    : { state: 'ok', found: 'recent', count };
}

function blacklist({ blacklist: entry }: Pick<CardRegister, 'blacklist'>): Omit<Check, 'id'> {
  if (entry === null) return { state: 'ok', found: 'no' };
  if (entry.state === 'asserted') return { state: 'fail', found: 'yes' };
  return entry.state === 'unknown' ? { state: 'warn', found: 'open' } : { state: 'ok', found: 'released' };
}

function checksOf(findings: Findings, now: number): Check[] {
  const { detail, status, device, alias, register } = findings;
  const isInvalid = detail.at === 'read' && !detail.value.valid;
  // Of a cid that the upstream does not know, nothing else can be asked.
  const ask = <T>(finding: Finding<T>): Finding<T> | { at: 'invalid' } =>
    isInvalid ? { at: 'invalid' } : finding;
  const when = <T>(id: CheckId, finding: Finding<T>, judge: (value: T) => Omit<Check, 'id'>): Check => {
    const asked = ask(finding);
    return asked.at === 'invalid' ? { id, ...INVALID } : of(id, asked, judge);
  };
  const checks = [
    of('valid', detail, ({ valid }) => (valid ? YES : { state: 'fail', found: 'no' })),
    of('blacklist', register, blacklist),
    known('notifications', detail, ({ notifications }) => {
      if (notifications === null) return UNTOLD;
      return notifications ? YES : { state: 'fail', found: 'no' };
    }),
    when('login', status, (value) => login(value, now)),
    known('token', detail, ({ hasToken }) => {
      if (hasToken === null) return UNTOLD;
      return hasToken ? YES : { state: 'warn', found: 'no' };
    }),
    when('online', status, ({ online }) => {
      if (online === null) return UNTOLD;
      return online ? YES : { state: 'warn', found: 'no' };
    }),
    when('device', device, (value) => {
      if (!value.enabled) return { state: 'not-enabled', found: 'not-enabled' };
      if (value.deviceOnline === null) return UNTOLD;
      return value.deviceOnline ? YES : { state: 'warn', found: 'no' };
    }),
    when('alias', alias, (value) => (value.alias === null ? { state: 'warn', found: 'no' } : YES)),
    when('slots', alias, ({ slots }) => {
      const count = slots ?? 0;
      return count >= MAX_SLOTS
        ? { state: 'warn', found: 'full', count }
        : { state: 'ok', found: 'yes', count };
    }),
  ] satisfies Check[];
  // Without an alias there are no slots to count.
  const hasNoAlias = alias.at === 'read' && alias.value.alias === null;
  return hasNoAlias ? checks.filter(({ id }) => id !== 'slots') : checks;
}

/** An alias holds at most so many cids (rest_v2/user: 一个别名最多允许绑定10个cid). */
const MAX_SLOTS = 10;

type Says = (id: CheckId, ...found: CheckFound[]) => boolean | null;

/** Whether each cause is there; null while that cannot be said yet. */
const SIGNS: Readonly<Record<(typeof CAUSES)[number], (says: Says) => boolean | null>> = {
  invalid: (says) => says('valid', 'no'),
  blacklisted: (says) => says('blacklist', 'yes'),
  'notifications-off': (says) => says('notifications', 'no'),
  away: (says) => says('login', 'away'),
  'blacklist-open': (says) => says('blacklist', 'open'),
  'out-of-reach': (says) => both(says('online', 'no'), says('token', 'no')),
  'device-off': (says) => both(says('online', 'no'), says('device', 'no')),
  'no-alias': (says) => says('alias', 'no'),
  fading: (says) => both(says('online', 'no'), says('login', 'fading')),
  offline: (says) => both(says('online', 'no'), says('token', 'untold', 'failed')),
};

function both(one: boolean | null, other: boolean | null): boolean | null {
  if (one === false || other === false) return false;
  return one === null || other === null ? null : true;
}

const REMEDY: Partial<Record<Cause, Remedy>> = {
  blacklisted: 'unblock',
  'blacklist-open': 'unblock',
  'no-alias': 'bind-alias',
};

/**
 * Why pushes may not reach a user, from what was read of them. A cause is named as soon as no stronger one can turn up any
 * more, so that a slow answer holds up as little as possible. `now` in ms.
 */
export function diagnose(findings: Findings, now: number): Diagnosis {
  const checks = checksOf(findings, now);
  const byId = new Map(checks.map((check) => [check.id, check]));
  const says: Says = (id, ...found) => {
    const check = byId.get(id);
    if (!check) return false;
    return check.state === 'loading' ? null : found.includes(check.found);
  };
  let cause: Cause | null = null;
  for (const one of CAUSES) {
    const isThere = SIGNS[one](says);
    if (isThere === null) return { checks, cause: null, remedy: null };
    if (isThere) {
      cause = one;
      break;
    }
  }
  if (cause === null && checks.some(({ state }) => state === 'loading'))
    return { checks, cause: null, remedy: null };
  // What the app has not bought is no gap in the diagnosis; what could not be read is one.
  cause ??= checks.some(({ state }) => state === 'unknown') ? 'unclear' : 'fine';
  return { checks, cause, remedy: REMEDY[cause] ?? null };
}
