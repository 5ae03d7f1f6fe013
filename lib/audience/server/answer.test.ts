import { describe, expect, test } from 'vitest';
import { checksOf } from '../checks';
import { compile } from '../compile';
import type { Dialect } from '../dialect';
import { everybody, flatKey } from '../flat';
import type { Answer, Flat, Group, Term } from '../schema';
import {
  DIALECTS,
  knottedTree,
  type Person,
  pick,
  type Random,
  randomOf,
  someTree,
  tagNames,
  truth,
  vendorCount,
  vendorsOf,
} from '../testing';
import { answerOf, type Counter } from './answer';
import type { Known } from './asker';

// Sums asked over seconds, by a clock of the test, while so many users a second change.

const RUNS = Math.ceil(Number(process.env.MUSTER_PROPERTY_RUNS ?? 4000) / 100);
const USERS = 20_000;
const LANES = 4;
const RATES = [0, 0.001, 0.005, 0.01];
type Change = 'gain a tag' | 'lose a tag' | 'come' | 'go' | 'become others';

/** Users by the mask of tags they have, of whom some change as time goes on. */
class Crowd {
  readonly users: number[];
  readonly cells: number[];
  private changed = 0;
  private readonly one: () => number;
  private readonly aim: number;

  constructor(
    private readonly random: Random,
    tags: number,
    private readonly change: Change,
    private readonly perSecond: number,
  ) {
    const likely = Array.from({ length: tags }, random);
    this.one = () => likely.reduce((mask, share, i) => (random() < share ? mask | (1 << i) : mask), 0);
    this.aim = 1 << Math.floor(random() * tags);
    this.cells = new Array<number>(1 << tags).fill(0);
    this.users = [];
    for (let i = 0; i < USERS; i++) this.enter(this.one());
  }

  private enter(mask: number): void {
    this.users.push(mask);
    this.cells[mask] = (this.cells[mask] ?? 0) + 1;
  }
  private leave(): number {
    const at = Math.floor(this.random() * this.users.length);
    const mask = this.users[at] ?? 0;
    this.users[at] = this.users.at(-1) ?? 0;
    this.users.pop();
    this.cells[mask] = (this.cells[mask] ?? 0) - 1;
    return mask;
  }

  until(seconds: number): void {
    for (; this.changed < seconds * this.perSecond; this.changed++) {
      const mask = this.change === 'come' ? 0 : this.leave();
      if (this.change === 'gain a tag') this.enter(mask | this.aim);
      else if (this.change === 'lose a tag') this.enter(mask & ~this.aim);
      else if (this.change !== 'go') this.enter(this.one());
    }
  }
  count(holds: readonly number[]): number {
    return holds.reduce((sum, times, mask) => sum + times * (this.cells[mask] ?? 0), 0);
  }
}

type Asked = {
  readonly answer: Answer;
  readonly terms: readonly Term[];
  readonly least: number;
  /** By how much the truth lies outside what is told at every moment of the asking. */
  readonly missed: number;
};

/** Asks a sum as a request does – everybody, the checks, the rest, four at a time – and tells what was true meanwhile. */
async function asked(seed: number, change: Change, rate: number): Promise<Asked | null> {
  const random = randomOf(seed);
  const dialect = pick(random, DIALECTS);
  const tags = tagNames(2 + Math.floor(random() * 5));
  const tree = random() < 0.5 ? knottedTree(random, tags) : someTree(random, 5, tags, ['tag']);
  const plan = compile(tree, dialect);
  if (plan.kind !== 'sum' || plan.terms.length < 2) return null;
  const { terms } = plan;
  const crowd = new Crowd(random, tags.length, change, rate * USERS);
  const clock = new Meanwhile(crowd, tree, tags, dialect);
  const latency = 0.1 + random() * 0.9;
  const flats = [everybody(dialect), ...checksOf(terms).map(({ flat }) => flat), ...terms.map((t) => t.flat)];
  const lanes = new Array<number>(LANES).fill(0);
  const calls = [...new Map(flats.map((flat) => [flatKey(flat), flat])).values()].map((flat) => {
    lanes.sort((a, b) => a - b);
    const from = lanes[0] ?? 0;
    lanes[0] = from + latency * (0.8 + 0.4 * random());
    return { flat, at: from + latency * (0.3 + 0.4 * random()) };
  });
  for (const { flat, at } of calls.toSorted((a, b) => a.at - b.at)) clock.count(flat, at);
  let now = Math.max(...lanes);
  const counter: Counter = {
    of: (flat) => clock.known.get(flatKey(flat)),
    ask: async (flat) => {
      now += latency;
      return { ok: true, known: clock.count(flat, now - latency / 2) };
    },
  };
  const answer = await answerOf(counter, dialect, terms, now * 1000);
  if ('ok' in answer) throw new Error('no answer');
  const { least, most } = clock;
  const missed = Math.max(0, answer.low - most, least - answer.high);
  return { answer, terms, least, missed };
}

