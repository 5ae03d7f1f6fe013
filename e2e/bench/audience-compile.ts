import { compile } from '../../lib/audience/compile';
import { nextMasks } from '../../lib/audience/overlap';
import { DIALECTS, pick, type Random, randomOf, someTree, tagNames } from '../../lib/audience/testing';
import type { Figure } from './figures';

const TREES = 1500;
const TABLES = 40;
const SETS = 8;
const USERS = 20_000;

/** Milliseconds to compile random trees over ten tags, warm: 95 of 100 take less. */
function compileTime(): number {
  const times: number[] = [];
  for (let seed = 0; seed < TREES; seed++) {
    const random = randomOf(seed);
    const tree = someTree(random, 6, tagNames(10), ['tag']);
    const dialect = pick(random, DIALECTS);
    const from = performance.now();
    compile(tree, dialect);
    if (seed >= 100) times.push(performance.now() - from);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
}

/** Users in all sets of each mask: shares by Zipf, a fifth of the pairs of sets without users. */
function countsOf(random: Random): number[] {
  const pairs: { pair: number; at: number }[] = [];
  for (let a = 0; a < SETS; a++)
    for (let b = a + 1; b < SETS; b++) pairs.push({ pair: (1 << a) | (1 << b), at: random() });
  const empty = pairs.toSorted((a, b) => a.at - b.at).slice(0, Math.round(pairs.length / 5));
  const counts = new Array<number>(1 << SETS).fill(0);
  for (let user = 0; user < USERS; user++) {
    let mask = 0;
    for (let set = 0; set < SETS; set++) if (random() < 0.5 / (set + 1)) mask |= 1 << set;
    for (const { pair } of empty) if ((mask & pair) === pair) mask &= ~(pair & -pair);
    for (let part = mask; ; part = (part - 1) & mask) {
      counts[part] = (counts[part] ?? 0) + 1;
      if (part === 0) break;
    }
  }
  return counts;
}

/** Counts asked for every overlap of eight sets, of the 255 there are: the most of some tables. */
function asked(): number {
  let most = 0;
  for (let seed = 0; seed < TABLES; seed++) {
    const counts = countsOf(randomOf(seed));
    const known = new Map([[0, USERS]]);
    for (let next = nextMasks(SETS, known); next.ask.length > 0; next = nextMasks(SETS, known))
      for (const mask of next.ask) known.set(mask, counts[mask] ?? 0);
    most = Math.max(most, known.size - 1);
  }
  return most / (2 ** SETS - 1);
}

/** What needs no upstream: time to compile, and counts saved. */
export function compileFigures(): Figure[] {
  const time = compileTime();
  const share = asked();
  return [
    { figure: 'compile, 10 tags, p95', value: time, target: 50, ok: time <= 50, unit: 'ms' },
    {
      figure: 'counts asked of 255, 8 sets, most',
      value: share,
      target: 0.5,
      ok: share <= 0.5,
      unit: 'ratio',
    },
  ];
}
