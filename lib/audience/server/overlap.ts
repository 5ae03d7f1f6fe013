import 'server-only';
import { setImmediate as turn } from 'node:timers/promises';
import { inLanes } from '@/lib/core/chunk';
import { compile } from '../compile';
import type { Dialect } from '../dialect';
import { cellsOf, nextMasks } from '../overlap';
import type { Cell, Cost, Flat, Group, OverlapAsk, OverlapEvent, Term } from '../schema';
import { type Asker, begin } from './asker';
import { allKept, type CountPlace, digestOf, secondsOf } from './counts';

const LANES = 4;
/** Sets that take longer to be planned are too large. */
const COMPILE_MS = 3000;
/** So often are counts asked again that together say what cannot be. */
const MOST_TRIES = 2;
const EVERYBODY = 0;
const singles = (n: number): number[] => Array.from({ length: n }, (_, i) => 1 << i);

/** Whoever is in all sets of a mask; mask 0: everybody. */
const inAll = (sets: OverlapAsk['sets'], mask: number): Group => ({
  id: 'all',
  kind: 'group',
  op: 'all',
  parts: sets.filter((_, i) => (mask >> i) & 1).map(({ tree }) => tree),
});

/**
 * How sets overlap: users in each combination of them. Small combinations come first, and what follows from them is left out;
 * counts that cannot be are asked again, at most twice. Tells the plan first: the most it may cost.
 * @throws the signal's reason
 */
