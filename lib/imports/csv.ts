import { refuseFile } from './fault';
import { type FileRecord, isBlank } from './records';
import type { Delimiter } from './schema';

/** Longest record; a file with a longer one is no table. */
const MOST_CHARACTERS = 1_000_000;
/** A quoted cell longer than this was never closed: better one bad row than a file swallowed by it. */
const MOST_QUOTED = 64_000;

const NEWLINE = /\r\n|\r|\n/g;

type Careful = { cells: string[]; next: number; lines: number };

/**
 * Cuts text that comes in pieces into records: CRLF, CR and LF, quotes after RFC 4180 (a quote inside an unquoted cell
 * is an ordinary character), blank lines left out but counted.
 */
export class RecordCutter {
  #rest = '';
  #line = 1;

  constructor(private readonly delimiter: Delimiter) {}

  /** Line that the next record begins on. */
  get line(): number {
    return this.#line;
  }

  /** The records that are complete with this text. @throws Refusal (file: line-too-long) */
  push(text: string): FileRecord[] {
    return this.#cut(this.#rest === '' ? text : this.#rest + text, false);
  }

  end(): FileRecord[] {
    return this.#cut(this.#rest, true);
  }

  #cut(text: string, final: boolean): FileRecord[] {
    const records: FileRecord[] = [];
    const { delimiter } = this;
    let at = 0;
    let lf = text.indexOf('\n');
    let cr = text.indexOf('\r');
    let quote = text.indexOf('"');
    while (at < text.length) {
      if (lf >= 0 && lf < at) lf = text.indexOf('\n', at);
      if (cr >= 0 && cr < at) cr = text.indexOf('\r', at);
      if (quote >= 0 && quote < at) quote = text.indexOf('"', at);
      let end = lf;
      let next = lf + 1;
      if (cr >= 0 && (lf < 0 || cr < lf)) {
        // The LF of a CRLF may come with the next piece.
        if (cr + 1 === text.length && !final) break;
        end = cr;
        next = lf === cr + 1 ? lf + 1 : cr + 1;
      } else if (lf < 0) {
        if (!final) break;
        end = text.length;
        next = end;
      }
      if (quote >= 0 && quote < end) {
        const careful = this.#quoted(text, at, final);
        if (careful === 'more') break;
        if (careful !== 'open') {
          if (!isBlank(careful.cells)) records.push({ line: this.#line, cells: careful.cells });
          this.#line += careful.lines;
          at = careful.next;
          continue;
        }
        records.push({ line: this.#line, cells: text.slice(at, end).split(delimiter), broken: 'quote-open' });
      } else if (end > at) {
        const cells = text.slice(at, end).split(delimiter);
        const first = cells[0] ?? '';
        if ((first !== '' && first.charCodeAt(0) > 32) || !isBlank(cells))
          records.push({ line: this.#line, cells });
      }
      this.#line++;
      at = next;
    }
    this.#rest = at === 0 ? text : text.slice(at);
    if (this.#rest.length > MOST_CHARACTERS) refuseFile('line-too-long', { line: this.#line });
    return records;
  }

  /** A record that holds a quote; `more`: its end has not come yet, `open`: it never will. */
  #quoted(text: string, start: number, final: boolean): Careful | 'more' | 'open' {
    const cells: string[] = [];
    let lines = 1;
    let at = start;
    for (;;) {
      let cell = '';
      if (text[at] === '"') {
        const opened = at;
        let from = at + 1;
        for (;;) {
          const close = text.indexOf('"', from);
          const length = (close < 0 ? text.length : close) - opened;
          if (length > MOST_QUOTED || (close < 0 && final)) return 'open';
          if (close < 0 || (close + 1 === text.length && !final)) return 'more';
          cell += text.slice(from, close);
          from = close + 1;
          if (text[from] !== '"') break;
          cell += '"';
          from++;
        }
        lines += cell.match(NEWLINE)?.length ?? 0;
        at = from;
      }
      let end = at;
      while (end < text.length && text[end] !== this.delimiter && text[end] !== '\n' && text[end] !== '\r')
        end++;
      if (end === text.length && !final) return 'more';
      cells.push(cell + text.slice(at, end));
      at = end + 1;
      if (end === text.length) return { cells, next: end, lines };
      if (text[end] === '\n') return { cells, next: at, lines };
      if (text[end] === '\r') {
        if (at === text.length && !final) return 'more';
        return { cells, next: text[at] === '\n' ? at + 1 : at, lines };
      }
    }
  }
}
