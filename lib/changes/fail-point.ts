/** Every edge of a chunk's way at which a test may end the process, in the order they are passed. */
export const FAIL_POINTS = [
  'fed',
  'claimed',
  'before-read',
  'slot-taken',
  'intent-committed',
  'on-the-wire',
  'answered',
  'answer-stored',
  'narrowed',
  'put-back',
  'read-back',
  'settling',
  'settled',
  'finishing',
] as const;
export type FailPoint = (typeof FAIL_POINTS)[number];

/**
 * Ends this process as `kill -9` would when the point is passed for the n-th time. `text` is `<point>` or `<point>:<n>`,
 * several separated by commas; undefined text gives undefined, so that nothing is asked on the way.
 * @throws Error on a name that is not a point
 */
export function failPoints(text: string | undefined): ((point: FailPoint) => void) | undefined {
  if (!text) return undefined;
  const left = new Map<FailPoint, number>();
  for (const part of text.split(',')) {
    const [name = '', times = '1'] = part.split(':');
    const point = FAIL_POINTS.find((known) => known === name);
    if (!point || !(Number(times) >= 1)) throw new Error(`no fail point ${part}`);
    left.set(point, Number(times));
  }
  return (point) => {
    const times = left.get(point);
    if (times === undefined) return;
    left.set(point, times - 1);
    if (times === 1) process.kill(process.pid, 'SIGKILL');
  };
}
