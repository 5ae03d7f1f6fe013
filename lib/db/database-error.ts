import { DrizzleQueryError } from 'drizzle-orm';
import { PgPreparedQuery } from 'drizzle-orm/pg-core';

/**
 * A statement the database refused. Carries what may be logged: PostgreSQL's own sentence and its five-letter
 * code (`23505` unique, `23503` foreign key, `40001` serialisation …), equal on both drivers; never parameters.
 */
export class DatabaseError extends Error {
  override name = 'DatabaseError';
  constructor(
    message: string,
    readonly code: string | undefined,
    readonly constraint: string | undefined,
  ) {
    super(message);
  }
}

const text = (value: unknown, key: string): string | undefined => {
  const found =
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  return typeof found === 'string' && found !== '' ? found : undefined;
};

/** Turns whatever a driver threw into a {@link DatabaseError}; drops the statement, its values and the cause. */
export function toDatabaseError(error: unknown): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const inner = error instanceof DrizzleQueryError ? error.cause : error;
  return new DatabaseError(
    text(inner, 'message') ?? text(inner, 'code') ?? 'the database did not answer',
    text(inner, 'code'),
    text(inner, 'constraint'),
  );
}

type Runner = (statement: string, params: unknown[], query: () => Promise<unknown>) => Promise<unknown>;
const QUIET = Symbol.for('muster.db.quiet');

/**
 * drizzle writes every parameter into the message of a failed query, and there is no option against it; aliases
 * and password hashes would reach logs. So the one method that builds those errors throws ours instead.
 * @throws when drizzle no longer has that method
 */
export function keepParametersOutOfErrors(): void {
  const prototype = PgPreparedQuery.prototype as unknown as { queryWithCache?: Runner; [QUIET]?: true };
  if (prototype[QUIET]) return;
  const original = prototype.queryWithCache;
  if (!original) throw new Error('drizzle has changed: failed queries would carry their parameters');
  prototype.queryWithCache = async function (this: unknown, statement, params, query) {
    try {
      return await original.call(this, statement, params, query);
    } catch (error) {
      throw toDatabaseError(error);
    }
  };
  prototype[QUIET] = true;
}
