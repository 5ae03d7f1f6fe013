/** Lines that a slow reader may be behind before no more is asked for. */
const MOST_WAITING = 64;

export type Out<E> = {
  emit(event: E): void;
  /** Resolves when the reader can take more, or has left. */
  ready(): Promise<void>;
  /** Fires when the reader has left. */
  signal: AbortSignal;
};

/**
 * An answer of one JSON document a line, as `work` emits them; it ends with `work`. When the reader leaves, or `gone`
 * fires, the signal of `work` fires at once.
 */
export function jsonLines<E>(gone: AbortSignal, work: (out: Out<E>) => Promise<void>): Response {
  const encoder = new TextEncoder();
  const leave = new AbortController();
  const left = () => leave.abort(new Error('the reader left'));
  gone.addEventListener('abort', left, { once: true });
  if (gone.aborted) left();
  let wake: (() => void) | null = null;
  const rouse = () => {
    wake?.();
    wake = null;
  };
  leave.signal.addEventListener('abort', rouse, { once: true });
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const emit = (event: E) => {
          if (!leave.signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(event)}\n`));
        };
        const ready = async () => {
          while ((controller.desiredSize ?? 0) <= 0 && !leave.signal.aborted)
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
        };
        void work({ emit, ready, signal: leave.signal })
          .finally(() => gone.removeEventListener('abort', left))
          .then(
            () => {
              if (!leave.signal.aborted) controller.close();
            },
            (error) => {
              if (!leave.signal.aborted) controller.error(error);
            },
          );
      },
      pull: rouse,
      cancel: left,
    },
    { highWaterMark: MOST_WAITING },
  );
  return new Response(body, {
    headers: {
      'content-type': 'application/x-ndjson; charset=utf-8',
      // Compressing would hold lines back.
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    },
  });
}
