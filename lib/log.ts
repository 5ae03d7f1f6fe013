import 'server-only';
import pino from 'pino';
import { single } from '@/lib/core/single';

/** The one log: JSON lines on stdout. Callers pass ids, codes and templates; never aliases, tokens or secrets. */
export const log = single('log', () =>
  pino({
    level: 'info',
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['token', 'masterSecret', 'appKey', 'password', 'alias', 'cookie', 'authorization'],
  }),
);

/** What may be said of an unexpected error: its class and code, and where it came from; not its message. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number')
      ? error.code
      : undefined;
  const stack = error.stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 6);
  return { error: error.name, code, stack };
}
