import 'server-only';
import { inLanes } from '@/lib/core/chunk';
import { boundsPlan, interval } from '../bounds';
import type { Dialect } from '../dialect';
import { everybody, flatKey } from '../flat';
import type { Answer, CountedTerm, Flat, Group } from '../schema';
import type { Asked, Asker } from './asker';
import { type CountPlace, freshFlats } from './counts';

const LANES = 4;

/**
 * Between which numbers the users of a tree lie, within so many calls; counts that are known narrow it for nothing. The
 * count of everybody is among the calls.
 */
export async function estimate(
  place: CountPlace,
  asker: Asker,
  dialect: Dialect,
  tree: Group,
  { maxCalls, maxAgeMs }: { maxCalls: number; maxAgeMs: number },
): Promise<Answer | Extract<Asked, { ok: false }>> {
  const known = await freshFlats(place, maxAgeMs);
  const base = everybody(dialect);
  const budget = Math.max(0, maxCalls - (known.has(flatKey(base)) ? 0 : 1));
  const flats: Flat[] = [base, ...boundsPlan(tree, dialect, budget, (key) => known.has(key))];
  const before = asker.calls;
  const asked = await inLanes(flats, LANES, (flat) => asker.ask(flat));
  const failed = asked.find((one) => !one.ok);
  if (failed && !failed.ok) return failed;
  const terms = flats.flatMap((flat): CountedTerm[] => {
    const count = asker.of(flat);
    return count ? [{ times: 0, flat, ...count }] : [];
  });
  const counts = new Map(known);
  for (const { flat, count } of terms) counts.set(flatKey(flat), count);
  const all = asker.of(base)?.count ?? Number.MAX_SAFE_INTEGER;
  const bounds = interval(tree, dialect, counts);
  // Counts of different moments may contradict one another.
  const high = Math.max(0, Math.min(bounds.high, all));
  const low = Math.min(Math.max(0, bounds.low), high);
  const times = terms.map(({ at }) => at);
  const isExact = low === high && bounds.low === bounds.high;
  return {
    value: isExact ? low : null,
    low,
    high,
    state: isExact ? 'exact' : 'interval',
    from: Math.min(...times),
    to: Math.max(...times),
    calls: asker.calls - before,
    reused: terms.filter(({ reused }) => reused).length,
    drift: 0,
    // They bound the number; they do not add up to it.
    terms: [],
  };
}
