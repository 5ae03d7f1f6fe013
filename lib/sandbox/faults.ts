/** What happens to a call instead of, before or after its ordinary handling. */
export type FaultEffect =
  /** Answers with this envelope; applied before only when `apply`. */
  | { kind: 'status'; http: number; code: number; msg: string; data?: unknown; apply?: boolean }
  /** Applies the call and answers after `ms`. */
  | { kind: 'delay'; ms: number }
  /** Breaks the connection; nothing is applied. */
  | { kind: 'reset-before' }
  /** Applies the call, then breaks the connection without an answer. */
  | { kind: 'reset-after' }
  /** Applies the call, then answers HTTP 200 with text that is not JSON. */
  | { kind: 'garbage' }
  /** Answers as a proxy in between would, with an HTML page; applied before only when `apply`. */
  | { kind: 'html'; http: number; apply?: boolean }
  /** Applies the call, announces the whole answer, sends half of it and breaks the connection. */
  | { kind: 'truncate' }
  /** Applies the call, sends the head and half of the answer, holds it for `ms`, then sends the rest. */
  | { kind: 'stall'; ms: number }
  /** Kills every token, then handles the call as usual. */
  | { kind: 'expire-tokens' };

export type FaultSpec = {
  readonly match?: {
    readonly method?: string;
    /** A template such as `/user/alias` or `/user/cid/alias/$alias`. */
    readonly endpoint?: string;
    /** Matching calls to let pass first. */
    readonly skip?: number;
  };
  /** Calls it strikes; 0: until cleared. Default 1. */
  readonly times?: number;
  readonly effect: FaultEffect;
};

/** `timesLeft` is null for a fault that stays until cleared. */
export type FaultView = FaultSpec & {
  id: number;
  skipLeft: number;
  timesLeft: number | null;
  struck: number;
};

/** The faults in force; the first that matches a call strikes it, and only that one. */
export class Faults {
  #entries: FaultView[] = [];
  #lastId = 0;

  /** Returns the id of the new fault. */
  add(spec: FaultSpec): number {
    const { times = 1 } = spec;
    const id = ++this.#lastId;
    const timesLeft = times === 0 ? null : times;
    this.#entries.push({ ...spec, id, skipLeft: spec.match?.skip ?? 0, timesLeft, struck: 0 });
    return id;
  }

  /** The fault that strikes this call, used up by one. */
  strike(method: string, template: string | null): FaultEffect | null {
    for (const entry of this.#entries) {
      const { match = {} } = entry;
      if (entry.timesLeft === 0) continue;
      if (match.method !== undefined && match.method !== method) continue;
      if (match.endpoint !== undefined && match.endpoint !== template) continue;
      if (entry.skipLeft > 0) {
        entry.skipLeft--;
        continue;
      }
      if (entry.timesLeft !== null) entry.timesLeft--;
      entry.struck++;
      return entry.effect;
    }
    return null;
  }

  /** All faults, also those used up. */
  list(): FaultView[] {
    return this.#entries.map((entry) => ({ ...entry }));
  }

  clear(): void {
    this.#entries = [];
  }
}