export async function askOverlap(
  place: CountPlace,
  input: OverlapAsk,
  emit: (event: OverlapEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const { dialect, asker, known } = await begin(place, input.maxAgeMs, signal);
  const plans = await planMasks(input, dialect, known);
  if (!plans)
    return emit({ type: 'failed', failure: { code: 'INVALID_INPUT', fields: { sets: 'too-large' } } });
  const wanted = plans.flatMap((terms) => terms.map(({ flat }) => flat));
  const asked = asker.missing(wanted).length;
  const reused = new Set(wanted.map(digestOf)).size - asked;
  const checks = singles(input.sets.length).reduce((sum, mask) => sum + (plans[mask]?.length ?? 0), 0);
  const calls = asked > 0 ? asked + checks : 0;
  const cost: Cost = { calls, reused, seconds: secondsOf(place.appId, calls, LANES) };
  emit({ type: 'plan', cost });
  if (calls > input.maxCalls) return emit({ type: 'costly', cost });
  await new Levels(place, asker, plans, emit, calls).run(input.sets.length);
  await allKept(place.appId);
}

/** The sum of each mask, or null when one of them is too large. */
async function planMasks(
  { sets }: OverlapAsk,
  dialect: Dialect,
  known: (key: string) => boolean,
): Promise<Term[][] | null> {
  const plans: Term[][] = [];
  const until = performance.now() + COMPILE_MS;
  for (let mask = 0; mask < 1 << sets.length; mask++) {
    await turn();
    if (performance.now() > until) return null;
    const plan = compile(inAll(sets, mask), dialect, known);
    if (plan.kind === 'too-large') return null;
    plans.push(plan.kind === 'sum' ? [...plan.terms] : []);
  }
  return plans;
}

/** Whether every overlap is known or under way. */
function isAllAsked(n: number, counts: ReadonlyMap<number, number>, asked: ReadonlySet<number>): boolean {
  for (let mask = 1; mask < 1 << n; mask++) if (!counts.has(mask) && !asked.has(mask)) return false;
  return true;
}

class Levels {
  private done = 0;
  private moved = 0;
  private isImpossible = false;
  /** Which has been told. */
  private hasFailed = false;
  private readonly used = new Map<string, Flat>();

  constructor(
    private readonly place: CountPlace,
    private readonly asker: Asker,
    private readonly plans: readonly (readonly Term[])[],
    private readonly emit: (event: OverlapEvent) => void,
    private readonly of: number,
  ) {}

  async run(n: number): Promise<void> {
    const counts = new Map<number, number>();
    await this.countAll(n, counts);
    if (this.hasFailed) return;
    const total = () => counts.get(EVERYBODY) ?? null;
    let found = cellsOf(n, counts, total());
    for (let tries = 0; tries < MOST_TRIES && found.offenders.length > 0; tries++) {
      await this.count(found.offenders, counts, true);
      if (this.hasFailed) return;
      found = cellsOf(n, counts, total());
    }
    const isExact = this.moved === 0 && !this.isImpossible;
    const cells = isExact ? found.cells : found.cells.map((cell): Cell => ({ ...cell, state: 'reconciled' }));
    this.tell(n, counts, cells);
  }

  /**
   * Counts everybody and every mask that does not follow from others, each as soon as a lane is free and its parts are
   * known; then the sets once more: they were counted first, and users who moved meanwhile show there.
   */
  private countAll(n: number, counts: Map<number, number>): Promise<void> {
    const asked = new Set<number>();
    const again = singles(n);
    let under = 0;
    return new Promise((resolve, reject) => {
      const start = (mask: number, anew: boolean) => {
        under++;
        asked.add(mask);
        this.countOne(mask, counts, anew).then(() => {
          under--;
          go();
        }, reject);
      };
      const go = () => {
        while (under < LANES && !this.hasFailed) {
          const mask = this.nextOf(n, counts, asked);
          if (mask !== null) start(mask, false);
          else if (isAllAsked(n, counts, asked) && this.asker.calls > 0 && again.length > 0)
            start(again.shift() ?? 0, true);
          else break;
        }
        if (under === 0) resolve();
      };
      go();
    });
  }

  /** What to count next, if anything can be. The last overlap is rather asked than kept waiting while a lane is free. */
  private nextOf(n: number, counts: Map<number, number>, asked: ReadonlySet<number>): number | null {
    const { ask, derived } = nextMasks(n, counts);
    for (const [mask, count] of derived) counts.set(mask, count);
    const found = [EVERYBODY, ...ask].find((mask) => !asked.has(mask));
    if (found !== undefined) return found;
    const last = (1 << n) - 1;
    return !counts.has(last) && !asked.has(last) && isAllAsked(n, counts, new Set([...asked, last]))
      ? last
      : null;
  }

  private async count(masks: readonly number[], counts: Map<number, number>, anew: boolean): Promise<void> {
    await inLanes(masks, LANES, (mask) => this.countOne(mask, counts, anew));
  }

  private async countOne(mask: number, counts: Map<number, number>, anew: boolean): Promise<void> {
    let sum = 0;
    for (const { times, flat } of this.plans[mask] ?? []) {
      if (this.hasFailed) return;
      const before = this.asker.of(flat);
      const asked = await this.asker.ask(flat, anew);
      if (!asked.ok) {
        if (!this.hasFailed) this.emit({ type: 'failed', failure: asked.failure });
        this.hasFailed = true;
        return;
      }
      this.used.set(JSON.stringify(flat), flat);
      if (before && anew) this.moved = Math.max(this.moved, Math.abs(before.count - asked.known.count));
      if (!before) this.emit({ type: 'progress', done: ++this.done, of: this.of });
      sum += times * asked.known.count;
    }
    if (sum < 0) this.isImpossible = true;
    counts.set(mask, Math.max(0, sum));
  }

  private tell(n: number, counts: ReadonlyMap<number, number>, cells: readonly Cell[]) {
    const known = [...this.used.values()].flatMap((flat) => this.asker.of(flat) ?? []);
    const times = known.map(({ at }) => at);
    const now = this.place.clock.now();
    this.emit({
      type: 'overlap',
      overlap: {
        cells,
        sizes: Array.from({ length: n }, (_, i) => counts.get(1 << i) ?? 0),
        total: counts.get(EVERYBODY) ?? null,
        from: times.length ? Math.min(...times) : now,
        to: times.length ? Math.max(...times) : now,
        calls: this.asker.calls,
        reused: known.filter(({ reused }) => reused).length,
        drift: this.moved,
      },
    });
  }
}
