import 'server-only';
import { upstreamFailure } from '@/lib/apps/server/failure';
import { systemClock } from '@/lib/core/clock';
import type { Failure } from '@/lib/core/result';
import { GetuiError } from '@/lib/getui/errors';
import { describeError, log } from '@/lib/log';
import { columnsOf, type Group } from '../rules';
import type { ReadEvent } from '../schema';
import type { Block, Learned, Reader } from './readers';
import { Teller } from './teller';

/** Calls of one reading that are under way at once. */
const LANES = 8;
/** So many failures of a group in a row, and the rest of it is not tried. */
const GIVE_UP = 3;
/** What every further call would be answered too. */
const HOPELESS = new Set(['not-enabled', 'credentials', 'wrong-host', 'rate-limited', 'usage']);

export type Reading = {
  readonly groups: readonly Group[];
  readonly readers: Readonly<Record<Group, Reader>>;
  readonly cids: readonly string[];
  /** Rows in the order in which they are wanted. */
  readonly order: Int32Array;
  readonly requestId: string;
  readonly signal: AbortSignal;
  /** The process is on its way out: what is under way is finished, the rest is missing. */
  ending(): boolean;
  emit(event: ReadEvent): void;
  /** Resolves when whoever listens can take more. */
  ready(): Promise<void>;
  learn(learned: Learned, at: number): Promise<void>;
};

type Trouble = { told: Failure; hopeless: boolean };
const ENDING: Trouble = { told: { code: 'SHUTTING_DOWN' }, hopeless: true };

/**
 * Reads groups of columns for rows of a lookup, a few calls at once, in the order wanted and the groups in step. Rows
 * that could not be read are told with the reason, and the others go on; when the rest would fail alike it is not tried.
 * Aborting the signal ends the calls on the wire at once and emits nothing more. Never throws.
 */
export async function readRows(reading: Reading): Promise<void> {
  const { signal } = reading;
  const teller = new Teller(reading.emit);
  const given = new Map<Group, Trouble>();
  const failures = new Map<Group, number>();
  const next = units(reading);
  const lane = async () => {
    for (let unit = next(); unit && !signal.aborted; unit = next()) {
      const { group, rows } = unit;
      const known = reading.ending() ? ENDING : given.get(group);
      if (known) {
        teller.failed(group, rows, known.told);
        continue;
      }
      await reading.ready();
      const trouble = await readUnit(reading, teller, group, rows);
      if (signal.aborted) return;
      if (!trouble) {
        failures.set(group, 0);
        continue;
      }
      teller.failed(group, rows, trouble.told);
      const count = (failures.get(group) ?? 0) + 1;
      failures.set(group, count);
      if (trouble.hopeless || count >= GIVE_UP) given.set(group, trouble);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  teller.close(!signal.aborted);
}

type Unit = { group: Group; rows: Int32Array };

/** Hands out the next call: of the group that has come least far. */
function units({ groups, readers, order }: Reading): () => Unit | null {
  const places = new Map(groups.map((group) => [group, 0]));
  return () => {
    let group: Group | undefined;
    let at = order.length;
    for (const [one, place] of places) {
      if (place >= at) continue;
      group = one;
      at = place;
    }
    if (!group) return null;
    const to = Math.min(order.length, at + readers[group].size);
    places.set(group, to);
    return { group, rows: order.subarray(at, to) };
  };
}

async function readUnit(
  reading: Reading,
  teller: Teller,
  group: Group,
  rows: Int32Array,
): Promise<Trouble | null> {
  const at = systemClock.now();
  const cids = Array.from(rows, (row) => reading.cids[row] ?? '');
  try {
    const block = await ask(reading, group, cids);
    if (reading.signal.aborted) return null;
    teller.rows(group, rows, block.columns);
    if (block.learned) await reading.learn(block.learned, at);
    return null;
  } catch (error) {
    if (reading.signal.aborted) return null;
    if (error instanceof GetuiError) {
      const told = upstreamFailure(error, reading.requestId);
      return { told, hopeless: HOPELESS.has(error.kind) };
    }
    log.error({ requestId: reading.requestId, ...describeError(error) }, 'reading a lookup failed');
    return { told: { code: 'UNEXPECTED', requestId: reading.requestId }, hopeless: true };
  }
}

/** A refusal for its content means a cid that the upstream does not know: it is found by `detail` and left out. */
async function ask(reading: Reading, group: Group, cids: readonly string[]): Promise<Block> {
  const { requestId, signal, readers } = reading;
  const options = { requestId, signal };
  try {
    return await readers[group].read(cids, options);
  } catch (error) {
    const refused = error instanceof GetuiError && error.kind === 'refused' && group !== 'detail';
    if (!refused) throw error;
    const { columns } = await readers.detail.read(cids, options);
    const places = cids.flatMap((_, i) => (columns[0]?.[i] ? [i] : []));
    if (places.length === cids.length) throw error;
    const empty = columnsOf(group).map(() => cids.map(() => null as string | number | null));
    if (places.length === 0) return { columns: empty, learned: null };
    const known = await readers[group].read(
      places.map((i) => cids[i] ?? ''),
      options,
    );
    for (const [c, column] of empty.entries())
      for (const [n, i] of places.entries()) column[i] = known.columns[c]?.[n] ?? null;
    return { columns: empty, learned: known.learned };
  }
}
