import { expect, test } from 'vitest';
import { SealError, seal, unseal } from './seal';

const key = Buffer.alloc(32, 1);

test('opens only with its key, in its place, unaltered', () => {
  const sealed = seal(key, 'push_app/1/master_secret', '机密 secret');
  expect(unseal(key, 'push_app/1/master_secret', sealed)).toBe('机密 secret');
  expect(sealed).not.toContain('secret');
  expect(seal(key, 'push_app/1/master_secret', '机密 secret')).not.toBe(sealed);
  expect(() => unseal(Buffer.alloc(32, 2), 'push_app/1/master_secret', sealed)).toThrow(/sealed with key/);
  expect(() => unseal(key, 'push_app/2/master_secret', sealed)).toThrow(SealError);
  const at = sealed.lastIndexOf('.') + 1;
  const flipped = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
  expect(() => unseal(key, 'push_app/1/master_secret', flipped)).toThrow(SealError);
  expect(() => unseal(key, 'x', 'plain')).toThrow(SealError);
});
