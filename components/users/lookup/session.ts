import type { Failure } from '@/lib/core/result';
import { cidsPerCall, GROUPS, type Group } from '@/lib/users/rules';
import type { Span } from '@/lib/users/schema';
import { failureOf } from '../../data/json-lines';
import { RowStore, UNREAD } from '../grid/store';
import { readRows } from './api';

/** Rows that are wanted first, and how many spans one request may name. */
const FIRST = 1000;
const MOST_SPANS = 20_000;
/** How often the page is told of what has come, at most. */
const TELL_MS = 200;

const isFree = (group: Group) => cidsPerCall(group) === 0;

/** What a page sees of a reading; a new object with every change. */
export type Progress = Readonly<{
  version: number;
  /** Groups that are being read. */
  reading: ReadonlySet<Group>;
  /** Groups whose reading was stopped or broke off, with the reason when it was not a person. */
  halted: ReadonlyMap<Group, Failure | null>;
}>;

/** One lookup on the screen: what is known, and the reading that goes on. It outlives renders, not the page. */
export class Session {
  readonly store: RowStore;
  private readonly listeners = new Set<() => void>();
  private readonly running = new Map<Group, AbortController>();
  private readonly halted = new Map<Group, Failure | null>();
  private progress: Progress = { version: 0, reading: new Set(), halted: new Map() };
  private timer: ReturnType<typeof setTimeout> | null = null;
  private toldAt = 0;

  constructor(
    private readonly app: string,
    private readonly lookup: string,
    cids: readonly string[],
    via: ReadonlyMap<number, string>,
  ) {
    this.store = new RowStore(cids, via);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly current = (): Progress => this.progress;

  /** Reads what is unread of some groups: of `rows`, in this order, or of all. Groups that are being read go on. */
  read(groups: readonly Group[], rows: Int32Array): void {
    const isBusy = (group: Group) => this.running.get(group)?.signal.aborted === false;
    // Groups that lack the same rows are read in step, by one request; so Muster's own knowledge, which comes faster than
    // any upstream, does not hold up what is waited for.
    const alike = new Map<string, Group[]>();
    for (const group of groups.filter((one) => !isBusy(one))) {
      const key = this.store.read[group] === 0 && this.store.failed[group] === 0 ? 'fresh' : group;
      alike.set(key, [...(alike.get(key) ?? []), group]);
    }
    for (const together of alike.values()) void this.run(together, rows);
  }

  /** Reads again what failed of a group. */
  retry(group: Group, rows: Int32Array): void {
    this.store.retry(group);
    this.read([group], rows);
  }

  /** What was read of some rows may have changed: free groups are read anew, the others wait until somebody asks. */
  readAgain(groups: readonly Group[], rows: Int32Array): void {
    const known = groups.filter((group) => this.store.read[group] > 0);
    for (const group of known) this.store.forget(group, rows);
    this.tell();
    this.read(known.filter(isFree), rows);
  }

  /** Ends readings and their calls at once; what has come stays. */
  stop(groups: readonly Group[] = GROUPS): void {
    for (const group of groups) this.running.get(group)?.abort();
  }

  /** While a page shows it; the function returned is for when the page goes. */
  show(): () => void {
    return () => this.stop();
  }

  private async run(groups: readonly Group[], rows: Int32Array): Promise<void> {
    const abort = new AbortController();
    for (const group of groups) {
      this.running.set(group, abort);
      this.halted.delete(group);
    }
    this.changed();
    let failure: Failure | null = null;
    try {
      while (!abort.signal.aborted && (await this.request(groups, rows, abort.signal)));
    } catch (error) {
      // Stopped by a person: that is no failure.
      failure = abort.signal.aborted ? null : failureOf(error);
    }
    for (const group of groups) {
      // Whoever was stopped may have begun anew meanwhile.
      if (this.running.get(group) !== abort) continue;
      this.running.delete(group);
      if (failure || abort.signal.aborted) this.halted.set(group, failure);
    }
    this.changed();
  }

  /** One request; true when there is more to ask for. */
  private async request(groups: readonly Group[], rows: Int32Array, signal: AbortSignal): Promise<boolean> {
    const [lead] = groups;
    if (!lead) return false;
    const unread = this.unread(lead, rows);
    if (unread.length === 0) return false;
    const first = [...unread.subarray(0, FIRST)];
    const { spans, isAll } = spansOf(unread.slice(FIRST).sort());
    const before = this.store.version;
    let isEnded = false;
    const about = { app: this.app, lookup: this.lookup, groups: [...groups] };
    for await (const event of readRows(about, { first, spans }, signal)) {
      isEnded = event.t === 'end';
      this.store.apply(event);
      this.soon();
    }
    if (!isEnded) throw new Error('the stream broke off');
    return !isAll && this.store.version > before;
  }

  private unread(group: Group, rows: Int32Array): Int32Array {
    const state = this.store.state(group);
    return rows.filter((row) => state[row] === UNREAD);
  }

  private changed(): void {
    this.progress = {
      version: this.store.version,
      reading: new Set(this.running.keys()),
      halted: new Map(this.halted),
    };
    this.tell();
  }

  private soon(): void {
    this.timer ??= setTimeout(() => this.tell(), Math.max(0, this.toldAt + TELL_MS - performance.now()));
  }

  private tell(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.toldAt = performance.now();
    this.progress = { ...this.progress, version: this.store.version };
    for (const listener of this.listeners) listener();
  }
}

/** Rows in ascending order as spans, as many as one request takes. */
function spansOf(rows: Int32Array): { spans: Span[]; isAll: boolean } {
  const spans: Span[] = [];
  for (const row of rows) {
    const last = spans.at(-1);
    if (last && last[1] === row) last[1] = row + 1;
    else if (spans.length === MOST_SPANS) return { spans, isAll: false };
    else spans.push([row, row + 1]);
  }
  return { spans, isAll: true };
}
