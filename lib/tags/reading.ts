import type { CallOptions, ReadBack } from '@/lib/changes/kind';
import { inLanes } from '@/lib/core/chunk';
import { systemClock } from '@/lib/core/clock';
import type { Getui } from '@/lib/getui/client';
import { GetuiError } from '@/lib/getui/errors';

const LANES = 12;
/** How long a second look waits for tags that did not show at the first: binding is asynchronous (rest_v2/user). */
const SECOND_LOOK_MS = 1_300;

/** Failures that concern the cid asked for; anything else concerns all of them. */
export const isOfCid = (error: unknown): error is GetuiError =>
  error instanceof GetuiError && ['refused', 'usage', 'too-long'].includes(error.kind);

/** The tags of each cid, read once a cid; absent where the upstream does not answer for it. Throws other GetuiErrors. */
export async function readTags(
  upstream: Getui,
  cids: readonly string[],
  options: CallOptions,
  onRead?: () => void,
): Promise<Map<string, ReadonlySet<string>>> {
  const found = new Map<string, ReadonlySet<string>>();
  await inLanes([...new Set(cids)], LANES, async (cid) => {
    try {
      found.set(cid, new Set(await upstream.tags.ofCid(cid, options)));
    } catch (error) {
      if (!isOfCid(error)) throw error;
    }
    onRead?.();
  });
  return found;
}

/**
 * Reads rows back, one read a cid, and once more after a moment where a row does not show yet. What does not show then is
 * not read rather than wrong: nobody says how long binding takes.
 */
export async function lookForRows<Row extends { cid: string }>(
  upstream: Getui,
  rows: readonly Row[],
  asIntended: (tags: ReadonlySet<string>, row: Row) => boolean,
  options: CallOptions,
): Promise<ReadBack[]> {
  const found = new Map<string, ReadonlySet<string>>();
  const look = async (cids: readonly string[]) => {
    await inLanes([...new Set(cids)], LANES, async (cid) => {
      try {
        found.set(cid, new Set(await upstream.tags.ofCid(cid, options)));
      } catch (error) {
        if (!(error instanceof GetuiError)) throw error;
        found.delete(cid);
      }
    });
  };
  const said = (row: Row): ReadBack => {
    const tags = found.get(row.cid);
    if (!tags) return 'unreadable';
    return asIntended(tags, row) ? 'as-intended' : 'not-read';
  };
  await look(rows.map(({ cid }) => cid));
  const late = rows.filter((row) => said(row) === 'not-read');
  if (late.length > 0) {
    await systemClock.sleep(SECOND_LOOK_MS, options.signal).catch(() => undefined);
    await look(late.map(({ cid }) => cid));
  }
  return rows.map(said);
}
