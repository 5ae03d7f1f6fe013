import { describe, expect, it } from 'vitest';
import { paceOf, type Sample, withSample } from './pace';

describe('pace', () => {
  it('says nothing before it can be told, then the rate of the last ten seconds and the time left', () => {
    expect(paceOf([], 100)).toBeNull();
    expect(
      paceOf(
        [
          { at: 0, done: 0 },
          { at: 1000, done: 50 },
        ],
        100,
      ),
    ).toBeNull();
    expect(
      paceOf(
        [
          { at: 0, done: 0 },
          { at: 2000, done: 50 },
        ],
        100,
      ),
    ).toEqual({ perSecond: 25, leftMs: 2000 });
    expect(
      paceOf(
        [
          { at: 0, done: 50 },
          { at: 2000, done: 50 },
        ],
        100,
      ),
    ).toBeNull();
  });

  it('forgets what is older than ten seconds, so that it follows a change of pace', () => {
    let samples: Sample[] = [];
    for (let s = 0; s <= 20; s++)
      samples = withSample(samples, { at: s * 1000, done: s <= 10 ? 0 : (s - 10) * 7 });
    expect(samples[0]?.at).toBe(10_000);
    expect(paceOf(samples, 140)?.perSecond).toBe(7);
  });
});
