import type { Dialect } from './dialect';
import type { Flat } from './schema';

/** What a probe asked: two of them only measure, the others answer a question. */
export const PROBES = ['everybody', 'phones', 'repeated', 'not', 'provinces', 'cities'] as const;
export type ProbeId = (typeof PROBES)[number];
export type Finding =
  | 'measured'
  | 'refused'
  | 'undecided'
  | 'everybody'
  | 'intersects'
  | 'ignored'
  | 'none-of'
  | 'not-all'
  | 'with-cities'
  | 'without-cities';

/** One count of a calibration: what was sent, what came back, what follows. */
export type Probe = {
  readonly id: ProbeId;
  readonly conditions: Flat;
  /** Null when the upstream refused it. */
  readonly count: number | null;
  readonly refusal: { readonly code: number | null; readonly message: string } | null;
  readonly follows: Finding;
};

/** The last calibration of an app. `at`: ms. */
export type Trust = {
  readonly dialect: Dialect;
  readonly probes: readonly Probe[];
  readonly at: number;
  readonly by: string | null;
};
export type Answers = Readonly<Record<ProbeId, number | null>>;

const among = (fits: readonly (readonly [Finding, boolean])[]): Finding => {
  const [only, ...others] = fits.filter(([, fit]) => fit);
  return only && others.length === 0 ? only[0] : 'undecided';
};

/**
 * What the counts of a calibration show; null: refused. Counts drift while one asks: within 1 % of everybody, and
 * three users, two are the same. What fits several hypotheses, or none, is `undecided`.
 */
export function findingsOf(counts: Answers): Readonly<Record<ProbeId, Finding>> {
  const { everybody, phones, repeated, not, provinces, cities } = counts;
  const total = phones ?? 0;
  const slack = Math.max(3, Math.ceil(Math.max(everybody ?? 0, total) / 100));
  const same = (a: number, b: number) => Math.abs(a - b) <= slack;
  const of = (value: number | null, fits: (value: number) => readonly (readonly [Finding, boolean])[]) =>
    value === null ? 'refused' : among(fits(value));
  const all = everybody !== null && everybody >= total - slack ? everybody : null;
  return {
    phones: phones === null ? 'refused' : 'measured',
    everybody: of(everybody, (value) => [['everybody', total > slack && value >= total - slack]]),
    repeated: of(repeated, (value) => [
      ['intersects', same(value, 0)],
      ['ignored', same(value, total)],
    ]),
    not: of(not, (value) => [
      // Whoever is neither android nor ios is unknown when everybody cannot be asked for.
      ['none-of', all === null ? value < total - slack : same(value, all - total)],
      ['not-all', same(value, all ?? total)],
    ]),
    provinces: provinces === null ? 'refused' : 'measured',
    cities: of(provinces === null ? null : cities, (value) => [
      ['with-cities', value > slack && same(value, provinces ?? 0)],
      ['without-cities', value > slack && (provinces ?? 0) < value - slack],
    ]),
  };
}

/** The dialect that findings allow: where they decide nothing, the cautious way. */
export const dialectFrom = (found: Readonly<Record<ProbeId, Finding>>): Dialect => ({
  repeatedKey: found.repeated === 'intersects' ? 'intersects' : 'avoid',
  notSeveral: found.not === 'none-of' || found.not === 'not-all' ? found.not : 'avoid',
  empty: found.everybody === 'everybody' ? 'everybody' : 'avoid',
  provinces: found.cities === 'with-cities' ? 'with-cities' : 'expand',
});
