import type { Failure } from '@/lib/core/result';
import { columnsOf, type DataColumn, GROUPS, type Group, groupOf, typeOf } from '@/lib/users/rules';
import type { ReadEvent, Span, WireCell } from '@/lib/users/schema';

/** A column of texts: a code a row, 0 for none; each text is kept once. */
export type TextColumn = { kind: 'text'; codes: Uint32Array; words: string[]; index: Map<string, number> };
/** Yes 1, no 0, not known -1. */
export type FlagColumn = { kind: 'flag'; values: Int8Array };
/** Whole numbers and moments; NaN: none. */
export type NumberColumn = { kind: 'number'; values: Float64Array };
export type Column = TextColumn | FlagColumn | NumberColumn;

export const UNREAD = 0;
export const READ = 1;
export const FAILED = 2;

/** Rows of a group that are missing for one reason. */
export type Missing = { group: Group; failure: Failure; rows: number };

/**
 * What is known of the users of a lookup: columns of numbers instead of objects, so that a hundred thousand users take
 * some megabytes and are sorted in milliseconds. It is changed in place; `version` moves with every change.
 */
export class RowStore {
  readonly size: number;
  /** How often anything has changed. */
  version = 0;
  /** Rows of each group that are read, and that failed. */
  readonly read: Record<Group, number> = counters();
  readonly failed: Record<Group, number> = counters();
  private lowerCids: boolean | null = null;
  private readonly columns = new Map<DataColumn, Column>();
  private readonly states = new Map<Group, Uint8Array>();
  private readonly reasons = new Map<string, { group: Group; failure: Failure }>();
  /** Which reason each failed row has, by the order of `reasons`. */
  private readonly reasonOf = new Map<Group, Uint8Array>();

  constructor(
    readonly cids: readonly string[],
    /** Row → alias it was found by. */
    readonly via: ReadonlyMap<number, string> = new Map(),
  ) {
    this.size = cids.length;
  }

  /** No cid has a capital letter, as with all that the platform hands out. */
  get hasLowerCids(): boolean {
    this.lowerCids ??= !this.cids.some((cid) => /[A-Z]/.test(cid));
    return this.lowerCids;
  }

  /** The state of each row in a group. */
  state(group: Group): Uint8Array {
    let state = this.states.get(group);
    if (!state) {
      state = new Uint8Array(this.size);
      this.states.set(group, state);
    }
    return state;
  }

  column(name: DataColumn): Column {
    let column = this.columns.get(name);
    if (!column) {
      column = emptyColumn(typeOf(name), this.size);
      this.columns.set(name, column);
    }
    return column;
  }

  /** A cell as it is: text, number or moment, yes 1 and no 0; null when it is none or not read. */
  cell(name: DataColumn, row: number): string | number | null {
    const column = this.columns.get(name);
    if (!column) return null;
    if (column.kind === 'text')
      return column.codes[row] ? (column.words[column.codes[row] ?? 0] ?? null) : null;
    if (column.kind === 'flag') return (column.values[row] ?? -1) < 0 ? null : (column.values[row] ?? null);
    const value = column.values[row] ?? Number.NaN;
    return Number.isNaN(value) ? null : value;
  }

  isRead(name: DataColumn, row: number): boolean {
    return this.states.get(groupOf(name))?.[row] === READ;
  }

  /** Takes in a line of the stream. */
  apply(event: ReadEvent): void {
    if (event.t === 'rows') this.take(event.group, event.rows, event.columns);
    else if (event.t === 'failed') this.miss(event.group, event.rows, event.failure);
  }

  private take(group: Group, spans: readonly Span[], cells: readonly (readonly WireCell[])[]): void {
    const state = this.state(group);
    for (const [c, name] of columnsOf(group).entries()) fill(this.column(name), spans, cells[c] ?? []);
    each(spans, (row) => {
      if (state[row] === FAILED) this.failed[group]--;
      if (state[row] !== READ) this.read[group]++;
      state[row] = READ;
    });
    this.version++;
  }

  private miss(group: Group, spans: readonly Span[], failure: Failure): void {
    const state = this.state(group);
    const key = `${group} ${failure.code} ${failure.params?.upstreamCode ?? ''}`;
    if (!this.reasons.has(key) && this.reasons.size < 255) this.reasons.set(key, { group, failure });
    const reason = [...this.reasons.keys()].indexOf(key);
    const reasons = this.reasonOf.get(group) ?? new Uint8Array(this.size);
    this.reasonOf.set(group, reasons);
    each(spans, (row) => {
      if (state[row] !== UNREAD) return;
      state[row] = FAILED;
      reasons[row] = Math.max(0, reason);
      this.failed[group]++;
    });
    this.version++;
  }

  /** Forgets that rows failed, so that they are read again. */
  retry(group: Group): void {
    const state = this.state(group);
    for (let row = 0; row < this.size; row++) if (state[row] === FAILED) state[row] = UNREAD;
    this.failed[group] = 0;
    this.version++;
  }

  /** Forgets that rows are read; their values stay until they are read again. */
  forget(group: Group, rows: Int32Array): void {
    const state = this.state(group);
    for (const row of rows) {
      if (state[row] !== READ) continue;
      state[row] = UNREAD;
      this.read[group]--;
    }
    this.version++;
  }

  /** What is missing, a line a group and reason. */
  missing(): Missing[] {
    const found: Missing[] = [];
    const keys = [...this.reasons.values()];
    for (const [i, { group, failure }] of keys.entries()) {
      if (this.failed[group] === 0) continue;
      const state = this.state(group);
      const reasons = this.reasonOf.get(group);
      let rows = 0;
      for (let row = 0; row < this.size; row++) if (state[row] === FAILED && reasons?.[row] === i) rows++;
      if (rows) found.push({ group, failure, rows });
    }
    return found;
  }
}

const counters = () => Object.fromEntries(GROUPS.map((group) => [group, 0])) as Record<Group, number>;

function emptyColumn(type: ReturnType<typeof typeOf>, size: number): Column {
  if (type === 'text') return { kind: 'text', codes: new Uint32Array(size), words: [''], index: new Map() };
  if (type === 'flag') return { kind: 'flag', values: new Int8Array(size).fill(-1) };
  return { kind: 'number', values: new Float64Array(size).fill(Number.NaN) };
}

function each(spans: readonly Span[], work: (row: number, at: number) => void): void {
  let at = 0;
  for (const [from, to] of spans) for (let row = from; row < to; row++) work(row, at++);
}

function fill(column: Column, spans: readonly Span[], cells: readonly WireCell[]): void {
  if (column.kind === 'text') each(spans, (row, at) => setText(column, row, cells[at] ?? null));
  else if (column.kind === 'flag')
    each(spans, (row, at) => {
      const cell = cells[at];
      column.values[row] = typeof cell === 'number' ? cell : -1;
    });
  else
    each(spans, (row, at) => {
      const cell = cells[at];
      column.values[row] = typeof cell === 'number' ? cell : Number.NaN;
    });
}

function setText(column: TextColumn, row: number, cell: WireCell): void {
  if (cell === null || cell === '') {
    column.codes[row] = 0;
    return;
  }
  const text = String(cell);
  let code = column.index.get(text);
  if (code === undefined) {
    code = column.words.push(text) - 1;
    column.index.set(text, code);
  }
  column.codes[row] = code;
}
