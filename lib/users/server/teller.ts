import 'server-only';
import type { Failure } from '@/lib/core/result';
import { columnsOf, type Group } from '../rules';
import type { ReadEvent, WireCell } from '../schema';
import { spansOf } from './spans';

/** Answers of single users are told together: so many, or what came within so many ms. */
const TOLD_AT_ONCE = 100;
const TOLD_EVERY_MS = 80;

type Answers = { rows: number[]; columns: WireCell[][] };
type Failed = { group: Group; rows: number[]; failure: Failure };

/** Turns answers into events: large blocks at once, small ones together. */
export class Teller {
  private readonly answers = new Map<Group, Answers>();
  private readonly failures = new Map<string, Failed>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly emit: (event: ReadEvent) => void) {}

  rows(group: Group, rows: Int32Array, columns: WireCell[][]): void {
    if (rows.length >= TOLD_AT_ONCE) {
      this.emit({ t: 'rows', group, rows: spansOf(rows), columns });
      return;
    }
    const waiting = this.answers.get(group) ?? { rows: [], columns: columnsOf(group).map(() => []) };
    this.answers.set(group, waiting);
    waiting.rows.push(...rows);
    for (const [c, column] of waiting.columns.entries()) column.push(...(columns[c] ?? []));
    if (waiting.rows.length >= TOLD_AT_ONCE) this.flush();
    else this.soon();
  }

  failed(group: Group, rows: Int32Array, failure: Failure): void {
    const key = `${group} ${failure.code} ${failure.params?.upstreamCode ?? ''}`;
    const known = this.failures.get(key) ?? { group, rows: [], failure };
    this.failures.set(key, known);
    for (const row of rows) known.rows.push(row);
    this.soon();
  }

  /** Tells what is left, when somebody listens still. */
  close(listening: boolean): void {
    if (this.timer) clearTimeout(this.timer);
    if (!listening) return;
    this.flush();
    this.emit({ t: 'end' });
  }

  private soon(): void {
    this.timer ??= setTimeout(() => this.flush(), TOLD_EVERY_MS);
  }

  private flush(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    for (const [group, { rows, columns }] of this.answers)
      this.emit({ t: 'rows', group, rows: spansOf(rows), columns });
    this.answers.clear();
    for (const { group, rows, failure } of this.failures.values()) {
      rows.sort((a, b) => a - b);
      this.emit({ t: 'failed', group, rows: spansOf(rows), failure });
    }
    this.failures.clear();
  }
}
