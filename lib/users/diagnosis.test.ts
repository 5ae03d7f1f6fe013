import { describe, expect, test } from 'vitest';
import type { CardAlias, CardDetail, CardDevice, CardRegister, CardStatus } from './card-schema';
import { type Cause, type Check, type Diagnosis, diagnose, type Findings } from './diagnosis';

const NOW = Date.UTC(2026, 10, 25, 4);
const DAY = 86_400_000;
const read = <T>(value: T) => ({ at: 'read' as const, value });
const LOADING = { at: 'loading' } as const;
const FAILED = { at: 'failed' } as const;
const asked = { calls: 1, readAt: NOW };

const detail = (over: Partial<Extract<CardDetail, { valid: true }>> = {}): CardDetail => ({
  ...asked,
  valid: true,
  platform: 'android',
  brand: 'hw',
  model: 'M',
  packageName: 'p',
  createdAt: null,
  loginDays: 3,
  notifications: true,
  token: 't',
  hasToken: true,
  masked: false,
  ...over,
});
const invalid: CardDetail = { ...asked, valid: false };
const status = (online: boolean | null, days: number | null = null): CardStatus => ({
  ...asked,
  online,
  lastLoginAt: days === null ? null : NOW - days * DAY - 1,
});
const device = (deviceOnline: boolean | null): CardDevice => ({
  ...asked,
  enabled: true,
  appOnline: deviceOnline,
  deviceOnline,
});
const notEnabled: CardDevice = { ...asked, enabled: false, code: 30020 };
const alias = (name: string | null, slots: number | null = name === null ? null : 1): CardAlias => ({
  ...asked,
  alias: name,
  slots,
  masked: false,
});
type State = NonNullable<CardRegister['blacklist']>['state'];
const register = (state: State | null): Pick<CardRegister, 'blacklist'> => ({
  blacklist: state === null ? null : ({ state } as NonNullable<CardRegister['blacklist']>),
});

const fine: Findings = {
  detail: read(detail()),
  status: read(status(true)),
  device: read(device(true)),
  alias: read(alias('a')),
  register: read(register(null)),
};
const of = (over: Partial<Findings>): Diagnosis => diagnose({ ...fine, ...over }, NOW);
const check = (over: Partial<Findings>, id: Check['id']) => of(over).checks.find((one) => one.id === id);

describe('each check', () => {
  const { detail: _, ...others } = fine;
  test.each<[string, Check['id'], Partial<Findings>, Omit<Check, 'id'>]>([
    ['known', 'valid', {}, { state: 'ok', found: 'yes' }],
    ['unknown cid', 'valid', { detail: read(invalid) }, { state: 'fail', found: 'no' }],
    ['not in the ledger', 'blacklist', {}, { state: 'ok', found: 'no' }],
    ['blacklisted', 'blacklist', { register: read(register('asserted')) }, { state: 'fail', found: 'yes' }],
    ['taken off', 'blacklist', { register: read(register('released')) }, { state: 'ok', found: 'released' }],
    ['open', 'blacklist', { register: read(register('unknown')) }, { state: 'warn', found: 'open' }],
    ['on', 'notifications', {}, { state: 'ok', found: 'yes' }],
    [
      'off',
      'notifications',
      { detail: read(detail({ notifications: false })) },
      { state: 'fail', found: 'no' },
    ],
    [
      'not told',
      'notifications',
      { detail: read(detail({ notifications: null })) },
      { state: 'unknown', found: 'untold' },
    ],
    ['of an unknown cid', 'notifications', { detail: read(invalid) }, { state: 'unknown', found: 'invalid' }],
    ['there', 'token', {}, { state: 'ok', found: 'yes' }],
    [
      'none',
      'token',
      { detail: read(detail({ token: null, hasToken: false })) },
      { state: 'warn', found: 'no' },
    ],
    [
      'not told',
      'token',
      { detail: read(detail({ token: null, hasToken: null })) },
      { state: 'unknown', found: 'untold' },
    ],
    ['now', 'login', {}, { state: 'ok', found: 'now' }],
    ['today', 'login', { status: read(status(false, 0)) }, { state: 'ok', found: 'recent', count: 0 }],
    [
      '29 days ago',
      'login',
      { status: read(status(false, 29)) },
      { state: 'ok', found: 'recent', count: 29 },
    ],
    [
      '30 days ago',
      'login',
      { status: read(status(false, 30)) },
      { state: 'warn', found: 'fading', count: 30 },
    ],
    [
      '89 days ago',
      'login',
      { status: read(status(false, 89)) },
      { state: 'warn', found: 'fading', count: 89 },
    ],
    [
      '90 days ago',
      'login',
      { status: read(status(false, 90)) },
      { state: 'fail', found: 'away', count: 90 },
    ],
    ['not told', 'login', { status: read(status(false)) }, { state: 'unknown', found: 'untold' }],
    ['of an unknown cid', 'login', { detail: read(invalid) }, { state: 'unknown', found: 'invalid' }],
    ['online', 'online', {}, { state: 'ok', found: 'yes' }],
    ['offline', 'online', { status: read(status(false, 1)) }, { state: 'warn', found: 'no' }],
    ['not told', 'online', { status: read(status(null)) }, { state: 'unknown', found: 'untold' }],
    ['connected', 'device', {}, { state: 'ok', found: 'yes' }],
    ['not connected', 'device', { device: read(device(false)) }, { state: 'warn', found: 'no' }],
    ['not told', 'device', { device: read(device(null)) }, { state: 'unknown', found: 'untold' }],
    ['not bought', 'device', { device: read(notEnabled) }, { state: 'not-enabled', found: 'not-enabled' }],
    ['failed', 'device', { device: FAILED }, { state: 'unknown', found: 'failed' }],
    ['on its way', 'device', { device: LOADING }, { state: 'loading', found: 'loading' }],
    ['bound', 'alias', {}, { state: 'ok', found: 'yes' }],
    ['none', 'alias', { alias: read(alias(null)) }, { state: 'warn', found: 'no' }],
    [
      'of an unknown cid',
      'alias',
      { ...others, detail: read(invalid) },
      { state: 'unknown', found: 'invalid' },
    ],
    ['9 of 10', 'slots', { alias: read(alias('a', 9)) }, { state: 'ok', found: 'yes', count: 9 }],
    ['10 of 10', 'slots', { alias: read(alias('a', 10)) }, { state: 'warn', found: 'full', count: 10 }],
  ])('%s: %s', (_name, id, over, expected) => expect(check(over, id)).toEqual({ id, ...expected }));

  test('without an alias there are no slots', () => {
    expect(check({ alias: read(alias(null)) }, 'slots')).toBeUndefined();
  });
});

