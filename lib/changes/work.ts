import 'server-only';
import type { Chunk } from './engine';
import {
  type AnyKind,
  OPEN_LETTER,
  OUTCOME_LETTER,
  OUTCOME_OF,
  type Outcome,
  READ_BACK_LETTER,
  READ_BACK_OF,
  type ReadBack,
  type RowAnswer,
} from './kind';
import { beforeOf, joinBefore, linesOf } from './rows';

type Counts = Record<Outcome, number> & { verified: number; differing: number };

/** A chunk in hand: its rows, and what is known of each so far. */
export class Work {
  readonly rows: readonly unknown[];
  #letters: string[];
  #readBack: string[];
  #before: (string | null)[];
  #errors: NonNullable<Chunk['rowErrors']>;

  constructor(
    readonly kind: AnyKind,
    readonly chunk: Chunk,
  ) {
    this.rows = linesOf(chunk.rows).map((line) => kind.decode(line));
    const length = this.rows.length;
    this.#letters = [...(chunk.outcomes ?? OPEN_LETTER.repeat(length))];
    this.#readBack = [...(chunk.readBack ?? READ_BACK_LETTER['not-read'].repeat(length))];
    this.#before = beforeOf(chunk);
    this.#errors = { ...chunk.rowErrors };
  }

  /** Places of the rows whose fate is open. */
  open(): number[] {
    return this.#letters.flatMap((letter, i) => (letter === OPEN_LETTER ? [i] : []));
  }

  outcome(place: number): Outcome | null {
    return OUTCOME_OF[this.#letters[place] as 'c'] ?? null;
  }

  settle(places: readonly number[], outcome: Outcome): void {
    for (const place of places) this.#letters[place] = OUTCOME_LETTER[outcome];
  }

  /** Takes what a call said of the rows at these places. */
  answer(places: readonly number[], answers: readonly RowAnswer[]): void {
    for (const [i, place] of places.entries()) {
      const said = answers[i] ?? 'unknown';
      const outcome = typeof said === 'string' ? said : said.outcome;
      this.#letters[place] = OUTCOME_LETTER[outcome];
      // What was read before this call says nothing of what it did.
      this.#readBack[place] = READ_BACK_LETTER['not-read'];
      if (typeof said === 'string') continue;
      if (said.readBack) this.#readBack[place] = READ_BACK_LETTER[said.readBack];
      if (said.before !== undefined) this.#before[place] = said.before;
      if (said.code !== null || said.message !== null) this.fault(place, said.code, said.message);
    }
  }

  /** What the upstream said of one row. */
  fault(place: number, code: number | null, message: string | null): void {
    this.#errors[place] = { code, message };
  }

  found(place: number, what: ReadBack): void {
    this.#readBack[place] = READ_BACK_LETTER[what];
  }

  /** Rows to read back: those that may have changed something and were not read yet. */
  toReadBack(): number[] {
    return this.#readBack.flatMap((letter, i) => {
      const unread = letter === READ_BACK_LETTER['not-read'];
      return unread && ['confirmed', 'unknown'].includes(this.outcome(i) ?? '') ? [i] : [];
    });
  }

  /** What a row replaces: text, empty for nothing, null when it was not read. */
  before(place: number): string | null {
    return this.#before[place] ?? null;
  }

  setBefore(places: readonly number[], texts: readonly (string | null)[]): void {
    for (const [i, place] of places.entries()) this.#before[place] = texts[i] ?? null;
  }

  at(places: readonly number[]): unknown[] {
    return places.map((place) => this.rows[place]);
  }

  counts(): Counts {
    const counts: Counts = { confirmed: 0, rejected: 0, unknown: 0, skipped: 0, verified: 0, differing: 0 };
    for (const [i, letter] of this.#letters.entries()) {
      counts[OUTCOME_OF[letter as 'c'] ?? 'unknown']++;
      const read = READ_BACK_OF[this.#readBack[i] as '-'];
      if (read === 'as-intended') counts.verified++;
      if (read === 'differs') counts.differing++;
    }
    return counts;
  }

  readBackOf(place: number): ReadBack {
    return READ_BACK_OF[this.#readBack[place] as '-'] ?? 'not-read';
  }

  /** The columns of the chunk that say what is known of its rows. */
  columns(): Pick<Chunk, 'outcomes' | 'readBack' | 'before' | 'rowErrors'> {
    const read = this.#readBack.join('');
    return {
      outcomes: this.#letters.join(''),
      readBack: /[^-]/.test(read) ? read : null,
      before: joinBefore(this.#before),
      rowErrors: Object.keys(this.#errors).length > 0 ? this.#errors : null,
    };
  }
}
