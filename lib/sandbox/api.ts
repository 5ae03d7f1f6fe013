import type { Ask } from './ask';
import { ApiError, refusal } from './errors';
import type { Target } from './router';
import { admit } from './routes/auth';
import type { World } from './world';

/** An answer in the vendor's envelope (rest_v2/common_args). */
export type Outcome = {
  readonly http: number;
  readonly body: { readonly code: number; readonly msg: string; readonly data?: unknown };
};

/** Handles one call from the check of its path to the envelope of its answer. */
export function handle(
  world: World,
  request: Pick<Ask, 'seq' | 'method' | 'body' | 'token'>,
  target: Target,
): Outcome {
  try {
    // code page: an unknown path and a wrong verb carry the HTTP status as their code.
    if (target.template === null) throw new ApiError(404, 404, 'url error');
    const { template, params, route } = target;
    if (!route) throw new ApiError(405, 405, 'method not allowed');
    if (target.appId !== world.credentials.appId)
      throw refusal(world.dialect.unknownAppId, 'appId is invalid');
    if (!route.open) admit(world, request);
    const { msg = 'success', data } = route.handler(world, { ...request, template, params });
    return { http: 200, body: { code: 0, msg, ...(data === undefined ? {} : { data }) } };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { http, code, message, data } = error;
    return { http, body: { code, msg: message, ...(data === undefined ? {} : { data }) } };
  }
}
