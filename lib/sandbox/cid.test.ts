import { describe, expect, test } from 'vitest';
import { CidCodec, hash, mix, unmix } from './cid';

describe('mix', () => {
  test('is undone by unmix at the edges and in between', () => {
    const words = [0, 1, 2, 0x7fffffff, 0x80000000, 0xffffffff];
    for (let i = 0; i < 5000; i++) words.push(hash(3, i, 4));
    for (const word of words) expect(unmix(mix(word))).toBe(word);
  });
});

describe('cids', () => {
  const cids = new CidCodec(hash(1, 0, 99), 10_000);

  test('are 32 lower-case hex digits, all different, and lead back to their user', () => {
    const seen = new Set<string>();
    for (let user = 0; user < cids.size; user++) {
      const cid = cids.encode(user);
      expect(cid).toMatch(/^[0-9a-f]{32}$/);
      expect(cids.decode(cid)).toBe(user);
      seen.add(cid);
    }
    expect(seen.size).toBe(cids.size);
  });

  test('a cid with one digit changed is nobody', () => {
    const cid = cids.encode(77);
    for (let at = 0; at < 32; at++) {
      const other = cid[at] === '0' ? '1' : '0';
      expect(cids.decode(cid.slice(0, at) + other + cid.slice(at + 1))).toBe(-1);
    }
  });

  test('what is no cid, of another key or past the end is nobody', () => {
    const last = cids.encode(9_999);
    expect(new CidCodec(cids.key, 9_999).decode(last)).toBe(-1);
    expect(new CidCodec(cids.key ^ 1, 10_000).decode(last)).toBe(-1);
    for (const text of ['', 'abc', last.toUpperCase(), `${last}0`, last.slice(1), '__proto__'])
      expect(cids.decode(text)).toBe(-1);
  });

  test('the end of five million users is found as well', () => {
    const many = new CidCodec(cids.key, 5_000_000);
    expect(many.decode(many.encode(4_999_999))).toBe(4_999_999);
  });
});
