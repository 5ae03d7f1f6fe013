import 'server-only';
import { newId } from '@/lib/core/ids';
import type { Getui } from '@/lib/getui/client';
import { GetuiError } from '@/lib/getui/errors';
import { describeError, log } from '@/lib/log';
import type { Chunk, Engine, Job } from './engine';
import { putBack, Stopped, store, TakenOver } from './hold';
import { halt, holdBack } from './holds';
import { commitIntent } from './intent';
import { Narrowing } from './narrowing';
import { readBackRows } from './read-back';
import { hashChunk } from './rows';
import { settle } from './settle';
import { callMs, takeSlot } from './slot';
import { judge, limitOf, type Verdict } from './verdict';
import { Work } from './work';

/** Calls of one chunk that may end without an answer before its open rows are left unknown. */
const MAX_LOST = 3;
/** The same while somebody waits at the screen. */
const MAX_LOST_SEEN = 2;
/** So many rows refused one after another, none accepted: most likely it is the wrong file, and a person should look. */
const REFUSALS_IN_A_ROW = 50;
/** Tries of a call that certainly did not happen while somebody waits at the screen. */
const PATIENT_TRIES = 2;
const RETRY_MS = 300;
/** How soon a chunk that lost its answer is taken up again by a bulk change, times the answers lost. */
const LOST_PAUSE_MS = 1_000;

/**
 * Takes a claimed chunk to the end of its way: calls, narrowing, reading back, settling. What cannot go on now is given
 * back with the time at which it may; what somebody else has taken over is left alone. `onAnswered` is called when the
 * upstream is done with and the settling begins.
 */
export async function runChunk(
  engine: Engine,
  job: Job,
  chunk: Chunk,
  onAnswered?: () => void,
): Promise<void> {
  try {
    const upstream = await engine.upstreamOf(job.appId);
    await new Run(engine, job, chunk, upstream, onAnswered).toTheEnd();
  } catch (error) {
    if (error instanceof TakenOver) {
      log.warn({ jobId: job.id, seq: chunk.seq }, 'a chunk was taken over; this process leaves it');
      return;
    }
    // Between two calls every answer is stored; what may have happened without one still says so.
    if (error instanceof Stopped) return putBack(engine, chunk, 0).catch(left(job, chunk));
    log.error(
      { jobId: job.id, seq: chunk.seq, ...describeError(error) },
      'a change stopped on an unexpected error; it goes on in a moment',
    );
    // Whatever state it is in stands in the chunk: a call that may have left is read back first.
    const values = chunk.state === 'sending' ? { maybeSent: true, lost: chunk.lost + 1 } : {};
    await putBack(engine, chunk, 5_000, values).catch(left(job, chunk));
  }
}

const left = (job: Job, chunk: Chunk) => (error: unknown) =>
  log.warn({ jobId: job.id, seq: chunk.seq, ...describeError(error) }, 'a chunk could not be given back');

class Run {
  readonly work: Work;
  #failure: Verdict | null = null;
  #tries = 0;
  #refusals = 0;
  /** What was read of the rows right before the call that comes next. */
  readonly #found = new Map<number, string | null>();
  readonly #narrowing: Narrowing;

  constructor(
    readonly engine: Engine,
    readonly job: Job,
    readonly chunk: Chunk,
    readonly upstream: Getui,
    readonly onAnswered: (() => void) | undefined,
  ) {
    this.work = new Work(engine.kindOf(job.kind), chunk);
    this.#narrowing = new Narrowing(chunk.batch);
  }

