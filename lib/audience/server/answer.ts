import 'server-only';
import { checksOf } from '../checks';
import type { Dialect } from '../dialect';
import { mayBeOff, movedBy, possible } from '../drift';
import { everybody } from '../flat';
import type { Answer, CountedTerm, Term } from '../schema';
import type { Asked, Asker } from './asker';

/** So often are counts asked again that together say what cannot be. */
const MOST_TRIES = 2;
const AT_FAULT = 3;

/** What has been counted, and asks again. */
export type Counter = Pick<Asker, 'of' | 'ask'>;

type Sum = { readonly sum: number; readonly terms: readonly CountedTerm[] };

function sumOf(asker: Counter, terms: readonly Term[]): Sum {
  const counted = terms.map((term): CountedTerm => {
    const known = asker.of(term.flat);
    if (!known) throw new Error('a count is missing');
    return { ...term, ...known };
  });
  return { sum: counted.reduce((sum, { times, count }) => sum + times * count, 0), terms: counted };
}

/**
 * The answer of a plan whose counts have all come. Longer sums are checked: when users moved meanwhile, the answer says by
 * how much it may be off. What cannot be (negative, more than everybody) is asked again, at most twice, and then set to
 * the nearest possible value.
 */
export async function answerOf(
  asker: Counter,
  dialect: Dialect,
  terms: readonly Term[],
  now: number,
): Promise<Answer | Extract<Asked, { ok: false }>> {
  const calls = terms.filter(({ flat }) => asker.of(flat)?.reused === false).length;
  const all = everybody(dialect);
  const most = () => asker.of(all)?.count ?? Number.POSITIVE_INFINITY;
  let found = sumOf(asker, terms);
  let moved = 0;
  let repeated = 0;
  const checks = calls > 0 ? new Set(checksOf(terms).map(({ flat }) => flat)) : null;
  if (checks?.size) {
    const again = await askAgain(
      asker,
      found.terms.filter(({ flat }) => checks.has(flat)),
    );
    if ('ok' in again) return again;
    moved = again.moved;
    repeated += checks.size;
    found = sumOf(asker, terms);
  }
  for (let tries = 0; tries < MOST_TRIES && (found.sum < 0 || found.sum > most()); tries++) {
    // Everybody may be known from earlier than the terms: then there are more users now, and the sum is right.
    const isOutgrown = tries === 0 && found.sum > most();
    const faulty = isOutgrown ? [{ flat: all, count: most() }] : suspects(found.terms);
    const again = await askAgain(asker, faulty);
    if ('ok' in again) return again;
    if (!isOutgrown) moved = Math.max(moved, again.moved);
    repeated += faulty.length;
    found = sumOf(asker, terms);
  }
  const high = most();
  const { value, state } = possible(found.sum, { low: 0, high });
  const off = terms.length === 1 ? 0 : mayBeOff(terms, moved);
  const times = found.terms.map(({ at }) => at);
  const reused = found.terms.filter((term) => term.reused).length;
  return {
    value,
    low: Math.max(0, value - off),
    high: Math.min(high, value + off),
    state: off > 0 ? 'reconciled' : state,
    from: times.length ? Math.min(...times) : now,
    to: times.length ? Math.max(...times) : now,
    calls: calls + repeated,
    reused,
    drift: moved,
    terms: found.terms,
  };
}

async function askAgain(asker: Counter, terms: readonly Pick<CountedTerm, 'flat' | 'count'>[]) {
  const brackets = [];
  for (const { flat, count } of terms) {
    const asked = await asker.ask(flat, true);
    if (!asked.ok) return asked;
    brackets.push({ before: count, after: asked.known.count });
  }
  return { moved: movedBy(brackets) };
}

/** The oldest ones: what was asked together agrees better. */
const suspects = (terms: readonly CountedTerm[]): CountedTerm[] =>
  terms.toSorted((a, b) => a.at - b.at).slice(0, AT_FAULT);
