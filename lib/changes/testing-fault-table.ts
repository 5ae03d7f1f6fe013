import type { FaultEffect } from '@/lib/sandbox/faults';
import type { LineFault } from './testing-faults';

/**
 * What a fault of the network or the upstream means for the call it strikes:
 * `reconcile` it may have happened: the rows are read back, and sent again only where they are not as intended ·
 * `wait` it did not happen and may do later: a bulk change is held and goes on by itself, a person is told at once ·
 * `narrow` it did not happen, with fewer rows it may: smaller calls follow; a single row is refused ·
 * `halt` it did not happen and will not until somebody acts: a bulk change pauses, a person is told at once.
 */
type Class = 'reconcile' | 'wait' | 'narrow' | 'halt';
export type Fault = {
  what: string;
  effect: FaultEffect | LineFault;
  /** The name under which screens tell it. */
  failure: string;
  write: Class;
  /** A call that only reads never leaves anything open; the client itself has tried it three times by then. */
  read: Class;
};
const status = (http: number, code: number, msg: string): FaultEffect => ({
  kind: 'status',
  http,
  code,
  msg,
});

export const FAULTS: readonly Fault[] = [
  { what: 'connection refused', effect: 'refused', failure: 'unreachable', write: 'wait', read: 'wait' },
  {
    what: 'black hole after connect',
    effect: 'black-hole',
    failure: 'timeout',
    write: 'reconcile',
    read: 'wait',
  },
  {
    what: 'RST before the effect',
    effect: { kind: 'reset-before' },
    failure: 'lost',
    write: 'reconcile',
    read: 'wait',
  },
  {
    what: 'RST after the effect',
    effect: { kind: 'reset-after' },
    failure: 'lost',
    write: 'reconcile',
    read: 'wait',
  },
  { what: 'body cut short', effect: { kind: 'truncate' }, failure: 'lost', write: 'reconcile', read: 'wait' },
  {
    what: 'garbage instead of JSON',
    effect: { kind: 'garbage' },
    failure: 'garbled',
    write: 'reconcile',
    read: 'wait',
  },
  {
    what: 'HTML page with 502',
    effect: { kind: 'html', http: 502 },
    failure: 'server-error',
    write: 'reconcile',
    read: 'wait',
  },
  {
    what: '500 with an envelope',
    effect: status(500, 1, 'internal error'),
    failure: 'server-error',
    write: 'reconcile',
    read: 'wait',
  },
  {
    what: 'answer that stalls half-way',
    effect: { kind: 'stall', ms: 20_000 },
    failure: 'timeout',
    write: 'reconcile',
    read: 'wait',
  },
  {
    what: 'answer of one byte a second',
    effect: 'drip',
    failure: 'timeout',
    write: 'reconcile',
    read: 'wait',
  },
  {
    what: 'wrong Content-Length',
    effect: 'wrong-length',
    failure: 'garbled',
    write: 'reconcile',
    read: 'wait',
  },
  { what: '414', effect: { kind: 'html', http: 414 }, failure: 'too-long', write: 'narrow', read: 'narrow' },
  { what: '431', effect: { kind: 'html', http: 431 }, failure: 'too-long', write: 'narrow', read: 'narrow' },
  {
    what: 'minute quota, 10005',
    effect: status(401, 10005, 'limit'),
    failure: 'rate-limited',
    write: 'wait',
    read: 'wait',
  },
  {
    what: 'minute quota, 30012',
    effect: status(403, 30012, 'limit'),
    failure: 'rate-limited',
    write: 'wait',
    read: 'wait',
  },
  {
    what: 'day quota, 30011',
    effect: status(403, 30011, 'limit'),
    failure: 'rate-limited',
    write: 'wait',
    read: 'wait',
  },
  {
    what: '301: the app lives elsewhere',
    effect: status(301, 301, 'wrong host'),
    failure: 'wrong-host',
    write: 'halt',
    read: 'halt',
  },
  { what: 'code 2: busy', effect: status(200, 2, 'busy'), failure: 'busy', write: 'wait', read: 'wait' },
];

export type Row = { cid: string; alias: string; line: number };
export type Case = {
  kind: string;
  /** The call that is struck. */
  match: { method: string; endpoint: string };
  reads?: boolean;
  /** All rows are one request that cannot be parted. */
  indivisible?: boolean;
  params?: Record<string, unknown>;
  /** What the cids hold before; and the row of the change, from where it stands. */
  before: (row: Row, nth: number) => string | null;
  row: (row: Row, nth: number) => unknown;
  /** What a row's cid holds once the change has happened. */
  after: (row: Row, nth: number) => string | null;
};

export const CASES: readonly Case[] = [
  {
    kind: 'alias.bind',
    match: { method: 'POST', endpoint: '/user/alias' },
    before: () => null,
    row: (row) => row,
    after: ({ alias }) => alias,
  },
  {
    kind: 'alias.unbind',
    match: { method: 'DELETE', endpoint: '/user/alias' },
    before: ({ alias }) => alias,
    row: (row) => row,
    after: () => null,
  },
  {
    kind: 'alias.release',
    match: { method: 'DELETE', endpoint: '/user/alias/$alias' },
    indivisible: true,
    before: (_, nth) => `group_${nth}`,
    row: (row, nth) => ({ ...row, alias: `group_${nth}` }),
    after: () => null,
  },
  {
    kind: 'alias.restore',
    match: { method: 'POST', endpoint: '/user/alias' },
    before: ({ alias }) => `old_${alias}`,
    row: (row) => ({ ...row, op: 'bind', expected: `old_${row.alias}` }),
    after: ({ alias }) => alias,
  },
  {
    kind: 'alias.verify',
    match: { method: 'GET', endpoint: '/user/alias/cid/$cid' },
    reads: true,
    before: ({ alias }) => alias,
    row: (row) => ({ ...row, holds: true }),
    after: ({ alias }) => alias,
  },
];