  async toTheEnd(): Promise<void> {
    const { work, chunk, job } = this;
    if (chunk.rowsHash !== null && hashChunk(job.rowsSalt, chunk.rows) !== chunk.rowsHash) {
      log.error({ jobId: job.id, seq: chunk.seq }, 'the rows of a chunk are not those that were previewed');
      work.settle(work.open(), 'rejected');
      return this.end({ failure: 'tampered', known: true });
    }
    for (let open = work.open(); open.length > 0; open = work.open()) {
      if (this.engine.ending?.() && !job.options.interactive) throw new Stopped();
      if (chunk.maybeSent && !(await this.reconcile(open))) continue;
      const next = work.open();
      if (next.length === 0) break;
      if ((await this.step(next.slice(0, chunk.batch ?? next.length))) === 'given-back') return;
    }
    await this.end(this.#failure);
  }

  /** A call may have taken effect: what reads as intended has happened. True when the rest may be sent (again). */
  async reconcile(open: number[]): Promise<boolean> {
    const { work, chunk, job, engine } = this;
    const { effect } = work.kind;
    if (effect === 'set') {
      await readBackRows(engine, this.upstream, job, work, open);
      work.settle(
        open.filter((place) => work.readBackOf(place) === 'as-intended'),
        'confirmed',
      );
    }
    const most = job.options.interactive ? MAX_LOST_SEEN : MAX_LOST;
    const again = effect === 'set' && chunk.lost < most && job.state !== 'cancelling';
    if (!again) {
      work.settle(work.open(), 'unknown');
      this.#failure ??= { failure: chunk.failure ?? 'interrupted', known: false };
      return false;
    }
    this.#failure = { failure: chunk.failure ?? 'interrupted', known: false };
    chunk.maybeSent = false;
    return true;
  }

  /** One call for the rows at these places, and what follows from its answer. */
  async step(places: number[]): Promise<'settled' | 'given-back'> {
    const { engine, job, chunk, work, upstream } = this;
    const requestId = newId(engine.clock.now());
    let going = places;
    let answered = async (): Promise<void> => undefined;
    let leftMs = () => callMs(engine);
    try {
      going = await this.look(places, requestId);
      if (going.length === 0) return 'settled';
      const slot = await takeSlot(engine, job, work.kind.family);
      if (slot && 'waitMs' in slot) return this.wait(slot.waitMs, 'rate-limited');
      if (slot) ({ answered, leftMs } = slot);
      engine.reach?.('slot-taken');
      const sendBefore = await commitIntent(engine, chunk, requestId);
      chunk.state = 'sending';
      engine.reach?.('intent-committed');
      engine.onEvent?.({ type: 'sending', seq: chunk.seq, calls: job.chunks });
      const onSent = engine.reach ? () => engine.reach?.('on-the-wire') : undefined;
      const found = work.kind.readsFirst ? going.map((place) => this.#found.get(place) ?? null) : undefined;
      const options = { requestId, sendBefore, deadlineMs: leftMs(), onSent, found };
      const answers = await work.kind.send(upstream, work.at(going), job.params, options);
      engine.reach?.('answered');
      work.answer(going, answers);
      this.#refusals = 0;
      const batch = this.#narrowing.accepted(going.length);
      // The last answer of a chunk is stored by its settling, unless something is to be done before that.
      if (work.open().length > 0 || job.options.readBack) {
        await store(engine, chunk, { ...work.columns(), batch });
        engine.reach?.('answer-stored');
      }
      await answered();
      return 'settled';
    } catch (error) {
      const { family } = work.kind;
      if (error instanceof GetuiError && error.kind === 'rate-limited' && family)
        await engine.budgets.refused(job.appId, family, limitOf(error));
      // Without an answer the call may still be on its way: its slot frees itself after the deadline.
      if (!(error instanceof GetuiError) || error.known) await answered();
      if (!(error instanceof GetuiError)) throw error;
      return this.afterFailure(going, error);
    }
  }

  /** What must be seen right before sending: whether the preview still holds, and what each row replaces. */
  async look(places: number[], requestId: string): Promise<number[]> {
    const { engine, job, work, chunk, upstream } = this;
    const { kind } = work;
    const rows = work.at(places);
    if (kind.recheck && !(await kind.recheck(upstream, rows, job.params, { requestId }))) {
      work.settle(places, 'rejected');
      this.#failure = { failure: 'stale', known: true };
      return [];
    }
    // What was read once stands: after a call that may have happened the value found may be our own.
    const unread = job.options.readFirst && places.some((place) => work.before(place) === null);
    if (!kind.current || !(unread || kind.readsFirst)) return places;
    engine.reach?.('before-read');
    const planned = places.map((place) => work.before(place));
    const found = await kind.current(upstream, rows, job.params, { requestId }, planned);
    for (const [i, place] of places.entries()) this.#found.set(place, found[i]?.before ?? null);
    work.setBefore(
      places,
      found.map(({ before }, i) => planned[i] ?? before),
    );
    const changed = kind.readsFirst ? places.filter((_, i) => found[i]?.goes === false) : [];
    if (changed.length > 0) {
      // After a call without an answer, somebody may have changed what that call had done.
      const known = chunk.lost === 0;
      work.settle(changed, known ? 'skipped' : 'unknown');
      const why = found.find(({ goes }) => !goes)?.why ?? 'changed-since';
      this.#failure ??= { failure: why, known };
    }
    await store(engine, chunk, work.columns());
    return places.filter((place) => !changed.includes(place));
  }

  async afterFailure(places: number[], error: GetuiError): Promise<'settled' | 'given-back'> {
    const { engine, job, chunk, work } = this;
    const { effect, indivisible, limitedByRow } = work.kind;
    const parts = indivisible ? 1 : places.length;
    const verdict = judge(error, { effect, rows: parts, limitedByRow });
    const facts = { failure: verdict.failure, failureKnown: verdict.known, ...verdict.facts };
    const patient = !job.options.interactive;
    switch (verdict.next) {
      case 'narrow':
        await store(engine, chunk, { batch: this.#narrowing.refused(places.length) });
        engine.reach?.('narrowed');
        return 'settled';
      case 'reject':
        await this.reject(places, error, verdict);
        await store(engine, chunk, { ...work.columns(), batch: this.#narrowing.refused(1) });
        if (patient && ++this.#refusals >= REFUSALS_IN_A_ROW && !job.options.acceptRefusals) {
          await halt(engine, job, { why: 'refusals', code: error.code, message: error.msg });
          await putBack(engine, chunk, 0, facts);
          return 'given-back';
        }
        return 'settled';
      case 'reconcile': {
        const lost = { ...facts, maybeSent: true, lost: chunk.lost + 1 };
        await store(engine, chunk, lost);
        if (!patient || work.kind.effect !== 'set') return 'settled';
        await holdBack(engine, job, verdict.failure);
        await putBack(engine, chunk, LOST_PAUSE_MS * chunk.lost);
        return 'given-back';
      }
      case 'wait':
        if (!patient) return this.giveUp(places, verdict);
        return this.wait(verdict.limit.retryAfterMs ?? 0, verdict.failure, facts);
      case 'halt':
        if (!patient) return this.giveUp(places, verdict);
        await halt(engine, job, { why: verdict.halt, code: error.code, message: error.msg });
        await putBack(engine, chunk, 0, facts);
        return 'given-back';
    }
  }

  /**
   * These rows will not do. After a call without an answer they may be refused because that call has done it: they are
   * read first, and what is not there stays unknown where the refusal may be a limit that call has used up.
   */
  async reject(places: number[], { code, msg }: GetuiError, verdict: Verdict): Promise<void> {
    const { engine, job, work, upstream } = this;
    const { effect, limitedByRow } = work.kind;
    const again = this.chunk.lost > 0 && effect === 'set';
    if (again) await readBackRows(engine, upstream, job, work, places);
    const done = again ? places.filter((place) => work.readBackOf(place) === 'as-intended') : [];
    const rest = places.filter((place) => !done.includes(place));
    const known = !(again && limitedByRow);
    work.settle(done, 'confirmed');
    work.settle(rest, known ? 'rejected' : 'unknown');
    for (const place of rest) work.fault(place, code, msg);
    if (rest.length > 0) this.#failure = { ...verdict, known };
  }

  /** Somebody waits at the screen: a second try, then the plain answer that nothing happened. */
  async giveUp(places: number[], verdict: Verdict): Promise<'settled'> {
    if (verdict.failure === 'unreachable' && ++this.#tries < PATIENT_TRIES) {
      await this.engine.clock.sleep(RETRY_MS);
      return 'settled';
    }
    this.work.settle(places, 'rejected');
    this.#failure = verdict;
    return 'settled';
  }

  async wait(ms: number, failure: string, facts: Partial<Chunk> = {}): Promise<'given-back'> {
    const { engine, job, chunk } = this;
    const metered = failure === 'rate-limited' && this.work.kind.family !== null;
    const pause = metered ? ms : await holdBack(engine, job, failure, ms);
    await putBack(engine, chunk, pause, facts);
    return 'given-back';
  }

  async end(failure: Verdict | null): Promise<void> {
    const { engine, job, work, chunk } = this;
    if (job.options.readBack) {
      const places = work.toReadBack();
      if (places.length > 0) {
        engine.onEvent?.({ type: 'reading-back', rows: places.length });
        await readBackRows(engine, this.upstream, job, work, places);
        engine.reach?.('read-back');
        const happened = places.filter((place) => work.readBackOf(place) === 'as-intended');
        if (work.kind.effect === 'set') work.settle(happened, 'confirmed');
      }
    }
    this.onAnswered?.();
    const some = work.rows.length > 1 && failure?.failure === 'refused';
    await settle(engine, job, work, {
      failure: some ? 'rows-refused' : (failure?.failure ?? null),
      failureKnown: failure ? failure.known : null,
      httpStatus: failure?.facts?.httpStatus ?? chunk.httpStatus,
      upstreamCode: failure?.facts?.upstreamCode ?? chunk.upstreamCode,
      upstreamMessage: failure?.facts?.upstreamMessage ?? chunk.upstreamMessage,
    });
  }
}
