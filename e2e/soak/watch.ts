import type { Sandbox } from '@/lib/sandbox/server';
import type { HeldChunk } from './desk';

type Waiting = HeldChunk & { killedAt: number; resumedAt: number | null };
export type Kill = { at: number; held: Waiting[]; repeated: number };

/** Follows the sandbox's own notes while a soak runs: how soon work that died is taken up, and what was done twice. */
export class Watch {
  readonly kills: Kill[] = [];
  /** Calls that set again what a call had set before. `strange`: those that no kill accounts for. */
  readonly repeats = { calls: 0, rows: 0, strange: 0 };
  calls = 0;
  #waiting = new Map<string, Waiting[]>();
  #set = new Set<string>();
  #writes = new Map<string, number>();
  #since = { calls: 0, effects: 0 };
  readonly #timer = setInterval(() => this.look(), 500);

  /** `blindMs`: what arrives so soon after a kill was sent before it. */
  constructor(
    private readonly sandbox: Sandbox,
    private readonly blindMs: number,
  ) {}

  killed(at: number, held: readonly HeldChunk[]): void {
    const waiting = held.map((chunk) => ({ ...chunk, killedAt: at, resumedAt: null }));
    this.kills.push({ at, held: waiting, repeated: 0 });
    for (const chunk of waiting)
      for (const token of chunk.tokens)
        this.#waiting.set(token, [...(this.#waiting.get(token) ?? []), chunk]);
  }

  /** True while nobody has taken up what a kill left of this change. */
  waitsFor(jobId: string): boolean {
    return this.kills.some(({ held }) => held.some((one) => one.jobId === jobId && one.resumedAt === null));
  }

  look(): void {
    const { control } = this.sandbox;
    for (const call of control.calls(this.#since.calls)) {
      this.#since.calls = call.seq;
      this.calls++;
      if (call.method !== 'GET' && call.requestId) this.#writes.set(call.requestId, call.at);
      this.#heard(decodeURIComponent(call.path.split('/').at(-1) ?? ''), call.at);
    }
    for (const { seq, at, changes } of control.effects(this.#since.effects)) {
      this.#since.effects = seq;
      for (const { cid } of changes) this.#heard(cid ?? '', at);
      const again = changes.filter(({ cid, after }) => after !== null && this.#set.has(`${cid} ${after}`));
      for (const { cid, after } of changes) if (after !== null) this.#set.add(`${cid} ${after}`);
      if (again.length === 0) continue;
      this.repeats.calls++;
      this.repeats.rows += again.length;
      const cid = again[0]?.cid ?? '';
      const cause = this.kills.findLast(
        (kill) => kill.at <= at && kill.held.some(({ sending, tokens }) => sending && tokens.includes(cid)),
      );
      if (cause) cause.repeated++;
      else this.repeats.strange++;
    }
  }

  #heard(token: string, at: number): void {
    const waiting = this.#waiting.get(token);
    if (!waiting) return;
    const left = waiting.filter((chunk) => {
      if (at < chunk.killedAt + this.blindMs) return true;
      chunk.resumedAt ??= at;
      return false;
    });
    if (left.length > 0) this.#waiting.set(token, left);
    else this.#waiting.delete(token);
  }

  /** A call that found nothing to change, or was told to try later, is known by its request id alone. */
  alsoCalled(chunk: Waiting, requestId: string): void {
    const at = this.#writes.get(requestId) ?? 0;
    if (at < chunk.killedAt + this.blindMs) return;
    chunk.resumedAt = Math.min(at, chunk.resumedAt ?? at);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.look();
  }
}
