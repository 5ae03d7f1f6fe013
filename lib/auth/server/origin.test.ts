import { expect, test } from 'vitest';
import { sameOrigin } from './origin';

const ask = (headers: Record<string, string>) =>
  sameOrigin(new Headers({ host: 'muster.example:3000', ...headers }));

test.each([
  [{ origin: 'https://muster.example:3000' }, true],
  [{ origin: 'https://muster.example:3000', 'sec-fetch-site': 'same-origin' }, true],
  [{ origin: 'https://muster.example:3000', 'sec-fetch-site': 'cross-site' }, false],
  [{ origin: 'https://muster.example:3000', 'sec-fetch-site': 'same-site' }, false],
  [{ origin: 'https://muster.example' }, false],
  [{ origin: 'https://evil.example' }, false],
  [{ origin: 'https://muster.example:3000.evil.example' }, false],
  [{ origin: 'null' }, false],
  [{}, false],
] as const)('%j → %s', (headers, expected) => expect(ask(headers as Record<string, string>)).toBe(expected));
