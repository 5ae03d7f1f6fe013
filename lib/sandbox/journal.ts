export type Change = {
  /** null for what belongs to no user, such as a crowd task. */
  readonly cid: string | null;
  readonly field: 'alias' | 'tags' | 'black' | 'badge' | 'device_token' | 'crowd';
  readonly before: unknown;
  readonly after: unknown;
};

/** One applied write with all rows it was about. */
export type Effect = {
  readonly seq: number;
  /** Milliseconds by the sandbox's clock: for a delayed write, when it was applied. */
  readonly at: number;
  /** Verb and template, such as `POST /user/alias`. */
  readonly endpoint: string;
  /** The `seq` of the call that asked for it. */
  readonly requestSeq: number;
  readonly changes: readonly Change[];
};

/** One call to the API, reads and auths included, in order of arrival. */
export type Call = {
  readonly seq: number;
  readonly at: number;
  readonly method: string;
  /** As it came over the wire. */
  readonly path: string;
  readonly template: string | null;
  /** The `x-request-id` that came with it. */
  readonly requestId: string | null;
  /** null while it runs, 0 when the connection was broken without an answer. */
  http: number | null;
  code: number | null;
  fault: string | null;
};

/** Members hold together. */
export type CallFilter = { method?: string; template?: string; requestId?: string };
/** `endpoint` is verb and template, such as `POST /user/alias`. */
export type EffectFilter = { endpoint?: string; cid?: string };

/** The newest entries up to a total weight. */
class Tail<T extends { readonly seq: number }> {
  #items: T[] = [];
  #weight = 0;
  #first = 0;

  /** Entries that made room for newer ones. */
  dropped = 0;

  constructor(
    readonly room: number,
    readonly weigh: (item: T) => number,
  ) {}

  push(item: T): void {
    this.#items.push(item);
    this.#weight += this.weigh(item);
    while (this.#weight > this.room && this.#first < this.#items.length - 1) {
      this.#weight -= this.weigh(this.#items[this.#first++] as T);
      this.dropped++;
    }
    if (this.#first > 10_000 || this.#first * 2 > this.#items.length + 1000) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
  }

  since(seq: number): T[] {
    return this.#items.slice(this.#first).filter((item) => item.seq > seq);
  }

  *newestFirst(): Generator<T> {
    for (let i = this.#items.length - 1; i >= this.#first; i--) yield this.#items[i] as T;
  }

  last(count: number): T[] {
    return this.#items.slice(Math.max(this.#first, this.#items.length - count)).reverse();
  }
}

/** What has been asked and what has been changed since the last reset; the oldest entries make room. */
export class Journal {
  readonly #calls = new Tail<Call>(16_000_000, (call) => call.path.length + 100);
  readonly #effects = new Tail<Effect>(1_000_000, (effect) => effect.changes.length + 1);
  readonly #counters = new Map<string, number>();
  #callSeq = 0;
  #effectSeq = 0;

  call(from: Pick<Call, 'at' | 'method' | 'path' | 'template' | 'requestId'>): Call {
    const call: Call = { ...from, seq: ++this.#callSeq, http: null, code: null, fault: null };
    this.#calls.push(call);
    const name = `${from.method} ${from.template ?? '(no such path)'}`;
    this.#counters.set(name, (this.#counters.get(name) ?? 0) + 1);
    return call;
  }

  effect(at: number, endpoint: string, requestSeq: number, changes: readonly Change[]): void {
    this.#effects.push({ seq: ++this.#effectSeq, at, endpoint, requestSeq, changes });
  }

  /** Calls after `since`, in order of arrival. */
  calls(since = 0, { method, template, requestId }: CallFilter = {}): Call[] {
    return this.#calls
      .since(since)
      .filter(
        (call) =>
          (method === undefined || call.method === method) &&
          (template === undefined || call.template === template) &&
          (requestId === undefined || call.requestId === requestId),
      );
  }
  /** Effects after `since`, in the order they were applied; with a cid, only its rows of each. */
  effects(since = 0, { endpoint, cid }: EffectFilter = {}): Effect[] {
    const found = this.#effects
      .since(since)
      .filter((effect) => endpoint === undefined || effect.endpoint === endpoint);
    if (cid === undefined) return found;
    return found
      .map((effect) => ({ ...effect, changes: effect.changes.filter((change) => change.cid === cid) }))
      .filter((effect) => effect.changes.length > 0);
  }
  /** Effects of the time after `at`, the newest first. */
  *effectsAfter(at: number): Generator<Effect> {
    for (const effect of this.#effects.newestFirst()) {
      if (effect.at <= at) return;
      yield effect;
    }
  }
  lastCalls = (count: number): Call[] => this.#calls.last(count);
  lastEffects = (count: number): Effect[] => this.#effects.last(count);
  totals = () => ({ calls: this.#callSeq, effects: this.#effectSeq });
  dropped = () => ({ calls: this.#calls.dropped, effects: this.#effects.dropped });
  /** Calls per verb and template. */
  counters = (): Record<string, number> => Object.fromEntries([...this.#counters].sort());
}
