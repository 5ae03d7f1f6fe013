import 'server-only';
import type { DraftWriter } from '@/lib/changes/writer';
import { cellRule } from './columns';
import { refuseFile } from './fault';
import type { FileRecord } from './records';
import type { Found, Mapping } from './schema';
import type { ImportField, ImportSpec, Judged } from './spec';

/** So few rows are asked upstream one by one, as the form does; more are compared with the ledger. */
export const MOST_ASKED = 1000;
const MOST_ROWS = 30_000_000;
/** How long rows are worked on before others get the thread. */
const TURN_MS = 10;

type Taken<Row> = { row: Row; record: FileRecord };
export type Judge<Row> = (rows: readonly Row[]) => Promise<Judged<Row>[]>;

export type CheckHooks<Row> = {
  /** For at most {@link MOST_ASKED} rows. */
  ask: Judge<Row>;
  /** For more; null when there is nothing to compare with. */
  held(): Promise<Judge<Row> | null>;
  /** Records looked at so far. */
  onRecords(count: number): void;
  /** The last record was read; what follows takes its time. */
  onStage(stage: 'checking'): void;
};

/** The columns of the fields, in their order; -1 for one that is not mapped. */
export const columnsOf = (fields: readonly ImportField[], mapping: Mapping): number[] =>
  fields.map(({ id }) => mapping[id] ?? -1);

/** Detail of a malformed row: the field and its rule. */
export const brokenDetail = (field: string, rule: string): string => `${field}:${rule}`;

const yields = () => {
  let last = performance.now();
  return (): Promise<void> | undefined => {
    if (performance.now() - last < TURN_MS) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        last = performance.now();
        resolve();
      }),
    );
  };
};

/**
 * Puts every record of a file where it belongs: among the rows to send, or aside with its verdict. A row equal to the
 * last one of its key is a duplicate; another row of a known key is sent after that one. A row that would change nothing
 * is set aside only when no earlier row of the file touches its key. `counts.rows` is the sum of all verdicts.
 * @throws Refusal from reading, `file: empty`, or from asking
 */
export async function checkRecords<Row, Params>(
  blocks: AsyncIterable<FileRecord[]>,
  spec: ImportSpec<Row, Params>,
  { mapping, params }: { mapping: Mapping; params: Params },
  writer: DraftWriter<Row>,
  hooks: CheckHooks<Row>,
): Promise<{ rows: number; found: Found; asked: boolean }> {
  const columns = columnsOf(spec.fields, mapping);
  const found: Found = { valid: 0, replaces: 0, again: 0, malformed: 0, duplicate: 0, noChange: 0 };
  const breathe = yields();
  let rows = 0;
  let held: Taken<Row>[] | null = [];
  let judge: Judge<Row> | null = null;

  const cut = (record: FileRecord): { rows: readonly Row[] } | { detail: string } => {
    const [first] = spec.fields;
    if (record.broken) return { detail: brokenDetail(first?.id ?? '', record.broken) };
    const cells: string[] = [];
    for (let i = 0; i < columns.length; i++) {
      const cell = (record.cells[columns[i] ?? -1] ?? '').trim();
      const rule = cellRule(cell);
      if (rule) return { detail: brokenDetail(spec.fields[i]?.id ?? '', rule) };
      cells.push(cell);
    }
    const result = spec.row(cells, record.line, params);
    if ('row' in result) return { rows: [result.row] };
    return 'rows' in result ? result : { detail: brokenDetail(result.field, result.rule) };
  };

  const place = (row: Row, record: FileRecord, judged: Judged<Row> | undefined): void | Promise<void> => {
    const { line, cells } = record;
    const seen = writer.seen(row, spec.content(row));
    if (seen?.same) {
      found.duplicate++;
      return writer.aside('duplicate', line, String(seen.line), cells);
    }
    if (seen && spec.twice) return setAside(record, brokenDetail(spec.twice.field, spec.twice.rule));
    if (!seen && judged && judged.verdict !== 'valid') {
      if (judged.verdict === 'malformed') found.malformed++;
      else found.noChange++;
      return writer.aside(judged.verdict, line, judged.detail, cells);
    }
    const before = !seen && judged?.verdict === 'valid' ? judged.before : null;
    found.valid++;
    if (before) found.replaces++;
    const added = writer.add(row, line, before);
    if (!seen) return added;
    found.again++;
    const listed = writer.aside('again', line, String(seen.line), cells);
    return added && listed ? Promise.all([added, listed]).then(() => undefined) : (added ?? listed);
  };

  const setAside = ({ line, cells }: FileRecord, detail: string) => {
    found.malformed++;
    return writer.aside('malformed', line, detail, cells);
  };

  /** Those that are sent in the place of a row. */
  const placeEach = async (
    record: FileRecord,
    several: NonNullable<(Judged<Row> & { verdict: 'valid' })['rows']>,
  ) => {
    for (const { row, before } of several) await place(row, record, { verdict: 'valid', before });
  };

  const settle = async (taken: readonly Taken<Row>[], by: Judge<Row> | null) => {
    const judged = by ? await by(taken.map(({ row }) => row)) : [];
    for (let i = 0; i < taken.length; i++) {
      const one = taken[i] as Taken<Row>;
      const said = judged[i];
      const wait =
        (said?.verdict === 'valid' && said.rows
          ? placeEach(one.record, said.rows)
          : place(one.row, one.record, said)) ?? breathe();
      if (wait) await wait;
    }
  };

  for await (const block of blocks) {
    // Rows that need no answer from anybody are placed at once; others are gathered, to be asked together.
    const gathers = held !== null || judge !== null;
    const taken: Taken<Row>[] = [];
    for (const record of block) {
      const result = cut(record);
      const found = 'rows' in result ? result.rows : [];
      if (gathers) for (const row of found) taken.push({ row, record });
      else
        for (const row of found) {
          const wait = place(row, record, undefined) ?? breathe();
          if (wait) await wait;
        }
      if ('detail' in result) {
        const wait = setAside(record, result.detail) ?? breathe();
        if (wait) await wait;
      }
    }
    rows += block.length;
    if (rows > MOST_ROWS) refuseFile('too-many-rows', { most: MOST_ROWS });
    hooks.onRecords(rows);
    if (held) {
      held.push(...taken);
      if (held.length > MOST_ASKED) {
        judge = await hooks.held();
        await settle(held, judge);
        held = null;
      }
    } else await settle(taken, judge);
    const wait = breathe();
    if (wait) await wait;
  }
  if (rows === 0) refuseFile('empty');
  hooks.onStage('checking');
  const asked = held !== null && held.length > 0;
  if (held?.length) await settle(held, hooks.ask);
  return { rows, found, asked };
}
