import { expect, test } from 'vitest';
import { splitCids } from './cid';

test('pasted cids, however they are separated', () => {
  expect(splitCids('\uFEFFcid\na1,a2；a3\t"a4"\r\n\n a5')).toEqual(['a1', 'a2', 'a3', 'a4', 'a5']);
  expect(splitCids(' \n')).toEqual([]);
});
