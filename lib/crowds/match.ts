import type { CrowdPlanRecord } from '@/lib/getui/wire/crowds';
import type { Copy } from './rules';

/** A plan that was handed in, as it is compared with what the upstream lists. */
export type Sought = {
  readonly name: string;
  readonly copies: readonly Copy[];
  readonly brands: readonly string[];
  readonly groupSize: number;
  readonly activeDays: number;
  readonly active: boolean;
  readonly overlap: boolean;
  /** When its call left, in ms. */
  readonly sentAt: number;
};

/** The upstream's clock and ours may differ by so much. */
export const SKEW_MS = 10 * 60_000;
/** Plans that the upstream lists at most (user page: "最多返回最近创建的10个"). */
export const LISTED = 10;

const agrees = <T>(ours: T, theirs: T | null) => theirs === null || theirs === ours;
const texts = (copies: readonly { topic: string | null; content: string | null }[]) =>
  copies.map(({ topic, content }) => JSON.stringify([topic, content])).sort();

/**
 * Whether a listed plan may be the one that was handed in: same name, same copies in any order, same people, and not
 * made before its call. What the upstream leaves out contradicts nothing.
 */
export function mayBe(sought: Sought, listed: CrowdPlanRecord): boolean {
  if (listed.name !== sought.name) return false;
  if (listed.createdAt !== null && listed.createdAt < sought.sentAt - SKEW_MS) return false;
  if (listed.tasks.length !== sought.copies.length) return false;
  const told = listed.tasks.every(({ topic, content }) => topic !== null && content !== null);
  if (told && texts(listed.tasks).join() !== texts(sought.copies).join()) return false;
  const brands = (list: readonly string[]) => [...list].sort().join();
  return (
    (listed.brands.length === 0 || brands(listed.brands) === brands(sought.brands)) &&
    agrees(sought.groupSize, listed.groupSize) &&
    agrees(sought.activeDays, listed.activeDays) &&
    agrees(sought.active, listed.active) &&
    agrees(sought.overlap, listed.overlap)
  );
}

/**
 * Whether a list in which a plan was not found says that there is none: it would have had to be in it. A full list of
 * younger plans may have pushed it out.
 */
export function isConclusive(listed: readonly CrowdPlanRecord[], sentAt: number): boolean {
  if (listed.length < LISTED) return true;
  return listed.some(({ createdAt }) => createdAt !== null && createdAt < sentAt - SKEW_MS);
}
