import 'server-only';
import { headers } from 'next/headers';
import { unstable_rethrow } from 'next/navigation';
import { z } from 'zod';
import type { AppSummary } from '@/lib/apps/server/apps';
import { can, type Permission } from '@/lib/auth/permissions';
import { fieldErrors } from '@/lib/core/field-errors';
import { newId } from '@/lib/core/ids';
import { type Failure, fail, Refusal, type Result } from '@/lib/core/result';
import { describeError, log } from '@/lib/log';
import { authorise, type Ctx } from './guard';
import { sameOrigin } from './origin';

/** What a door asks before its handler runs. `public` doors check by themselves (one-time links). */
export type DoorRule = Permission | 'public';
type DoorInfo = { kind: 'action' | 'read' | 'route'; permission: DoorRule };

const DOORS = new WeakMap<object, DoorInfo>();
/** What stands before a function, or undefined when nothing does: the matrix test asks for every export. */
export const doorOf = (door: object): DoorInfo | undefined => DOORS.get(door);

/** The context of a handler that works on an app. */
export type AppCtx = Ctx & { readonly app: AppSummary };

type Spec<I, O, C> = {
  permission: Permission;
  input: z.ZodType<I>;
  handler: (ctx: C, input: I) => Promise<O> | O;
};

/** Turns what a handler throws into a {@link Result}: expected failures keep their code, others only an id. */
export function failureOf(error: unknown, requestId: string): Result<never> {
  unstable_rethrow(error);
  if (error instanceof Refusal) return { ok: false, error: { ...error.failure, requestId } };
  log.error({ requestId, ...describeError(error) }, 'unexpected error behind a door');
  return fail('UNEXPECTED', { requestId });
}

async function enter<I, O, C>(
  spec: Spec<I, O, C>,
  raw: unknown,
  ctx: C,
  requestId: string,
): Promise<Result<O>> {
  const parsed = spec.input.safeParse(raw);
  if (!parsed.success) return fail('INVALID_INPUT', { fields: fieldErrors(parsed.error), requestId });
  try {
    return { ok: true, data: await spec.handler(ctx, parsed.data) };
  } catch (error) {
    return failureOf(error, requestId);
  }
}

/** A server action that may change something: same origin → session → permission → input → handler. Never throws. */
export function defineAction<I, O>(spec: Spec<I, O, Ctx>): (raw: I) => Promise<Result<O>> {
  const action = async (raw: unknown) => {
    if (!sameOrigin(await headers())) return fail('CROSS_ORIGIN');
    const allowed = await authorise(spec.permission);
    if (!allowed.ok) return allowed;
    return enter(spec, raw, allowed.data, allowed.data.requestId);
  };
  DOORS.set(action, { kind: 'action', permission: spec.permission });
  return action as (raw: I) => Promise<Result<O>>;
}

/** An action for people without a session, such as one who follows a setup link. The handler is its own guard. */
export function definePublicAction<I, O>(spec: {
  input: z.ZodType<I>;
  handler: (input: I) => Promise<O>;
}): (raw: I) => Promise<Result<O>> {
  const action = async (raw: unknown) => {
    if (!sameOrigin(await headers())) return fail('CROSS_ORIGIN');
    const requestId = newId();
    return enter(
      { ...spec, permission: 'self:manage', handler: (_ctx, input) => spec.handler(input) },
      raw,
      null,
      requestId,
    );
  };
  DOORS.set(action, { kind: 'action', permission: 'public' });
  return action as (raw: I) => Promise<Result<O>>;
}

/**
 * An action on an app. The page binds the id of the app it shows: when another tab has switched since, nothing happens
 * (APP_CHANGED), so that nobody writes to production under the sandbox's colour.
 */
export function defineAppAction<I, O>(
  spec: Spec<I, O, AppCtx>,
): (appId: string, raw: I) => Promise<Result<O>> {
  const action = defineAction<[string, unknown], O>({
    permission: spec.permission,
    input: z.tuple([z.string().max(40), z.unknown()]),
    handler: (ctx, [appId, raw]) => {
      const parsed = spec.input.safeParse(raw);
      // Parsed on its own, so that the fields are named as the form names them.
      if (!parsed.success) throw new Refusal({ code: 'INVALID_INPUT', fields: fieldErrors(parsed.error) });
      return spec.handler(shownApp(ctx, appId), parsed.data);
    },
  });
  const door = async (appId: string, raw: I) => action([appId, raw]);
  DOORS.set(door, { kind: 'action', permission: spec.permission });
  return door;
}

function withApp(ctx: Ctx): AppCtx {
  if (!ctx.app) throw new Refusal({ code: 'NOT_FOUND', params: { what: 'app' } });
  return { ...ctx, app: ctx.app };
}