describe('the verdict', () => {
  const away = { status: read(status(false, 120)) };
  const offline = { status: read(status(false, 2)) };
  const noToken = { detail: read(detail({ token: null, hasToken: false })) };
  test.each<[string, Partial<Findings>, Cause, Diagnosis['remedy']]>([
    ['nothing stands in the way', {}, 'fine', null],
    ['what the app has not bought is no gap', { device: read(notEnabled) }, 'fine', null],
    ['something could not be read', { device: FAILED }, 'unclear', null],
    ['something is not told', { device: read(device(null)) }, 'unclear', null],
    ['offline, but with a token', { ...offline }, 'fine', null],
    ['an unknown cid', { detail: read(invalid) }, 'invalid', null],
    ['an unknown cid whose alias is refused', { detail: read(invalid), alias: FAILED }, 'invalid', null],
    ['blacklisted', { register: read(register('asserted')) }, 'blacklisted', 'unblock'],
    [
      'blacklisted counts before switched off',
      { register: read(register('asserted')), detail: read(detail({ notifications: false })) },
      'blacklisted',
      'unblock',
    ],
    ['taken off the blacklist', { register: read(register('released')) }, 'fine', null],
    ['the blacklist is open', { register: read(register('unknown')) }, 'blacklist-open', 'unblock'],
    ['notifications off', { detail: read(detail({ notifications: false })) }, 'notifications-off', null],
    ['away', away, 'away', null],
    ['away counts before out of reach', { ...away, ...noToken }, 'away', null],
    ['offline without a token', { ...offline, ...noToken }, 'out-of-reach', null],
    ['online without a token', noToken, 'fine', null],
    ['offline, the device too', { ...offline, device: read(device(false)) }, 'device-off', null],
    ['no alias', { alias: read(alias(null)) }, 'no-alias', 'bind-alias'],
    [
      'no alias counts after out of reach',
      { ...offline, ...noToken, alias: read(alias(null)) },
      'out-of-reach',
      null,
    ],
    ['long offline', { status: read(status(false, 45)) }, 'fading', null],
    [
      'offline, and the token is not told',
      { ...offline, detail: read(detail({ token: null, hasToken: null })) },
      'offline',
      null,
    ],
    ['offline, and the detail failed', { ...offline, detail: FAILED }, 'offline', null],
    ['a full alias is no reason', { alias: read(alias('a', 10)) }, 'fine', null],
  ])('%s', (_name, over, cause, remedy) => {
    const { cause: said, remedy: does } = of(over);
    expect([said, does]).toEqual([cause, remedy]);
  });

  test('waits only for what could be a stronger cause', () => {
    const nothing: Findings = {
      detail: LOADING,
      status: LOADING,
      device: LOADING,
      alias: LOADING,
      register: LOADING,
    };
    expect(diagnose(nothing, NOW).cause).toBeNull();
    expect(diagnose({ ...nothing, detail: read(invalid) }, NOW).cause).toBe('invalid');
    expect(diagnose({ ...nothing, register: read(register('asserted')) }, NOW).cause).toBeNull();
    const black = { detail: read(detail()), register: read(register('asserted')) };
    expect(diagnose({ ...nothing, ...black }, NOW).cause).toBe('blacklisted');
    expect(of({ alias: LOADING }).cause).toBeNull();
    expect(of({ alias: LOADING, ...away }).cause).toBe('away');
    expect(of({ device: LOADING, ...offline, ...noToken }).cause).toBe('out-of-reach');
    // An online user whose device status is slow: no cause can come of it, but the answer is not complete either.
    expect(of({ device: LOADING }).cause).toBeNull();
  });
});
