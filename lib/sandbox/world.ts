import type { Clock } from '../core/clock';
import type { Bitset } from './bitset';
import { SandboxClock, shanghaiMidnight } from './clock';
import { Crowds } from './crowds';
import { type Dialect, defaultDialect } from './dialect';
import { Faults } from './faults';
import { type Change, Journal } from './journal';
import { type Family, type Limits, Quotas } from './quotas';
import { type Sample, sampleOf } from './sample';
import { seedUsers } from './seed';
import { lengthOf } from './tag-book';
import { Tokens } from './tokens';
import type { Users } from './users';

export type Credentials = { readonly appId: string; readonly appKey: string; readonly masterSecret: string };
export type Population = { readonly users: number; readonly seed: number };

/** A tag put on or taken off users at a time to come. */
type TagOrder = {
  readonly dueAt: number;
  readonly add: boolean;
  readonly tag: string;
  readonly users: readonly number[];
  readonly endpoint: string;
  readonly requestSeq: number;
};

export const MAX_TAGS = 100;
export const MAX_TAG_CHARACTERS = 512;

/** The whole state of the stand-in. */
export class World {
  readonly clock: SandboxClock;
  readonly tokens = new Tokens();
  readonly quotas = new Quotas();
  readonly faults = new Faults();
  readonly crowds = new Crowds();
  readonly #firstDialect: Dialect;
  readonly #firstPopulation: Population;
  dialect: Dialect;
  journal = new Journal();
  users: Users;
  sample: Sample;
  /** Days (Shanghai) of the last overwriting of a user's tags. */
  tagDays = new Map<number, number>();
  #orders: TagOrder[] = [];

  constructor(
    readonly credentials: Credentials,
    population: Population,
    dialect: Partial<Dialect>,
    machine?: Clock,
  ) {
    this.clock = new SandboxClock(machine);
    this.#firstDialect = { ...defaultDialect(), ...dialect };
    this.#firstPopulation = population;
    this.dialect = { ...this.#firstDialect };
    this.users = seedUsers(population.users, population.seed, this.clock.now());
    this.sample = sampleOf(this.users);
  }

  get population(): Population {
    return { users: this.users.size, seed: this.users.seed };
  }

  /** Back to how it started, with other users or switches when named. Tokens stay alive unless told otherwise. */
  reset(change: Partial<Population> & { dialect?: Partial<Dialect>; keepTokens?: boolean } = {}): void {
    const { users = this.#firstPopulation.users, seed = this.#firstPopulation.seed } = change;
    this.clock.reset();
    const now = this.clock.now();
    // Making users anew takes 2 µs each: those that nothing was written to since this midnight stay.
    const untouched = this.journal.totals().effects === 0 && this.users.base === shanghaiMidnight(now);
    if (change.keepTokens === false) this.tokens.killAll();
    this.quotas.clear();
    this.faults.clear();
    this.crowds.clear();
    this.journal = new Journal();
    this.tagDays = new Map();
    this.#orders = [];
    this.dialect = { ...this.#firstDialect, ...change.dialect };
    if (untouched && users === this.users.size && seed === this.users.seed) return;
    this.users = seedUsers(users, seed, now);
    this.sample = sampleOf(this.users);
  }

  limits(family: Family): Limits {
    const d = this.dialect;
    if (family === 'auth') return { perMinute: d.authPerMinute, perDay: d.authPerDay };
    if (family === 'tag-batch') return { perMinute: d.tagBatchPerMinute, perDay: d.tagBatchPerDay };
    if (family === 'device-token') return { perMinute: d.deviceTokenPerMinute, perDay: 0 };
    if (family === 'count') return { perMinute: d.countPerMinute, perDay: 0 };
    return d.tagQueryLimited
      ? { perMinute: d.tagBatchPerMinute, perDay: d.tagBatchPerDay }
      : { perMinute: 0, perDay: 0 };
  }

  /** Writes down an applied write with all its rows, also those that found things as they should be. */
  record(endpoint: string, requestSeq: number, changes: readonly Change[], at = this.clock.now()): void {
    this.journal.effect(at, endpoint, requestSeq, changes);
  }

  /** Queues a tag order; it is never done before an earlier one for the same tag. */
  order(order: TagOrder): void {
    const earlier = this.#orders.findLast((one) => one.tag === order.tag)?.dueAt ?? 0;
    this.#orders.push({ ...order, dueAt: Math.max(order.dueAt, earlier) });
    this.settle();
  }

  get pendingOrders(): number {
    return this.#orders.length;
  }

  /** Does what has fallen due by the sandbox's clock, in the order it fell due; called before anything looks. */
  settle(): void {
    if (this.#orders.length === 0) return;
    const now = this.clock.now();
    const due = this.#orders.filter((order) => order.dueAt <= now).sort((a, b) => a.dueAt - b.dueAt);
    if (due.length === 0) return;
    this.#orders = this.#orders.filter((order) => order.dueAt > now);
    for (const order of due) this.#apply(order);
  }

  /** Whether a user may carry one more tag. */
  hasRoomFor(user: number, tag: string): boolean {
    const { tags } = this.users;
    return (
      tags.has(user, tag) ||
      (tags.countOf(user) < MAX_TAGS && tags.charactersOf(user) + lengthOf(tag) <= MAX_TAG_CHARACTERS)
    );
  }

  /** Who had a tag `agoMs` ago: those who have it now, with what the log tells of the time since taken back. */
  tagBits(tag: string, agoMs: number): Bitset {
    const bits = this.users.tags.bits(tag);
    if (agoMs === 0) return bits;
    for (const { changes } of this.journal.effectsAfter(this.clock.now() - agoMs))
      for (const { cid, field, before } of changes) {
        if (field !== 'tags' || cid === null) continue;
        bits.set(this.users.find(cid), (before as readonly string[]).includes(tag));
      }
    return bits;
  }

  #apply({ dueAt, add, tag, users, endpoint, requestSeq }: TagOrder): void {
    const { tags } = this.users;
    const changes: Change[] = [];
    for (const user of users) {
      if (add && !this.hasRoomFor(user, tag)) continue;
      const before = tags.of(user);
      if (add) tags.add(user, tag);
      else tags.remove(user, tag);
      changes.push({ cid: this.users.cid(user), field: 'tags', before, after: tags.of(user) });
    }
    this.record(endpoint, requestSeq, changes, dueAt);
  }
}
