import { expect, test } from 'vitest';
import { hashPassword, passwordRule, verifyPassword } from './password';
import { networkOf } from './throttle';

test('a hash fits its password only, and nothing fits no hash', { timeout: 30_000 }, async () => {
  const hash = await hashPassword('点兵 correct horse');
  expect(hash).toMatch(/^scrypt\$131072\$8\$1\$/);
  expect(await verifyPassword('点兵 correct horse', hash)).toBe(true);
  expect(await verifyPassword('点兵 correct hors', hash)).toBe(false);
  expect(await verifyPassword('点兵 correct horse', null)).toBe(false);
  const long = 'x'.repeat(200);
  expect(await verifyPassword(`${long}y`, await hashPassword(`${long}z`))).toBe(false);
});

test.each([
  ['abc', 'too-short'],
  ['x'.repeat(257), 'too-long'],
  ['aaaaaaaaaaaaaa', 'too-common'],
  ['1234567890123', 'too-common'],
  ['password12345', 'too-common'],
  ['I-am-zhangwei-ok', 'names-account'],
  ['my muster password', 'names-account'],
  ['我的密码是一句很长的中文话', null],
  ['correct horse battery', null],
])('%j → %s', (password, rule) => expect(passwordRule(password, 'zhangwei@x.cn')).toBe(rule));

test.each([
  ['203.0.113.77', '203.0.113.0/24'],
  ['::ffff:203.0.113.77', '203.0.113.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['203.0.113.77:51234', '203.0.113.0/24'],
  ['[2001:db8::1]:443', '2001:db8:0:0::/64'],
  ['1.2.3.4, evil', 'unknown'],
  ['999.1.1.1', 'unknown'],
  ['', 'unknown'],
])('%s belongs to %s', (address, network) => expect(networkOf(address)).toBe(network));
