import { describe, expect, test, vi } from 'vitest';
import { GetuiError, GetuiUsageError } from './errors';

const facts = {
  kind: 'lost',
  endpoint: 'POST /user/alias',
  requestId: 'r',
  outcome: 'unknown',
  detail: 'ECONNRESET',
} as const;

describe('GetuiError', () => {
  test('says where and what, and whether the outcome is known', () => {
    const error = new GetuiError(facts);
    expect(error.message).toBe('POST /user/alias: lost, ECONNRESET, outcome unknown');
    expect(error).toMatchObject({ known: false, code: null, httpStatus: null, msg: null, hosts: [] });
  });

  test('is known across copies of the module, usage errors apart', async () => {
    vi.resetModules();
    const copy = await import('./errors');
    expect(copy.GetuiError).not.toBe(GetuiError);
    expect(new copy.GetuiError(facts)).toBeInstanceOf(GetuiError);
    expect(new copy.GetuiUsageError('x', 'y')).toBeInstanceOf(GetuiUsageError);
    expect(new GetuiUsageError('x', 'y')).toBeInstanceOf(GetuiError);
    expect(new GetuiError(facts)).not.toBeInstanceOf(GetuiUsageError);
    for (const other of [new Error('x'), null, undefined, 'x', {}])
      expect(other).not.toBeInstanceOf(GetuiError);
  });
});