/** The context, when the app that the page shows is the one that is chosen. */
export function shownApp(ctx: Ctx, appId: string): AppCtx {
  if (ctx.app?.id !== appId) throw new Refusal({ code: 'APP_CHANGED' });
  return withApp(ctx);
}

/** A question that the batch action answers. */
export type Read<I, O> = {
  readonly permission: Permission;
  run(ctx: Ctx, raw: unknown): Promise<Result<O>>;
  readonly _input?: I;
};

export function defineRead<I, O>(spec: Spec<I, O, AppCtx>): Read<I, O> {
  const read: Read<I, O> = {
    permission: spec.permission,
    async run(ctx, raw) {
      // The batch action has found the session; each question still asks for its own permission.
      if (!can(ctx.actor.role, spec.permission)) return fail('FORBIDDEN', { requestId: ctx.requestId });
      return enter(
        { ...spec, handler: (c: Ctx, input: I) => spec.handler(withApp(c), input) },
        raw,
        ctx,
        ctx.requestId,
      );
    },
  };
  DOORS.set(read, { kind: 'read', permission: spec.permission });
  return read;
}

const STATUS: Partial<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  INVALID_INPUT: 400,
  NOT_FOUND: 404,
  CONFLICT: 409,
  APP_CHANGED: 409,
  CROSS_ORIGIN: 403,
  THROTTLED: 429,
  SHUTTING_DOWN: 503,
};
const refusal = (error: Failure): Response =>
  Response.json(error, { status: STATUS[error.code] ?? 500, headers: { 'cache-control': 'no-store' } });

type RouteContext = { params: Promise<Record<string, string>> };

/**
 * A GET route handler under the same guard, for what an action cannot serve. Input is the path parameters and query;
 * the signal fires when the caller has gone.
 */
export function defineRoute<I>(
  spec: Omit<Spec<I, Response, AppCtx>, 'handler'> & {
    handler: (ctx: AppCtx, input: I, signal: AbortSignal) => Promise<Response> | Response;
  },
): (request: Request, context: RouteContext) => Promise<Response> {
  const route = async (request: Request, context: RouteContext) => {
    const allowed = await authorise(spec.permission);
    const raw = { ...Object.fromEntries(new URL(request.url).searchParams), ...(await context.params) };
    const result = allowed.ok
      ? await enter(
          { ...spec, handler: (c: Ctx, input: I) => spec.handler(withApp(c), input, request.signal) },
          raw,
          allowed.data,
          allowed.data.requestId,
        )
      : allowed;
    if (result.ok) return result.data;
    return refusal(result.error);
  };
  DOORS.set(route, { kind: 'route', permission: spec.permission });
  return route;
}

/** A body that is read as it comes, and how long it said it would be. */
export type UploadBody = { bytes: AsyncIterable<Uint8Array>; length: number | null; signal: AbortSignal };

/** What comes with an upload, as JSON in percent signs: a body that is streamed has no room for it. */
const UPLOAD_HEADER = 'x-import';

function uploadInput(request: Request): unknown {
  try {
    return JSON.parse(decodeURIComponent(request.headers.get(UPLOAD_HEADER) ?? ''));
  } catch {
    return null;
  }
}

/**
 * A POST route handler that takes a file: same origin → session → permission → header x-import (its `app` must be the app
 * that is shown) → handler, which reads the body as it comes. Answers JSON: what the handler gives (a Response as it is),
 * or a Failure.
 */
export function defineUpload<I extends { app: string }, O>(
  spec: Omit<Spec<I, O, AppCtx>, 'handler'> & {
    handler: (ctx: AppCtx, input: I, body: UploadBody) => Promise<O>;
  },
): (request: Request) => Promise<Response> {
  const route = async (request: Request) => {
    if (!sameOrigin(request.headers)) return refusal({ code: 'CROSS_ORIGIN' });
    const allowed = await authorise(spec.permission);
    if (!allowed.ok) return refusal(allowed.error);
    const length = Number(request.headers.get('content-length') ?? Number.NaN);
    const body: UploadBody = {
      bytes: request.body ?? emptyBody(),
      length: Number.isFinite(length) ? length : null,
      signal: request.signal,
    };
    const handler = (ctx: Ctx, input: I) => spec.handler(shownApp(ctx, input.app), input, body);
    const { requestId } = allowed.data;
    const result = await enter({ ...spec, handler }, uploadInput(request), allowed.data, requestId);
    if (!result.ok) return refusal(result.error);
    if (result.data instanceof Response) return result.data;
    return Response.json(result.data, { headers: { 'cache-control': 'no-store' } });
  };
  DOORS.set(route, { kind: 'route', permission: spec.permission });
  return route;
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {}
