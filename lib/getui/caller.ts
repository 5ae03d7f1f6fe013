import type { z } from 'zod';
import { chunk, inLanes } from '../core/chunk';
import { type EndpointId, endpointOf } from './endpoints';
import { GetuiError, GetuiTransportError, GetuiUsageError } from './errors';
import { pathOf } from './path';
import { type Call, type Pipeline, type Span, unreadable } from './pipeline';
import type { TokenSource } from './token';
import type { CallOptions } from './types';

/** Cids per URL as learnt so far; shared by all methods of a client. */
export type UrlLimit = { cids: number };

export type Caller = ReturnType<typeof createCaller>;

/** What the resource methods stand on: check the input, send one call, read the answer. */
export function createCaller(pipeline: Pipeline, tokens: TokenSource, urlLimit: UrlLimit) {
  async function send<T>(call: Call, span: Span, answer: z.ZodType<T>): Promise<T> {
    const { data } = await pipeline.run(call, span, tokens);
    const parsed = answer.safeParse(data);
    if (!parsed.success) throw unreadable(call, span);
    return parsed.data;
  }

  /** One call to an endpoint. */
  async function ask<T>(
    id: EndpointId,
    answer: z.ZodType<T>,
    options: CallOptions | undefined,
    parameter?: string | readonly string[],
    body?: unknown,
  ): Promise<T> {
    const call = { id, path: pathOf(id, parameter), body };
    return send(call, pipeline.span(id, options), answer);
  }

  /** One write whose cids stand in the path: never split, so refused when the URL would not fit. */
  async function writeByPath<T>(
    id: EndpointId,
    answer: z.ZodType<T>,
    options: CallOptions | undefined,
    cids: readonly string[],
    body?: unknown,
  ): Promise<T> {
    const most = endpointOf(id).maxItems ?? 1;
    if (cids.length > most) throw new GetuiUsageError(id, `cids: more than ${most}`);
    const call = { id, path: pathOf(id, cids), body };
    const span = pipeline.span(id, options);
    if (cids.length > urlLimit.cids) throw tooLong(id, span.requestId);
    try {
      return await send(call, span, answer);
    } catch (error) {
      if (isTooLong(error)) learn(urlLimit, cids.length);
      throw error;
    }
  }

  /** A read over any number of cids, split by the documented limit and by what fits a URL; parts in input order. */
  async function readByPath<T>(
    id: EndpointId,
    answer: z.ZodType<T>,
    options: CallOptions | undefined,
    cids: readonly string[],
  ): Promise<T[]> {
    if (cids.length === 0) return [];
    const unique = [...new Set(cids)];
    // Checked as a whole, so that a bad cid at the end does not cost the calls before it.
    pathOf(id, unique);
    const span = pipeline.span(id, options);
    return readParts(id, answer, span, unique);
  }

  async function readParts<T>(
    id: EndpointId,
    answer: z.ZodType<T>,
    span: Span,
    cids: readonly string[],
  ): Promise<T[]> {
    const size = Math.min(endpointOf(id).maxItems ?? 1, urlLimit.cids);
    const parts = await inLanes(chunk(cids, size), 4, async (part) => {
      try {
        return [await send({ id, path: pathOf(id, part) }, span, answer)];
      } catch (error) {
        if (!isTooLong(error) || part.length === 1) throw error;
        learn(urlLimit, part.length);
        return readParts(id, answer, span, part);
      }
    });
    return parts.flat();
  }

  return { ask, writeByPath, readByPath };
}

/** Parses a request; throws {@link GetuiUsageError} with the rule broken and its place, never the value. */
export function checked<T extends z.ZodType>(id: EndpointId, schema: T, input: z.input<T>): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new GetuiUsageError(id, `${issue?.path.join('.') || 'input'}: ${issue?.message ?? 'invalid'}`);
}

function isTooLong(error: unknown): boolean {
  return error instanceof GetuiError && error.kind === 'too-long';
}

function learn(limit: UrlLimit, refused: number): void {
  limit.cids = Math.max(1, Math.min(limit.cids, Math.floor(refused / 2)));
}

function tooLong(id: EndpointId, requestId: string): GetuiTransportError {
  return new GetuiTransportError({
    kind: 'too-long',
    endpoint: id,
    requestId,
    outcome: 'not-applied',
    detail: 'not sent',
  });
}
