/**
 * What the user page leaves open about POST /user/count, as found by asking this app (calibration). Each second value
 * is the cautious one: the compiler then does without what it does not know.
 */
export type Dialect = {
  /** Several conditions of one key: all must hold, or they are not sent. */
  readonly repeatedKey: 'intersects' | 'avoid';
  /** `not` over several values: none of them; not all of them; or it is sent with one value only. */
  readonly notSeveral: 'none-of' | 'not-all' | 'avoid';
  /** No conditions: everybody; or everybody is asked for as android or ios. */
  readonly empty: 'everybody' | 'avoid';
  /** The code of a province counts its cities too, or a province is sent with the codes of all its cities. */
  readonly provinces: 'with-cities' | 'expand';
};

/** Works whatever the app does. */
export const CAUTIOUS: Dialect = {
  repeatedKey: 'avoid',
  notSeveral: 'avoid',
  empty: 'avoid',
  provinces: 'expand',
};
