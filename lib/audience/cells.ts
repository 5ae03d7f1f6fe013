import type { Budget } from './budget';
import type { Expression } from './expression';
import { at, blocksOf, PHONE_BITS, placesIn } from './tag-grid';
import { tagsIn, truthTable, varsOf } from './tag-vars';

const MAX_CELLS = 16_384;

/**
 * All kinds of users that some expressions tell apart, by which of the expressions hold for them, each kind once.
 * Null when there are too many.
 */
export function kindsOf(
  expressions: readonly Expression[],
  budget: Budget,
): readonly (readonly number[])[] | null {
  const { vars, of } = varsOf(
    expressions.flatMap((one) => tagsIn(one)),
    { any: true, all: true },
  );
  const blocks = blocksOf(
    expressions.flatMap((one) => placesIn(one)),
    budget,
  );
  if (vars.length > 14 || blocks.length * PHONE_BITS.length * 2 ** vars.length > MAX_CELLS) return null;
  const kinds = new Map<string, readonly number[]>();
  for (const block of blocks)
    for (const phone of PHONE_BITS) {
      const tables = expressions.map((one) => {
        budget.spend(2 ** vars.length);
        return truthTable(at(one, block[0], phone, budget), vars.length, of);
      });
      for (let m = 0; m < 1 << vars.length; m++) {
        const kind = tables.map((table) => table[m] ?? 0);
        kinds.set(kind.join(''), kind);
      }
    }
  return [...kinds.values()];
}
