import type { Failure } from '@/lib/core/result';

/** What the server refused with, or no answer at all. */
export class ApiError extends Error {
  override name = 'ApiError';
  constructor(readonly failure: Failure) {
    super(failure.code);
  }
}

export const failureOf = (error: unknown): Failure =>
  error instanceof ApiError ? error.failure : { code: 'UNEXPECTED' };

/** Why an answer other than 2xx was given. */
export async function refusalOf(answer: Response): Promise<ApiError> {
  const body: unknown = await answer.json().catch(() => null);
  const isFailure = typeof body === 'object' && body !== null && 'code' in body;
  // A proxy in between answers with pages of its own.
  return new ApiError(isFailure ? (body as Failure) : { code: 'UNEXPECTED' });
}

/**
 * Posts a body to a route handler that takes `about` beside it (its `app` is the app that is shown).
 * @throws ApiError
 */
export async function post(
  path: string,
  about: unknown,
  body: BodyInit,
  signal?: AbortSignal,
): Promise<Response> {
  const answer = await fetch(path, {
    method: 'POST',
    headers: {
      'x-import': encodeURIComponent(JSON.stringify(about)),
      'content-type': 'application/octet-stream',
    },
    body,
    ...(signal ? { signal } : {}),
  });
  if (!answer.ok) throw await refusalOf(answer);
  return answer;
}

/** The JSON documents of an answer as they come, one a line. Whoever stops listening ends the calls behind it. */
export async function* linesOf<E>(answer: Response): AsyncGenerator<E> {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) return;
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const lines = (rest + value).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line) yield JSON.parse(line) as E;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
