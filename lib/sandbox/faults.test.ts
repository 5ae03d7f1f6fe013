import { beforeEach, expect, test } from 'vitest';
import { Faults } from './faults';

let faults: Faults;
beforeEach(() => {
  faults = new Faults();
});
const RESET = { kind: 'reset-before' } as const;

test('strikes once by default, then lets pass', () => {
  faults.add({ effect: RESET });
  expect(faults.strike('GET', null)).toEqual(RESET);
  expect(faults.strike('GET', null)).toBeNull();
  expect(faults.list()).toMatchObject([{ timesLeft: 0, struck: 1 }]);
});

test('minds verb and template, and counts skipped calls among those that match', () => {
  faults.add({ match: { method: 'POST', endpoint: '/user/alias', skip: 1 }, times: 2, effect: RESET });
  const strike = (method: string, template: string) => faults.strike(method, template) !== null;
  expect(strike('DELETE', '/user/alias')).toBe(false);
  expect(strike('POST', '/user/count')).toBe(false);
  expect([1, 2, 3, 4].map(() => strike('POST', '/user/alias'))).toEqual([false, true, true, false]);
});

test('0 times stays until cleared', () => {
  faults.add({ times: 0, effect: RESET });
  for (let i = 0; i < 100; i++) expect(faults.strike('GET', '/user/count')).toEqual(RESET);
  faults.clear();
  expect(faults.strike('GET', '/user/count')).toBeNull();
});

test('one call meets one fault: the first that matches', () => {
  faults.add({ effect: { kind: 'delay', ms: 1 } });
  faults.add({ effect: RESET });
  expect(faults.strike('GET', null)?.kind).toBe('delay');
  expect(faults.strike('GET', null)?.kind).toBe('reset-before');
});
