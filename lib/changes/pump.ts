import 'server-only';
import { beat } from '@/lib/jobs/heartbeat';
import { describeError, log } from '@/lib/log';
import type { Chunk, Engine, Job } from './engine';
import { feed } from './feed';
import { claimNext, putBack } from './hold';
import { recoverChunks } from './recover';
import { runChunk } from './run-chunk';

/** How long an idle process waits before it asks again; an order in this very process wakes it at once. */
const IDLE_MS = 400;
/** How often the queue is fed while it holds more than enough: what is urgent or was given back does not wait for its end. */
const FEED_MS = 1_000;
const AFTER_ERROR_MS = 1_000;

/** While calls end this fast, as many as there are lanes are claimed ahead: one transaction for many, not one each. */
const QUICK_MS = 1_000;

const keyOf = ({ jobId, seq }: Chunk) => `${jobId}/${seq}`;

/** What this process works on right now, by job and chunk: also what its own people ordered. */
export type Held = Set<string>;

/**
 * Runs a chunk and keeps it among those that this process answers for. `onAnswered`: nothing more is asked of the
 * upstream, only settling is left.
 */
export async function runHeld(
  engine: Engine,
  held: Held,
  job: Job,
  chunk: Chunk,
  onAnswered?: () => void,
): Promise<void> {
  const key = keyOf(chunk);
  held.add(key);
  try {
    await runChunk(engine, job, chunk, onAnswered);
  } finally {
    held.delete(key);
  }
}

export type Pump = { wake(): void; stop(): Promise<void> };

/** Chunks that may wait to be settled, times the lanes: a database that falls behind holds the calls up. */
const SETTLING = 2;

/**
 * Takes chunks out of the queue and has up to `lanes` of them call at once until it is stopped; a chunk that is only being
 * settled leaves its lane to the next. Feeds the queue when it runs low. `stop` waits for all that is under way.
 */
export function startPump(engine: Engine, held: Held, lanes: number): Pump {
  const busy = new Set<Promise<void>>();
  const open = new Set<Promise<void>>();
  const ahead: { job: Job; chunk: Chunk }[] = [];
  let usualMs = Number.POSITIVE_INFINITY;
  let ending = false;
  let fedAt = 0;
  let wakeUp: () => void = () => undefined;
  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  function start({ job, chunk }: { job: Job; chunk: Chunk }): void {
    const began = performance.now();
    let leave: () => void = () => undefined;
    const lane = new Promise<void>((resolve) => {
      leave = resolve;
    }).then(() => {
      busy.delete(lane);
      const ms = performance.now() - began;
      usualMs = usualMs === Number.POSITIVE_INFINITY ? ms : 0.9 * usualMs + 0.1 * ms;
      wakeUp();
    });
    busy.add(lane);
    const running: Promise<void> = runHeld(engine, held, job, chunk, leave).finally(() => {
      leave();
      open.delete(running);
      wakeUp();
    });
    open.add(running);
  }

  async function round(): Promise<void> {
    const free = Math.min(lanes - busy.size, (1 + SETTLING) * lanes - open.size);
    if (free <= 0) {
      await Promise.race(busy.size === lanes ? busy : open);
      return;
    }
    if (ahead.length < free) {
      const more = usualMs < QUICK_MS ? lanes : 0;
      const claimed = await claimNext(engine, free - ahead.length + more);
      for (const one of claimed) held.add(keyOf(one.chunk));
      ahead.push(...claimed);
    }
    const starting = ahead.splice(0, free);
    for (const one of starting) start(one);
    const full = starting.length === free;
    if (full && performance.now() - fedAt < FEED_MS) return;
    fedAt = performance.now();
    if (full) {
      await feed(engine);
      return;
    }
    if ((await feed(engine)) === 0 && !ending) await rest(IDLE_MS);
  }

  const loop = (async () => {
    while (!ending) {
      try {
        await round();
      } catch (error) {
        log.error(describeError(error), 'the pump of changes stumbled; it goes on in a moment');
        if (!ending) await rest(AFTER_ERROR_MS);
      }
    }
    await Promise.all(open);
    for (const { chunk } of ahead) {
      await putBack(engine, chunk, 0).catch(() => undefined);
      held.delete(keyOf(chunk));
    }
  })();
  return {
    wake: () => wakeUp(),
    stop: async () => {
      ending = true;
      wakeUp();
      await loop;
    },
  };
}

/** One beat of this process: it says that it lives, and gives back what the dead held. */
export async function heartbeat(engine: Engine, held: Held, lanes: number): Promise<void> {
  await beat(engine.db, engine.workerId, lanes);
  await recoverChunks(engine, held);
}
