/**
 * Turns callbacks into an async iterable. The work starts at once and goes on when nobody listens any more, unless it
 * minds `signal`, which fires when the reader leaves.
 */
export function streamOf<T>(
  work: (emit: (event: T) => void, signal: AbortSignal) => Promise<void>,
): AsyncIterable<T> {
  const queue: T[] = [];
  const leave = new AbortController();
  let wake: (() => void) | undefined;
  let finished = false;
  const rouse = () => {
    wake?.();
    wake = undefined;
  };
  const emit = (event: T) => {
    queue.push(event);
    rouse();
  };
  const running = work(emit, leave.signal).finally(() => {
    finished = true;
    rouse();
  });
  // Whoever reads gets the error below; without a reader it must not end the process.
  running.catch(() => undefined);
  async function* read(): AsyncGenerator<T> {
    try {
      while (true) {
        while (queue.length) yield queue.shift() as T;
        if (finished) break;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      await running;
    } finally {
      leave.abort(new Error('the reader left'));
    }
  }
  return read();
}
