import { expect, test } from 'vitest';
import { citiesOf, PROVINCES, REGION_OF, REGIONS } from './regions';

test('the vendor’s table has 34 provinces and 333 cities', () => {
  expect([REGIONS.length, PROVINCES.length, REGION_OF.size]).toEqual([367, 34, 367]);
  expect(REGIONS.every(({ code, name }) => /^\d{8}$/.test(code) && name !== '')).toBe(true);
});

test('a city is found in its province', () => {
  expect(REGION_OF.get('13010000')).toEqual({ code: '13010000', name: '石家庄市', province: '13000000' });
  expect(citiesOf('13000000')).toHaveLength(11);
  expect(citiesOf('11000000')).toEqual([]);
});
