import 'server-only';
import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '@/lib/db/client';
import { budget, budgetUse } from '@/lib/db/schema/budgets';
import type { QuotaFamily } from '@/lib/getui/endpoints';
import { after, type BudgetRow, defaultsOf, factsOf, freeInMs, lockBudget, updateBudget } from './rows';
import { decide, type Facts, holdMs, paceOf, peopleActive, type Refusal, shanghaiDay } from './rules';
import type { BudgetState, Grant, NoGrant, Who } from './schema';

/** From the grant's commit to the first byte: what a call that begins late may overrun its deadline by. */
const GRACE_MS = 5_000;

export type Ask = {
  readonly appId: string;
  readonly family: QuotaFamily;
  readonly who: Who;
  readonly jobId?: string;
  /** The call ends no later than this after the ask. */
  readonly deadlineMs: number;
};

/**
 * Asks for a slot of a family, shared by every process of the app; never waits. Call the upstream only with a
 * {@link Grant}, within its `endsBy`, and at most once; then tell {@link answered}.
 *
 * **Never over the limit.** A slot is taken from its grant until its answer plus a window W (60 s). Take any calls that
 * arrive upstream within less than W, and look at the moment g the last of them was granted. Another of them, arrived
 * at r and answered at a ≥ r, was granted before g. The last arrives after g and less than W from r, so g < r + W ≤
 * a + W: at g the other still holds its slot. So all of them hold slots at once, and there are `perMinute` slots. No
 * margin, no assumption on delays, and no clock but the database's. A call without an answer holds its slot until its
 * deadline plus W; a process that dies has sent its call by then or never does.
 *
 * **Nothing is given away.** Whoever knows of a call only that it arrived between grant and answer can do no better:
 * each call that holds a slot could have arrived within W of the one that asks. The price is latency: a slot turns once
 * in W + latency, so that `W / (W + latency)` of the limit are used: 99.8 % at 0.1 s, 98.4 % at 1 s, 96 % at 2.5 s.
 *
 * **People and bulk work.** Bulk work alone uses the whole minute, but spread evenly (one slot each W / limit, 6 % ahead
 * of that at most): then a slot comes free every 0.6 s, and the first click of a person waits for the next one alone.
 * The click also wakes the reserve (10 of 100): for ten minutes bulk work leaves so many slots free, so that the next
 * clicks wait for nothing. A reserve kept always would cost 10 % of every night. Of the day bulk work leaves 3 % (or
 * less, when the reserve is set lower): 97 % are its own, and it goes on after midnight. Simulated at a limit of 100 with
 * answers after 0 to 5 s, first clicks only, without any reserve: 95 of 100 wait less than 1.7 s.
 *
 * **The day** is counted in the row and turns at midnight Asia/Shanghai; a call in flight then counts in both days.
 */
export async function take(db: Database, ask: Ask): Promise<Grant | NoGrant> {
  const endsBy = performance.now() + ask.deadlineMs;
  const answer = await db.transaction(async (tx) => {
    const row = await lockBudget(tx, ask.appId, ask.family);
    const facts = await factsOf(tx, row);
    const decision = decide(facts, ask.who);
    const person = ask.who === 'person' ? { peopleAt: new Date(facts.now) } : {};
    if (!decision.granted) {
      if (ask.who === 'person') await updateBudget(tx, row, person);
      const { short, ...no } = decision;
      return short === undefined ? no : { ...no, waitMs: await freeInMs(tx, row, short) };
    }
    const { appId, family, who, jobId = null, deadlineMs } = ask;
    const [use] = await tx
      .insert(budgetUse)
      .values({
        ...{ appId, family, who, jobId },
        grantedAt: sql`clock_timestamp()`,
        freeAt: after(deadlineMs + GRACE_MS + row.windowMs),
      })
      .returning({ id: budgetUse.id });
    if (!use) throw new Error('the grant was not kept');
    await updateBudget(tx, row, {
      ...person,
      ...(who === 'bulk' ? { paceAt: nextTurn(facts) } : {}),
      ...(decision.probe ? { probeId: use.id, probeUntil: new Date(facts.now + deadlineMs) } : {}),
      day: shanghaiDay(facts.now),
      usedDay: facts.usedDay + 1,
    });
    return { granted: true, id: use.id } as const;
  });
  return answer.granted ? { ...answer, endsBy } : answer;
}

