import { allOf, everyone, ruleOf } from './compose';
import type { Question } from './funnel';
import type { Answer, Group } from './schema';

export const PLATFORMS = ['android', 'ios'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** For which places each platform is counted besides: all, only the whole, none. */
export type Split = 'places' | 'whole' | 'none';
export type Side = 'audience' | 'base';

/** Names a number of the table: of the audience or of everybody, in a place (`''`: all places), on a platform. */
export const idOf = (side: Side, code: string, platform: Platform | 'all') => `${side}/${code}/${platform}`;

/**
 * What is counted for a table of places: the audience and what it is held against (`base`, or everybody), each as a whole and in every place, on request
 * once more for each platform. `codes` are provinces, or the cities of one; `within`: the province they belong to.
 */
export function placeQuestions(
  tree: Group,
  codes: readonly string[],
  { split, within, base }: { split: Split; within?: string | undefined; base?: Group | undefined },
): Question[] {
  const sides: readonly (readonly [Side, Group])[] = [
    ['audience', tree],
    ['base', base ?? everyone()],
  ];
  return sides.flatMap(([side, of]) =>
    ['', ...codes].flatMap((code) =>
      columnsOf(code, split).map((platform) => {
        const place = code || within;
        return {
          id: idOf(side, code, platform),
          tree: allOf(
            of,
            ...(place ? [ruleOf('region', place)] : []),
            ...(platform === 'all' ? [] : [ruleOf('phoneType', platform)]),
          ),
        };
      }),
    ),
  );
}

const columnsOf = (code: string, split: Split): readonly (Platform | 'all')[] =>
  split === 'places' || (split === 'whole' && code === '') ? ['all', ...PLATFORMS] : ['all'];

export type Place = {
  /** Code of the region; `''`: users of whom no region is known, the remainder. */
  readonly code: string;
  readonly value: number;
  readonly android: number | null;
  readonly ios: number | null;
  /** Everybody of the app there. */
  readonly base: number;
  /** Of the audience; null when it is empty. */
  readonly share: number | null;
  /** Share of the audience ÷ share of everybody × 100; null when one of them is nobody. */
  readonly index: number | null;
  readonly isSure: boolean;
};
export type PlaceTable = {
  readonly places: readonly Place[];
  readonly rest: Place;
  readonly total: number;
  readonly base: number;
  /** Places together have more users than there are: counts moved while they were asked, or places overlap. */
  readonly excess: number;
};

/** The share of a part in an audience against its share in the base, × 100. */
export const indexOf = (part: number, whole: number, basePart: number, base: number): number | null =>
  whole > 0 && base > 0 && basePart > 0 ? ((part / whole) * 100) / (basePart / base) : null;

/** Answers to {@link placeQuestions} as a table; null until all of them are there. Remainders are never negative. */
export function placeTable(
  answers: ReadonlyMap<string, Answer>,
  codes: readonly string[],
  byPlatform: boolean,
): PlaceTable | null {
  const countOf = (id: string) => {
    const answer = answers.get(id);
    return answer ? (answer.value ?? Math.round((answer.low + answer.high) / 2)) : null;
  };
  const at = (side: Side, code: string, platform: Platform | 'all' = 'all') =>
    countOf(idOf(side, code, platform));
  const [total, base] = [at('audience', ''), at('base', '')];
  if (total === null || base === null) return null;
  const rowOf = (code: string): Place | null => {
    const [value, everybody] = [at('audience', code), at('base', code)];
    if (value === null || everybody === null) return null;
    const split = (platform: Platform) => (byPlatform ? at('audience', code, platform) : null);
    if (byPlatform && (split('android') === null || split('ios') === null)) return null;
    return {
      code,
      value,
      android: split('android'),
      ios: split('ios'),
      base: everybody,
      share: total > 0 ? value / total : null,
      index: indexOf(value, total, everybody, base),
      isSure: answers.get(idOf('audience', code, 'all'))?.state === 'exact',
    };
  };
  const places = codes.map(rowOf).filter((row) => row !== null);
  if (places.length < codes.length) return null;
  const sum = (of: (place: Place) => number | null) =>
    places.reduce((all, place) => all + (of(place) ?? 0), 0);
  const left = (whole: number | null, inside: number) => Math.max(0, (whole ?? 0) - inside);
  const placed = sum(({ value }) => value);
  const value = left(total, placed);
  const everybody = left(
    base,
    sum((place) => place.base),
  );
  return {
    places,
    total,
    base,
    excess: Math.max(0, placed - total),
    rest: {
      code: '',
      value,
      android: byPlatform
        ? left(
            at('audience', '', 'android'),
            sum(({ android }) => android),
          )
        : null,
      ios: byPlatform
        ? left(
            at('audience', '', 'ios'),
            sum(({ ios }) => ios),
          )
        : null,
      base: everybody,
      share: total > 0 ? value / total : null,
      index: indexOf(value, total, everybody, base),
      isSure: places.every(({ isSure }) => isSure),
    },
  };
}

/** Four rising limits that part values into five classes of about as many members; zeros are left out. */
export function limitsOf(values: readonly number[]): number[] {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
  return [0.2, 0.4, 0.6, 0.8].map((share) => sorted[Math.floor(share * sorted.length)] ?? 0);
}
/** An index below 60 is far below the whole app, about 100 as in it, above 160 far above. */
export const INDEX_LIMITS: readonly number[] = [60, 90, 110, 160];
