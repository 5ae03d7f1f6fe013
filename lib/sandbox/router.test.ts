import { describe, expect, test } from 'vitest';
import { ROUTES, resolve } from './router';

const at = (method: string, path: string) => resolve(method, `/v2/app${path}`);

describe('paths', () => {
  test.each(ROUTES.map(({ method, template }) => [method, template]))(
    '%s %s finds itself',
    (method, template) => {
      for (const end of ['', '/']) {
        const target = at(method, template.replace(/\$\w+/g, 'x1') + end);
        expect(target).toMatchObject({ appId: 'app', template, route: { method, template } });
      }
    },
  );

  test('text arrives decoded, with slashes and percent signs of its own', () => {
    const alias = (path: string) => {
      const target = at('GET', `/user/cid/alias/${path}`);
      return target.template === null ? null : target.params.alias;
    };
    expect(alias('%E4%B8%AD%E6%96%87_1')).toBe('中文_1');
    expect(alias('a%2Fb%25c%3Fd')).toBe('a/b%c?d');
    expect(alias('100%')).toBe('100%');
    expect(alias('a?alias_type=1')).toBe('a');
  });

  test('commas stay as they are for the list of cids', () => {
    expect(at('GET', '/user/status/a,b%2Cc/')).toMatchObject({ params: { cids: 'a,b,c' } });
  });

  test('a wrong verb knows its path, an unknown path does not', () => {
    expect(at('PATCH', '/user/alias')).toMatchObject({ template: '/user/alias', route: null });
    expect(at('GET', '/user/nothing')).toEqual({ appId: 'app', template: null });
    for (const path of ['/', '/v2', '/v2/app', '/v1/app/user/alias', '/user/alias'])
      expect(resolve('POST', path)).toEqual({ appId: null, template: null });
  });

  test('an empty parameter in the middle is not one', () => {
    expect(at('GET', '/user/alias/cid//').template).not.toBe('/user/alias/cid/$cid');
    expect(at('DELETE', '/user/alias//')).toMatchObject({ template: '/user/alias' });
  });
});