const nextTurn = (facts: Facts) => new Date(Math.max(facts.now, facts.paceAt ?? 0) + paceOf(facts).stepMs);

/**
 * The call of a grant has ended: with any answer, or certainly without having left. Its slot comes free a window from
 * now, and a probe reopens the family. Do not call it when the outcome is open (timeout, broken connection): the request
 * may still be on its way, and the slot frees itself. After a quota's refusal call {@link refused} first.
 */
export async function answered(db: Database, grantId: number): Promise<void> {
  await db.orm.execute(sql`
    with told as (
      update ${budgetUse} u set answered_at = clock_timestamp(),
        free_at = clock_timestamp() + b.window_ms * interval '1 millisecond'
      from ${budget} b
      where u.id = ${grantId} and u.answered_at is null and b.app_id = u.app_id and b.family = u.family
      returning u.id
    )
    update ${budget} set held_until = null, probe_id = null, probe_until = null
    where probe_id = (select id from told)`);
}

/**
 * The upstream refused a call of this family for its quota: closes it for all processes, see `holdMs`, and remembers at
 * how many calls. The refusals of calls that were on their way by then change nothing, unless they name a longer time.
 */
export async function refused(
  db: Database,
  appId: string,
  family: QuotaFamily,
  error: Refusal,
): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await lockBudget(tx, appId, family);
    const facts = await factsOf(tx, row);
    const { now, windowMs } = facts;
    const window = error.window ?? 'minute';
    const closed = facts.heldUntil !== null && now < facts.heldUntil;
    const inARow =
      facts.heldUntil !== null || (row.refusedAt && now - row.refusedAt.getTime() < 2 * windowMs);
    const streak = closed ? row.streak : inARow ? row.streak + 1 : 1;
    const until = now + holdMs({ ...error, window }, streak, now, windowMs);
    if (closed && until <= (facts.heldUntil ?? 0) + windowMs) return;
    const used = window === 'day' ? facts.usedDay : facts.used;
    const limit = window === 'day' ? facts.perDay : facts.perMinute;
    await updateBudget(tx, row, {
      heldUntil: new Date(until),
      probeId: null,
      probeUntil: null,
      heldBecause: window,
      heldCode: error.code,
      refusedAt: new Date(now),
      refusedUsed: used,
      refusedLimit: limit,
      streak,
      surprises: row.surprises + (!closed && used <= (limit ?? used) ? 1 : 0),
    });
  });
}

/** A family as it stands. Reads only: a family nobody has used shows the vendor's figures. */
export async function budgetState(db: Database, appId: string, family: QuotaFamily): Promise<BudgetState> {
  const [found] = await db.orm
    .select()
    .from(budget)
    .where(and(eq(budget.appId, appId), eq(budget.family, family)));
  const row: BudgetRow = found ?? { ...EMPTY, appId, family, ...defaultsOf(family) };
  const facts = await factsOf(db.orm, row);
  const next = decide(facts, 'bulk');
  const waitMs = next.granted ? 0 : next.short ? await freeInMs(db.orm, row, next.short) : next.waitMs;
  const { refusedAt } = row;
  return {
    family,
    perMinute: row.perMinute,
    perDay: row.perDay,
    reserve: row.reserve,
    windowMs: row.windowMs,
    usedMinute: facts.used,
    usedDay: facts.usedDay,
    peopleActive: peopleActive(facts.peopleAt, facts.now, row.windowMs),
    opensAt: facts.now + waitMs,
    window: next.granted ? null : next.window,
    refused: facts.heldUntil !== null,
    lastRefusal: refusedAt && {
      at: refusedAt.getTime(),
      window: row.heldBecause ?? 'minute',
      code: row.heldCode,
      used: row.refusedUsed ?? 0,
      limit: row.refusedLimit,
    },
    surprises: row.surprises,
    now: facts.now,
  };
}

const EMPTY = {
  windowMs: 60_000,
  day: 0,
  usedDay: 0,
  peopleAt: null,
  paceAt: null,
  heldUntil: null,
  probeId: null,
  probeUntil: null,
  heldBecause: null,
  heldCode: null,
  refusedAt: null,
  refusedUsed: null,
  refusedLimit: null,
  streak: 0,
  surprises: 0,
  updatedAt: new Date(0),
};
