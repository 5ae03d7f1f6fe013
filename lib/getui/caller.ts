import type { z } from 'zod';
import { chunk, inLanes } from '../core/chunk';
import { type EndpointId, endpointOf } from './endpoints';
import { GetuiError, GetuiUsageError } from './errors';
import { pathOf } from './path';
import { type Call, type Pipeline, type Span, unreadable } from './pipeline';
import type { TokenSource } from './token';
import type { CallOptions } from './types';

/** Cids per URL as learnt so far; shared by all methods of a client. */
export type UrlLimit = { cids: number };

/** Parts of one read under way at once. */
const LANES = 4;

/** What the resource methods stand on: one call, or a read split into several. */
export class Caller {
  constructor(
    private readonly pipeline: Pipeline,
    private readonly tokens: TokenSource,
    private readonly urlLimit: UrlLimit,
  ) {}

  /** One call to an endpoint. */
  async ask<T>(
    id: EndpointId,
    answer: z.ZodType<T>,
    options: CallOptions | undefined,
    parameter?: string,
    body?: unknown,
  ): Promise<T> {
    const call = { id, path: pathOf(id, parameter), body };
    return this.send(call, this.pipeline.span(id, options), answer);
  }

  /** One write whose cids stand in the path: never split, so refused when the URL would not fit. */
  async writeByPath<T>(
    id: EndpointId,
    answer: z.ZodType<T>,
    options: CallOptions | undefined,
    cids: readonly string[],
    body?: unknown,
  ): Promise<T> {
    const most = endpointOf(id).maxItems ?? 1;
    if (cids.length > most) throw new GetuiUsageError(id, `cids: more than ${most}`);
    const call = { id, path: pathOf(id, cids), body };
    const span = this.pipeline.span(id, options);
    if (cids.length > this.urlLimit.cids) throw tooLong(id, span.requestId);
    try {
      return await this.send(call, span, answer);
    } catch (error) {
      if (isTooLong(error)) this.learn(cids.length);
      throw error;
    }
  }

  /** A read over any number of cids, split by the documented limit and by what fits a URL; parts in input order. */
  async readByPath<T>(
    id: EndpointId,
    answer: z.ZodType<T>,
    options: CallOptions | undefined,
    cids: readonly string[],
  ): Promise<T[]> {
    if (cids.length === 0) return [];
    const unique = [...new Set(cids)];
    // Checked as a whole, so that a bad cid at the end does not cost the calls before it.
    pathOf(id, unique);
    return this.readParts(id, answer, this.pipeline.span(id, options), unique);
  }

  private async readParts<T>(
    id: EndpointId,
    answer: z.ZodType<T>,
    span: Span,
    cids: readonly string[],
  ): Promise<T[]> {
    const size = Math.min(endpointOf(id).maxItems ?? 1, this.urlLimit.cids);
    const parts = await inLanes(chunk(cids, size), LANES, async (part) => {
      try {
        return [await this.send({ id, path: pathOf(id, part) }, span, answer)];
      } catch (error) {
        if (!isTooLong(error) || part.length === 1) throw error;
        this.learn(part.length);
        return this.readParts(id, answer, span, part);
      }
    });
    return parts.flat();
  }

  private async send<T>(call: Call, span: Span, answer: z.ZodType<T>): Promise<T> {
    const { data } = await this.pipeline.run(call, span, this.tokens);
    const parsed = answer.safeParse(data);
    if (!parsed.success) throw unreadable(call, span);
    return parsed.data;
  }

  private learn(refused: number): void {
    this.urlLimit.cids = Math.max(1, Math.min(this.urlLimit.cids, Math.floor(refused / 2)));
  }
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

function tooLong(id: EndpointId, requestId: string): GetuiError {
  return new GetuiError({
    kind: 'too-long',
    endpoint: id,
    requestId,
    outcome: 'not-applied',
    detail: 'not sent',
  });
}
