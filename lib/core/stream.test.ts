import { expect, test } from 'vitest';
import { streamOf } from './stream';

const soon = () => new Promise((resolve) => setTimeout(resolve, 2));

test('hands on every event in order, also those emitted before anyone reads', async () => {
  const stream = streamOf<number>(async (emit) => {
    emit(1);
    await soon();
    emit(2);
    emit(3);
  });
  await soon();
  const seen: number[] = [];
  for await (const n of stream) seen.push(n);
  expect(seen).toEqual([1, 2, 3]);
});

test('the work goes on when the reader leaves, and is told so', async () => {
  let told = false;
  let done: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    done = resolve;
  });
  const stream = streamOf<number>(async (emit, signal) => {
    emit(1);
    await soon();
    told = signal.aborted;
    done();
  });
  for await (const _ of stream) break;
  await ended;
  expect(told).toBe(true);
});

test('an error reaches the reader', async () => {
  const stream = streamOf<number>(async (emit) => {
    emit(1);
    throw new Error('broken');
  });
  const read = async () => {
    for await (const _ of stream);
  };
  await expect(read()).rejects.toThrow('broken');
});
