import type { Term } from './schema';

/** Sums of fewer counts are not checked: both are asked at once, and an edit is to cost a call or two. */
const CHECKED = 3;

/** The wider a count, the more of a change shows in it: unions of many, intersections of few. */
const narrowness = ({ flat }: Term): number =>
  flat.reduce(
    (sum, { op, values }) => sum + (op === 'and' ? values.length : op === 'or' ? -values.length : 0),
    0,
  );
const length = ({ flat }: Term): number => flat.reduce((sum, { values }) => sum + values.length, 0);

/**
 * The counts of a sum to be asked first and once more at the end, so that users who move meanwhile are noticed: the
 * widest one, in which users who come and go show, and for every value the shortest one that names it, which other
 * values hide least. None for short sums. A change that only shows in other counts goes unnoticed; to see every one, all
 * of them would have to be asked twice.
 */
export function checksOf(terms: readonly Term[]): readonly Term[] {
  if (terms.length < CHECKED) return [];
  const widest = terms.toSorted((a, b) => narrowness(a) - narrowness(b)).slice(0, 1);
  const named = new Set<string>();
  const shortest = terms
    .toSorted((a, b) => length(a) - length(b))
    .filter(({ flat }) => {
      const before = named.size;
      for (const { key, values } of flat) for (const value of values) named.add(`${key} ${value}`);
      return named.size > before;
    });
  return [...new Set([...widest, ...shortest])];
}

/** Calls that a sum takes when nothing of it is known before. */
export const callsAnew = (terms: readonly Term[]): number => terms.length + checksOf(terms).length;
