import { type Clock, systemClock } from '../core/clock';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The day number in Asia/Shanghai (UTC+8 all year), where the vendor's day turns. */
export const shanghaiDay = (now: number): number => Math.floor((now + 8 * HOUR_MS) / DAY_MS);

/** Midnight in Asia/Shanghai of the day that `now` lies in, in milliseconds. */
export const shanghaiMidnight = (now: number): number => shanghaiDay(now) * DAY_MS - 8 * HOUR_MS;

/** `yyyy-MM-dd HH:mm:ss` in Asia/Shanghai. */
export const shanghaiTime = (ms: number): string =>
  new Date(ms + 8 * HOUR_MS).toISOString().slice(0, 19).replace('T', ' ');

export type ClockMove = {
  /** Milliseconds since the epoch to jump to. */
  readonly set?: number;
  /** Milliseconds to go forward. */
  readonly advanceMs?: number;
  /** true stops the clock where it is, false lets it run on from there. */
  readonly frozen?: boolean;
};

/** The sandbox's own time: the machine's, shifted, or standing still. */
export class SandboxClock {
  readonly #machine: Clock;
  #offset = 0;
  #frozenAt: number | undefined;

  constructor(machine: Clock = systemClock) {
    this.#machine = machine;
  }

  /** The machine's time, which clients live in. */
  real = (): number => this.#machine.now();

  now(): number {
    return this.#frozenAt ?? this.real() + this.#offset;
  }

  get frozen(): boolean {
    return this.#frozenAt !== undefined;
  }

  /** Jump first, then go forward, then stop or run. */
  move({ set, advanceMs = 0, frozen = this.frozen }: ClockMove): void {
    const target = (set ?? this.now()) + advanceMs;
    this.#offset = target - this.real();
    this.#frozenAt = frozen ? target : undefined;
  }

  reset(): void {
    this.#offset = 0;
    this.#frozenAt = undefined;
  }
}
