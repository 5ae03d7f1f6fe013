import { REFUSAL, type Refusal } from './errors';
import { SWITCHES } from './switches';

type Switches = typeof SWITCHES;

/**
 * How the sandbox behaves where the vendor's documents leave it open, and what the app has bought. Each switch with its
 * meaning, its values and the sentence that leaves it open stands in {@link SWITCHES}.
 */
export type Dialect = { -readonly [K in keyof Switches]: ValueOf<Switches[K]> };

type ValueOf<S> = S extends { kind: 'flag' }
  ? boolean
  : S extends { kind: 'number' }
    ? number
    : S extends { kind: 'refusal'; or: readonly (infer C extends string)[] }
      ? Refusal | C
      : S extends { kind: 'choice'; of: readonly (infer C extends string)[] }
        ? C
        : never;

export type DialectKey = keyof Dialect;
export const DIALECT_KEYS = Object.keys(SWITCHES) as DialectKey[];

export const defaultDialect = (): Dialect =>
  Object.fromEntries(DIALECT_KEYS.map((key) => [key, SWITCHES[key].initial])) as Dialect;

/** What a switch accepts, in words. */
export function valuesOf(key: DialectKey): string {
  const one = SWITCHES[key];
  if (one.kind === 'flag') return 'true | false';
  if (one.kind === 'number') return 'a whole number ≥ 0';
  if (one.kind === 'choice') return one.of.join(' | ');
  return ['<code>/<http>[ <msg>]', ...one.or].join(' | ');
}

/** Reads settings from JSON or from the command line, where all values are text. @throws Error with a sentence */
export function readDialect(given: unknown): Partial<Dialect> {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object' || Array.isArray(given))
    throw new Error('a dialect is an object of switches and values');
  const read: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(SWITCHES, key)) throw new Error(`there is no dialect switch "${key}"`);
    const typed = readValue(key as DialectKey, value);
    if (typed === undefined)
      throw new Error(
        `dialect switch ${key} takes ${valuesOf(key as DialectKey)}, not ${JSON.stringify(value)}`,
      );
    read[key] = typed;
  }
  return read as Partial<Dialect>;
}

function readValue(key: DialectKey, value: unknown): string | number | boolean | undefined {
  const one = SWITCHES[key];
  const text = String(value);
  if (one.kind === 'flag') return text === 'true' ? true : text === 'false' ? false : undefined;
  if (one.kind === 'number') return /^\d{1,12}$/.test(text) ? Number(text) : undefined;
  if (typeof value !== 'string') return undefined;
  if (one.kind === 'choice') return (one.of as readonly string[]).includes(value) ? value : undefined;
  return (one.or as readonly string[]).includes(value) || REFUSAL.test(value) ? value : undefined;
}
