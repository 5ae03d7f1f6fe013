import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DIALECT_KEYS, defaultDialect, readDialect, valuesOf } from './dialect';
import { refusal } from './errors';
import { SWITCHES } from './switches';

describe('switches', () => {
  test.each(DIALECT_KEYS)('%s: its default is one of its values, and it names what leaves it open', (key) => {
    const value = defaultDialect()[key];
    expect(readDialect({ [key]: value })).toEqual({ [key]: value });
    expect(readDialect({ [key]: String(value) })).toEqual({ [key]: value });
    expect(SWITCHES[key].why.length).toBeGreaterThan(8);
    expect(valuesOf(key)).not.toBe('');
  });

  test('refusals are code, HTTP status and perhaps a message', () => {
    expect(readDialect({ aliasFull: '23001/400' })).toEqual({ aliasFull: '23001/400' });
    expect(refusal('23001/400', 'otherwise')).toMatchObject({ code: 23001, http: 400, message: 'otherwise' });
    expect(refusal('1/200 not today', 'otherwise')).toMatchObject({
      code: 1,
      http: 200,
      message: 'not today',
    });
  });

  test.each([
    [{ nothing: 1 }, 'no dialect switch "nothing"'],
    [{ toString: 1 }, 'no dialect switch "toString"'],
    [{ deviceStatus: 'maybe' }, 'true | false'],
    [{ tagBindDelayMs: -1 }, 'a whole number'],
    [{ notMeaning: 'none' }, 'none-of | not-all'],
    [{ aliasFull: '20001' }, '<code>/<http>'],
    [[], 'an object'],
  ])('%j is refused', (given, text) => {
    expect(() => readDialect(given)).toThrow(text);
  });
});

test('the README lists every switch with its default and its reason', () => {
  const readme = readFileSync(new URL('./README.md', import.meta.url), 'utf8');
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'));
  for (const key of DIALECT_KEYS) {
    const row = rows.find((line) => line.startsWith(`| \`${key}\` | \`${defaultDialect()[key]}\` |`));
    expect(row, key).toContain(SWITCHES[key].why);
  }
});
