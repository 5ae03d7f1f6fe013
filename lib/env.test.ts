import { describe, expect, test } from 'vitest';
import { EnvironmentError, parseEnv } from './env';

const good = {
  NEXTAUTH_URL: 'https://muster.example.com',
  NEXTAUTH_SECRET: 's'.repeat(40),
  MUSTER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
};
const complaint = (source: Record<string, string | undefined>) => {
  try {
    parseEnv(source);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.message;
    throw error;
  }
  return '';
};

describe('the environment', () => {
  test('takes the smallest production set and fills in defaults', () => {
    expect(parseEnv(good)).toMatchObject({
      dataDir: '.data',
      worker: true,
      trustProxy: false,
      firstApp: undefined,
    });
  });

  test('names every missing variable at once', () => {
    const text = complaint({});
    for (const name of ['NEXTAUTH_URL', 'NEXTAUTH_SECRET', 'MUSTER_MASTER_KEY'])
      expect(text).toContain(`${name}: is missing`);
  });

  test.each([
    ['NEXTAUTH_SECRET', 'too-short-value', 'at least 32'],
    ['MUSTER_MASTER_KEY', 'bm90LTMyLWJ5dGVz', '32 bytes'],
    ['NEXTAUTH_URL', 'ftp://canary-host', 'http(s)'],
    ['DATABASE_URL', 'mysql://canary:secret@db', 'postgres://'],
    ['MUSTER_ADMIN_PASSWORD', 'canary', 'at least 12'],
    ['GETUI_APP_ENVIRONMENT', 'canary', 'production, test or sandbox'],
    ['GETUI_BASE_URL', 'https://canary.example/v2', 'GETUI_ALLOWED_HOSTS'],
    ['GETUI_BASE_URL', 'http://restapi.getui.com/v2', 'not https'],
    ['GETUI_BASE_URL', 'https://u:p@restapi.getui.com/v2', 'GETUI_ALLOWED_HOSTS'],
    ['PORT', '70000', 'PORT'],
  ])('a wrong %s is named with its rule and never shown', (name, value, rule) => {
    const text = complaint({ ...good, [name]: value });
    expect(text).toContain(name);
    expect(text).toContain(rule);
    expect(text).not.toContain(value);
  });

  test('the first app needs all three credentials', () => {
    const text = complaint({ ...good, GETUI_APP_ID: 'abc' });
    expect(text).toContain('GETUI_APP_KEY: is needed because GETUI_APP_ID is set');
    expect(text).toContain('GETUI_MASTER_SECRET');
  });

  test('a further host must be named with its port', () => {
    const app = {
      GETUI_APP_ID: 'a',
      GETUI_APP_KEY: 'k',
      GETUI_MASTER_SECRET: 'm',
      GETUI_BASE_URL: 'http://127.0.0.1:9700/v2',
    };
    expect(complaint({ ...good, ...app, GETUI_ALLOWED_HOSTS: '127.0.0.1' })).toContain('GETUI_BASE_URL');
    expect(
      parseEnv({ ...good, ...app, GETUI_ALLOWED_HOSTS: ' x.example , 127.0.0.1:9700' }).firstApp,
    ).toMatchObject({
      baseUrl: 'http://127.0.0.1:9700/v2',
      environment: 'production',
      name: 'a',
    });
  });
});
