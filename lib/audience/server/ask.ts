import 'server-only';
import { setImmediate as turn } from 'node:timers/promises';
import { inLanes } from '@/lib/core/chunk';
import { Refusal } from '@/lib/core/result';
import { checksOf } from '../checks';
import { compile, type Plan } from '../compile';
import type { Dialect } from '../dialect';
import type { Answer, AskEvent, AskInput, Cost, Flat, Group, Term } from '../schema';
import { answerOf } from './answer';
import { type Asker, begin } from './asker';
import { allKept, type CountPlace, digestOf, secondsOf } from './counts';
import { estimate } from './estimate';

/** Counts of one request that are under way at once. */
const LANES = 4;
/** Trees compiled before others get their turn, and how long all of a request may take: the rest is too large. */
const AT_ONCE = 16;
const COMPILE_MS = 3000;

type Planned = { readonly id: string; readonly plan: Plan; readonly terms: readonly Term[] };
type Waiting = Planned & { missing: number; isOver: boolean };

/**
 * Counts how many users each of some trees reaches; the answers are told as they become complete, counts they share are
 * asked once. Tells the plan first; beyond `maxCalls` nothing is asked. Ends at once when the signal fires.
 * @throws the signal's reason
 */
export async function askAudience(
  place: CountPlace,
  input: AskInput,
  emit: (event: AskEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const { dialect, asker, known } = await begin(place, input.maxAgeMs, signal);
  const planned = await planAll(input, dialect, known);
  // What a sum is checked by is asked first, before users have had time to move.
  const wanted = planned.flatMap(({ terms }) => [...checksOf(terms), ...terms].map(({ flat }) => flat));
  const missing = asker.missing(wanted);
  const costOf = (asked: number, counts: number, checks: number): Cost => ({
    calls: asked + checks,
    reused: counts - asked,
    seconds: secondsOf(place.appId, asked + checks, LANES),
  });
  const plans = planned.map(({ id, terms }) => {
    const asked = asker.missing(terms.map(({ flat }) => flat)).length;
    const checks = asked > 0 ? checksOf(terms).length : 0;
    return { id, terms, checks, cost: costOf(asked, terms.length, checks) };
  });
  const checks = plans.reduce((sum, plan) => sum + plan.checks, 0);
  const cost = costOf(missing.length, new Set(wanted.map(digestOf)).size, checks);
  emit({ type: 'plan', cost, plans: plans.map(({ checks: _, ...plan }) => plan) });
  const context = { place, dialect, asker, emit, signal };
  const isTooLarge = ({ plan }: Planned) => plan.kind === 'too-large';
  if (input.beyond === 'interval' && (cost.calls > input.maxCalls || planned.some(isTooLarge)))
    return estimateAll(context, input);
  const tooLarge = planned.filter(isTooLarge);
  for (const { id } of tooLarge)
    emit({ type: 'failed', id, failure: { code: 'INVALID_INPUT', fields: { tree: 'too-large' } } });
  if (cost.calls > input.maxCalls) return emit({ type: 'costly', cost });
  const asked = planned.filter((one) => !isTooLarge(one));
  await run(context, asked, missing);
  await allKept(place.appId);
}

/** Bounds instead of numbers, the calls shared out evenly. */
async function estimateAll(context: Run, { questions, maxCalls, maxAgeMs }: AskInput): Promise<void> {
  const { place, asker, dialect, emit } = context;
  for (const [i, { id, tree }] of questions.entries()) {
    const share = Math.floor((maxCalls - asker.calls) / (questions.length - i));
    const answer = await estimate(place, asker, dialect, tree, { maxCalls: share, maxAgeMs });
    if ('ok' in answer) emit({ type: 'failed', id, failure: answer.failure });
    else emit({ type: 'answer', id, answer });
  }
}

async function planAll(
  { questions }: AskInput,
  dialect: Dialect,
  known: (key: string) => boolean,
): Promise<Planned[]> {
  const planned: Planned[] = [];
  const until = performance.now() + COMPILE_MS;
  for (const [i, { id, tree }] of questions.entries()) {
    if (i % AT_ONCE === AT_ONCE - 1) await turn();
    const isLate = performance.now() > until;
    const plan: Plan = isLate ? { kind: 'too-large', atLeast: 0 } : compile(tree, dialect, known);
    planned.push({ id, plan, terms: plan.kind === 'sum' ? plan.terms : [] });
  }
  return planned;
}

type Run = {
  readonly place: CountPlace;
  readonly dialect: Dialect;
  readonly asker: Asker;
  readonly emit: (event: AskEvent) => void;
  readonly signal: AbortSignal;
};

/** Asks what is missing, in the order of the questions, and answers each as soon as its counts are there. */
async function run(context: Run, planned: readonly Planned[], missing: readonly Flat[]): Promise<void> {
  const { asker, emit, signal } = context;
  const waiting = planned.map((one): Waiting => ({ ...one, missing: 0, isOver: false }));
  const byFlat = new Map<Flat, Waiting[]>();
  const first = new Map(missing.map((flat) => [JSON.stringify(flat), flat]));
  for (const one of waiting) {
    for (const { flat } of one.terms) {
      const key = first.get(JSON.stringify(flat));
      if (!key) continue;
      one.missing++;
      byFlat.set(key, [...(byFlat.get(key) ?? []), one]);
    }
  }
  await Promise.all(waiting.filter((one) => one.missing === 0).map((one) => finish(context, one)));
  let done = 0;
  await inLanes(missing, LANES, async (flat) => {
    const asked = await asker.ask(flat);
    signal.throwIfAborted();
    emit({ type: 'progress', done: ++done, of: missing.length });
    for (const one of byFlat.get(flat) ?? []) {
      one.missing--;
      if (one.isOver) continue;
      if (!asked.ok) {
        one.isOver = true;
        emit({ type: 'failed', id: one.id, failure: asked.failure });
      } else if (one.missing === 0) await finish(context, one);
    }
  });
}

async function finish({ asker, dialect, emit, place }: Run, one: Waiting): Promise<void> {
  one.isOver = true;
  const answer = await answerOf(asker, dialect, one.terms, place.clock.now());
  if ('ok' in answer) emit({ type: 'failed', id: one.id, failure: answer.failure });
  else emit({ type: 'answer', id: one.id, answer });
}

/**
 * One tree, asked anew.
 * @throws Refusal: what the upstream failed with; INVALID_INPUT (tree: too-large, or too-many-calls beyond `maxCalls`)
 */
export async function countOnce(
  place: CountPlace,
  tree: Group,
  { maxCalls, signal }: { maxCalls: number; signal: AbortSignal },
): Promise<Answer> {
  let answer: Answer | undefined;
  await askAudience(
    place,
    { questions: [{ id: 'one', tree }], maxAgeMs: 0, maxCalls },
    (event) => {
      if (event.type === 'answer') answer = event.answer;
      if (event.type === 'failed') throw new Refusal(event.failure);
      if (event.type === 'costly')
        throw new Refusal({ code: 'INVALID_INPUT', fields: { tree: 'too-many-calls' } });
    },
    signal,
  );
  if (!answer) throw new Error('a count without an answer');
  return answer;
}
