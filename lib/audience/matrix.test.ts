import { describe, expect, it } from 'vitest';
import { ruleTree } from './compose';
import { idOf, limitsOf, placeQuestions, placeTable } from './matrix';
import type { Answer } from './schema';

const answer = (value: number, state: Answer['state'] = 'exact'): Answer => ({
  value,
  low: value,
  high: value,
  state,
  from: 0,
  to: 0,
  calls: 1,
  reused: 0,
  drift: 0,
  terms: [],
});
const CODES = ['11000000', '44000000'];
const answersOf = (values: Record<string, number>) =>
  new Map(Object.entries(values).map(([id, value]) => [id, answer(value)]));
const flat = answersOf({
  [idOf('audience', '', 'all')]: 100,
  [idOf('base', '', 'all')]: 1000,
  [idOf('audience', '11000000', 'all')]: 50,
  [idOf('base', '11000000', 'all')]: 200,
  [idOf('audience', '44000000', 'all')]: 20,
  [idOf('base', '44000000', 'all')]: 400,
});

describe('questions', () => {
  it('are the whole and every place, of the audience and of everybody', () => {
    const asked = placeQuestions(ruleTree('tag', 'x'), CODES, { split: 'none' });
    expect(asked.map(({ id }) => id)).toEqual([
      'audience//all',
      'audience/11000000/all',
      'audience/44000000/all',
      'base//all',
      'base/11000000/all',
      'base/44000000/all',
    ]);
    expect(asked[1]?.tree.parts).toMatchObject([{ values: ['x'] }, { key: 'region', values: ['11000000'] }]);
    expect(asked[3]?.tree.parts).toEqual([]);
  });

  it('ask each platform besides, and the whole of a province before its cities', () => {
    const asked = placeQuestions(ruleTree('tag', 'x'), ['44010000'], {
      split: 'places',
      within: '44000000',
    });
    expect(asked).toHaveLength(12);
    expect(placeQuestions(ruleTree('tag', 'x'), CODES, { split: 'whole' })).toHaveLength(2 * (3 + 2));
    expect(asked[1]?.tree.parts).toMatchObject([
      { values: ['x'] },
      { key: 'region', values: ['44000000'] },
      { key: 'phoneType', values: ['android'] },
    ]);
  });
});

describe('the table', () => {
  it('knows shares, the index and the remainder', () => {
    const table = placeTable(flat, CODES, false);
    expect(table?.places).toMatchObject([
      { code: '11000000', value: 50, share: 0.5, index: 250 },
      { code: '44000000', value: 20, share: 0.2, index: 50 },
    ]);
    expect(table?.rest).toMatchObject({ code: '', value: 30, base: 400, index: 75 });
    expect(table?.excess).toBe(0);
  });

  it('has no negative remainder, and says by how much places exceed the whole', () => {
    const moved = new Map(flat).set(idOf('audience', '44000000', 'all'), answer(60, 'reconciled'));
    const table = placeTable(moved, CODES, false);
    expect(table).toMatchObject({ excess: 10, rest: { value: 0, isSure: false } });
  });

  it('waits for every number, platforms too', () => {
    expect(placeTable(flat, CODES, true)).toBeNull();
    const less = new Map(flat);
    less.delete(idOf('base', '44000000', 'all'));
    expect(placeTable(less, CODES, false)).toBeNull();
  });

  it('has no index where there is nobody to compare with', () => {
    const empty = new Map(flat).set(idOf('base', '11000000', 'all'), answer(0));
    expect(placeTable(empty, CODES, false)?.places[0]?.index).toBeNull();
    const nobody = new Map(flat).set(idOf('audience', '', 'all'), answer(0));
    expect(placeTable(nobody, CODES, false)?.places[0]).toMatchObject({ share: null, index: null });
  });
});

describe('classes', () => {
  it('hold about as many members each', () => {
    const limits = limitsOf([0, ...Array.from({ length: 100 }, (_, i) => i + 1)]);
    expect(limits).toEqual([21, 41, 61, 81]);
    expect(limitsOf([])).toEqual([0, 0, 0, 0]);
  });
});
