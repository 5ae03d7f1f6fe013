import type { FaultSpec } from '@/lib/sandbox/faults';
import type { Sandbox } from '@/lib/sandbox/server';
import type { Order } from './desk';

/** Rows of a case. */
export const ROWS = 120;
export type User = NonNullable<ReturnType<Sandbox['control']['user']>>;
export type Match = FaultSpec['match'];

/** A change over users of its own, and how the sandbox must look afterwards. */
export type Case = {
  order: Omit<Order, 'key'>;
  /** Calls of the change, which are refused once and once found busy. */
  calls: readonly Match[];
  /** How often calls are found busy; once unless given. The client tries a read three times, in several lanes. */
  busy?: number;
  /** What is wrong upstream, given the letters of the rows. */
  wrong(letters: string): string[];
};

export type Place = {
  sandbox: Sandbox;
  nth: number;
  cid: (i: number) => string;
  user: (i: number) => number;
};

export const many = <T>(make: (i: number) => T, count = ROWS): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** Every row's user must be as the row says, whatever happened on the way. */
export const check =
  (
    { sandbox }: Place,
    rows: readonly { cid: string }[],
    holds: (user: User, i: number, letter: string) => boolean,
  ) =>
  (letters: string): string[] =>
    rows.flatMap(({ cid }, i) => {
      const user = sandbox.control.user(cid);
      return user && holds(user, i, letters[i] ?? '.') ? [] : [`${cid} is not as row ${i + 1} left it`];
    });
