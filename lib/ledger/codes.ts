/** The numbers that stand in table `fact` for the words; a number never changes its meaning. */
export const RELATION = { alias: 1, tag: 2, blacklist: 3, badge: 4, 'device-token': 5 } as const;
export const STATE = { asserted: 1, verified: 2, released: 3, unknown: 4 } as const;
export const SOURCE = { wrote: 1, read: 2, imported: 3 } as const;

/** The one value of relation blacklist: the upstream has one list, so a cid is on it or not. */
export const BLACKLISTED = 'black';

export type Relation = keyof typeof RELATION;
export type FactState = keyof typeof STATE;
export type FactSource = keyof typeof SOURCE;

/**
 * Relations of which a cid holds any number of values, whose holders are many and therefore counted. Of the others it
 * holds one: a new value takes the old one's place.
 */
const SETS: ReadonlySet<Relation> = new Set(['tag', 'blacklist']);
export const isSet = (relation: Relation): boolean => SETS.has(relation);

const turned = <W extends string>(words: Record<W, number>) => {
  const byNumber = new Map(Object.entries<number>(words).map(([word, number]) => [number, word as W]));
  return (number: number): W => {
    const word = byNumber.get(number);
    if (word === undefined)
      throw new Error(`the ledger holds a number that this version does not know: ${number}`);
    return word;
  };
};
export const relationOf = turned(RELATION);
export const stateOf = turned(STATE);
export const sourceOf = turned(SOURCE);
