/** Pure rules of badges, shared by forms, files and verbs. Source: docs.getui.com/getui/server/rest_v2/user, 设置角标. */

/** Cids of one upstream call (page: 一次最多设置200个). */
export const MAX_CIDS = 200;
/** The page names no limit; phones show no more than five digits. */
export const MAX_BADGE = 99_999;

export type BadgeMode = 'set' | 'plus' | 'minus';

/** A badge that is known as a number; null when it is not, such as after a relative change of an unknown one. */
export const knownNumber = (value: string): number | null => (/^\d{1,9}$/.test(value) ? Number(value) : null);

/** How a relative change is written: `+2`, `-2`. */
export const signed = (by: number): string => (by > 0 ? `+${by}` : String(by));

/**
 * The value of the ledger after a relative change: the new number when the earlier one was known as a number, else the
 * change itself as text (`+2`). Below nought is text too: no page says whether the upstream stops there.
 */
export function afterChange(before: number | null, by: number): string {
  const sum = before === null ? null : before + by;
  return sum === null || sum < 0 ? signed(by) : String(sum);
}
