/**
 * Places of `size` things drawn from `population` uniformly and without putting back, in rising order; the same seed draws
 * the same places. One step a thing (selection sampling: Knuth, volume 2, algorithm 3.4.2 S).
 */
export function* samplePlaces(population: number, size: number, seed: string): Generator<number> {
  const random = randomFrom(seed);
  let wanted = Math.min(size, population);
  for (let place = 0; wanted > 0; place++) {
    if (random() * (population - place) >= wanted) continue;
    wanted--;
    yield place;
  }
}

/** Numbers in [0, 1) from a seed of any text: sfc32, whose state is filled by FNV-1a. Not for secrets. */
function randomFrom(seed: string): () => number {
  let [a, b, c, d] = ['a', 'b', 'c', 'd'].map((salt) => fnv(salt + seed)) as [number, number, number, number];
  const next = () => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 16; i++) next();
  return next;
}

function fnv(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}