/** What the counts were at their moments, and between which numbers the truth went. */
class Meanwhile {
  readonly known = new Map<string, Known>();
  least = Number.POSITIVE_INFINITY;
  most = 0;
  private readonly people: readonly Person[];
  private readonly reached: readonly number[];

  constructor(
    private readonly crowd: Crowd,
    tree: Group,
    tags: readonly string[],
    private readonly dialect: Dialect,
  ) {
    this.people = crowd.cells.map((_, mask) => ({
      tags: new Set(tags.filter((_, i) => mask & (1 << i))),
      place: null,
      phone: 'android',
    }));
    this.reached = this.people.map((person) => truth([person], tree));
  }

  count(flat: Flat, seconds: number): Known {
    const vendor = vendorsOf(this.dialect)[0];
    if (!vendor) throw new Error('no vendor');
    this.crowd.until(seconds);
    const now = this.crowd.count(this.reached);
    this.least = Math.min(this.least, now);
    this.most = Math.max(this.most, now);
    const holds = this.people.map((person) => vendorCount([person], flat, vendor));
    const known = { count: this.crowd.count(holds), at: seconds * 1000, reused: false };
    this.known.set(flatKey(flat), known);
    return known;
  }
}

async function several(change: Change, rate: number): Promise<Asked[]> {
  const found: Asked[] = [];
  for (let seed = 1; found.length < RUNS; seed++) {
    const one = await asked(seed, change, rate);
    if (one) found.push(one);
  }
  return found;
}

const LIMIT_MS = 20_000 + 400 * RUNS;

describe.each<Change>(['gain a tag', 'lose a tag', 'come', 'go', 'become others'])('users %s', (change) => {
  test.each(RATES)('%d of all a second', { timeout: LIMIT_MS }, async (rate) => {
    const all = await several(change, rate);
    for (const { answer } of all) {
      expect(answer.low).toBeGreaterThanOrEqual(0);
      expect(answer.value).toBeGreaterThanOrEqual(answer.low);
      expect(answer.value).toBeLessThanOrEqual(answer.high);
      if (answer.drift > 0) expect(answer.state).toBe('reconciled');
    }
    if (rate === 0)
      for (const { answer, least } of all) expect(answer).toMatchObject({ value: least, state: 'exact' });
    // Sums of two counts are not checked: they miss the truth by those who changed between the two.
    const pairs = all.filter(({ terms }) => terms.length === 2);
    for (const { answer, missed } of pairs)
      expect(missed).toBeLessThanOrEqual(1 + rate * USERS * ((answer.to - answer.from) / 1000));
    // Of longer ones what is told, bounds included, was true at some moment; the rest misses it by next to nothing.
    const longer = all.filter(({ terms }) => terms.length > 2);
    expect(longer.filter(({ missed }) => missed > 0).length).toBeLessThanOrEqual(
      Math.ceil(longer.length * 0.015),
    );
    expect(Math.max(...longer.map(({ missed }) => missed))).toBeLessThanOrEqual(USERS / 1000);
  });
});
