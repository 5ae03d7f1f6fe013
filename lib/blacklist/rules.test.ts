import { expect, test } from 'vitest';
import { decodeRestore, encodeRestore } from './rows';
import { expiryText, notedOf, notedText, parseExpiry, reasonRule, ticketRule } from './rules';

const at = (iso: string) => Date.parse(iso);

test.each([
  ['2026-12-31 18:00', '2026-12-31T18:00:00+08:00'],
  ['2026-12-31T18:00:05', '2026-12-31T18:00:05+08:00'],
  ['2026/1/2', '2026-01-02T23:59:00+08:00'],
  ['2026.01.02 9:05', '2026-01-02T09:05:00+08:00'],
  ['2026年1月2日', '2026-01-02T23:59:00+08:00'],
  ['2026年1月2日 9时05分', '2026-01-02T09:05:00+08:00'],
  ['2026-12-31T10:00:00Z', '2026-12-31T18:00:00+08:00'],
  ['2026-12-31T10:00:00-02:00', '2026-12-31T12:00:00Z'],
  ['46387', '2026-12-31T23:59:00+08:00'],
  ['46387.75', '2026-12-31T18:00:00+08:00'],
])('the cell %s is %s', (cell, iso) => {
  expect(parseExpiry(cell)).toBe(at(iso));
});

test.each(['', '明天', '2026-13-01', '2026-02-30', '2026-01-01 25:00', '31/12/2026', '7', '123456'])(
  'the cell “%s” is no moment',
  (cell) => {
    expect(parseExpiry(cell)).toBeNull();
  },
);

test('what is noted survives being written as one text', () => {
  for (const noted of [
    { reason: '投诉 · 骚扰', ticket: 'KF-1', expiresAt: at('2026-12-31T18:00:00+08:00') },
    { reason: '', ticket: '', expiresAt: null },
  ])
    expect(notedOf(notedText(noted))).toEqual(noted);
  expect(expiryText(at('2026-12-31T18:00:05+08:00'))).toBe('2026-12-31 18:00:05');
});

test('rows of a restoring survive being written as a line', () => {
  const noted = { reason: '投诉', ticket: '', expiresAt: 5 };
  for (const row of [
    { cid: 'c', line: 3, to: noted, from: null },
    { cid: 'c', line: 3, to: null, from: { ...noted, reason: '', expiresAt: null } },
    { cid: 'c', line: 3, to: noted, from: noted },
  ])
    expect(decodeRestore(encodeRestore(row))).toEqual(row);
});

test('rules of reason and ticket', () => {
  expect([' \n', 'x'.repeat(201), '好'].map(reasonRule)).toEqual(['reason-empty', 'reason-too-long', null]);
  expect(['', 'x'.repeat(65)].map(ticketRule)).toEqual([null, 'ticket-too-long']);
});
