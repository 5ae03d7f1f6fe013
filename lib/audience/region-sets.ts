import { anyOf, noneOf } from './conditions';
import type { Dialect } from './dialect';
import { placesOf } from './expression';
import { REGION_OF } from './regions';
import type { Side } from './sides';

/** Whether nothing of a named province is missing: its code is never sent for less than all of it. */
const missingIn = (places: ReadonlySet<string>): readonly string[] =>
  [...places].flatMap((code) => placesOf(code).filter((place) => !places.has(place)));

/** Codes to send for whole places: the cities of a province go without saying where its code contains them. */
function codesFor(places: ReadonlySet<string>, dialect: Dialect): readonly string[] {
  if (dialect.provinces === 'expand') return [...places];
  return [...places].filter((code) => {
    const province = REGION_OF.get(code)?.province;
    return province === undefined || province === code || !places.has(province);
  });
}

/** Everybody in some places, province and city apart: one count, or a province less some of its cities. */
export function inside(codes: readonly string[], dialect: Dialect): readonly Side[] {
  const places = new Set(codes);
  const missing = missingIn(places);
  if (missing.length === 0) return [{ times: 1, conditions: anyOf('region', codesFor(places, dialect)) }];
  const whole = anyOf('region', codesFor(new Set([...places, ...missing]), dialect));
  const not = dialect.repeatedKey === 'intersects' ? noneOf('region', missing, dialect) : null;
  if (not) return [{ times: 1, conditions: [...whole, ...not] }];
  return [
    { times: 1, conditions: whole },
    { times: -1, conditions: anyOf('region', missing) },
  ];
}

/** Everybody anywhere but in some places, the place that is not known included. */
export function outside(codes: readonly string[], dialect: Dialect): readonly Side[] {
  const places = new Set(codes);
  const missing = missingIn(places);
  const sent = codesFor(new Set([...places, ...missing]), dialect);
  const back: readonly Side[] =
    missing.length === 0 ? [] : [{ times: 1, conditions: anyOf('region', missing) }];
  const not = noneOf('region', sent, dialect);
  if (not) return [{ times: 1, conditions: not }, ...back];
  return [{ times: 1, conditions: [] }, { times: -1, conditions: anyOf('region', sent) }, ...back];
}
