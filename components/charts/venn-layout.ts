export type Circle = Readonly<{ x: number; y: number; r: number }>;
/** Where a figure fits into a region, and how far the nearest line is from there. */
export type Spot = Readonly<{ x: number; y: number; room: number }>;
export type VennFit = Readonly<{
  /** One per set, in their order, in units whose square is a user; `r` is 0 for an empty set. */
  circles: readonly Circle[];
  /** The largest difference between a region as drawn and as it is, as a share of everybody in the sets. */
  error: number;
}>;
export type VennLayout = Readonly<{
  /** The same in pixels. */
  circles: readonly Circle[];
  /** Where the letter of each set stands, just outside its circle. */
  letters: readonly Readonly<{ x: number; y: number }>[];
  /** By mask; only regions that are drawn. */
  spots: ReadonlyMap<number, Spot>;
}>;

/** Users in exactly the sets of a mask (bit i: set i). */
export type Cells = ReadonlyMap<number, number>;

const SCAN = 160;
const SCAN_FINE = 1200;

/**
 * The areas of the regions that two or three circles cut, by mask, found by `lines` horizontal cuts: at 160 lines about
 * three digits are right, at 1200 more than four.
 */
export function regionAreas(circles: readonly Circle[], lines = SCAN_FINE): Map<number, number> {
  const areas = new Map<number, number>();
  const top = Math.min(...circles.map(({ y, r }) => y - r));
  const bottom = Math.max(...circles.map(({ y, r }) => y + r));
  const step = (bottom - top) / lines;
  if (!(step > 0)) return areas;
  for (let i = 0; i < lines; i++) {
    const y = top + (i + 0.5) * step;
    const ends: [number, number][] = [];
    circles.forEach((circle, set) => {
      const half = Math.sqrt(Math.max(0, circle.r ** 2 - (y - circle.y) ** 2));
      if (half > 0) ends.push([circle.x - half, 1 << set], [circle.x + half, 1 << set]);
    });
    ends.sort((a, b) => a[0] - b[0]);
    let mask = 0;
    let from = 0;
    for (const [x, bit] of ends) {
      if (mask) areas.set(mask, (areas.get(mask) ?? 0) + (x - from) * step);
      mask ^= bit;
      from = x;
    }
  }
  return areas;
}

/** The area two circles share at a distance `d` of their middles. */
export function lens(a: number, b: number, d: number): number {
  if (d >= a + b) return 0;
  if (d <= Math.abs(a - b)) return Math.PI * Math.min(a, b) ** 2;
  const part = (p: number, q: number) => p * p * Math.acos((d * d + p * p - q * q) / (2 * d * p));
  const kite = Math.sqrt((a + b - d) * (d + a - b) * (d - a + b) * (a + b + d)) / 2;
  return part(a, b) + part(b, a) - kite;
}

/** At which distance two circles share `area`; apart by a hair when they share nothing. */
export function distanceFor(a: number, b: number, area: number): number {
  if (area <= 0) return (a + b) * 1.03;
  let low = Math.abs(a - b);
  let high = a + b;
  // What one holds wholly lies well inside, not at the rim.
  if (area >= Math.PI * Math.min(a, b) ** 2 * (1 - 1e-9)) return low * 0.9;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (lens(a, b, middle) > area) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const sumOver = (cells: Cells, isMeant: (mask: number) => boolean) =>
  [...cells].reduce((sum, [mask, value]) => (isMeant(mask) ? sum + Math.max(0, value) : sum), 0);

/**
 * Circles whose areas are the sizes of the sets, placed so that their overlaps come as near as circles can: exactly
 * for two sets, and for three where it is possible. Cells below zero count as none. Takes some 50 ms for three.
 */
export function fitVenn(sets: 2 | 3, cells: Cells): VennFit {
  const circles = fitCircles(sets, cells);
  const areas = regionAreas(circles);
  const total = sumOver(cells, () => true) || 1;
  let error = 0;
  for (let mask = 1; mask < 1 << sets; mask++)
    error = Math.max(error, Math.abs((areas.get(mask) ?? 0) - Math.max(0, cells.get(mask) ?? 0)) / total);
  return { circles, error };
}

function fitCircles(sets: 2 | 3, cells: Cells): Circle[] {
  const radius = (set: number) => Math.sqrt(sumOver(cells, (mask) => (mask & (1 << set)) !== 0) / Math.PI);
  const apart = (a: number, b: number) => {
    const pair = (1 << a) | (1 << b);
    return distanceFor(
      radius(a),
      radius(b),
      sumOver(cells, (mask) => (mask & pair) === pair),
    );
  };
  const [a, b] = [radius(0), radius(1)];
  const ab = apart(0, 1);
  const two = [
    { x: 0, y: 0, r: a },
    { x: ab, y: 0, r: b },
  ];
  if (sets === 2) return two;
  const c = radius(2);
  const [ac, bc] = [apart(0, 2), apart(1, 2)];
  const place = (at: readonly number[]): Circle[] => [
    { x: 0, y: 0, r: a },
    { x: at[0] ?? 0, y: 0, r: b },
    { x: at[1] ?? 0, y: at[2] ?? 0, r: c },
  ];
  const scale = a + b + c || 1;
  // A faint pull to the distances of the pairs, so that circles that share nothing do not drift away.
  const pull = ([d = 0, x = 0, y = 0]: readonly number[]) =>
    ((d - ab) / scale) ** 2 +
    ((Math.hypot(x, y) - ac) / scale) ** 2 +
    ((Math.hypot(x - d, y) - bc) / scale) ** 2;
  const loss = (at: readonly number[]) => misfit(place(at), cells) + 1e-6 * pull(at);
  const x = ab > 0 ? (ac ** 2 - bc ** 2 + ab ** 2) / (2 * ab) : 0;
  const starts = [
    [ab, x, Math.sqrt(Math.max(0, ac ** 2 - x ** 2))],
    [ab, ab / 2, (ac + bc) / 2],
    [ab, -ac, 0.05 * scale],
    [ab, ab + bc, 0.05 * scale],
  ];
  const found = starts.map((start) => descend(loss, start, scale * 0.12));
  const best = found.reduce((one, other) => (loss(other) < loss(one) - 1e-9 ? other : one));
  return place([best[0] ?? 0, best[1] ?? 0, Math.abs(best[2] ?? 0)]);
}

/** How far drawn regions are from their cells: the sum of squared differences, each as a share of all. */
export function misfit(circles: readonly Circle[], cells: Cells): number {
  const total = sumOver(cells, () => true) || 1;
  const areas = regionAreas(circles, SCAN);
  let sum = 0;
  for (let mask = 1; mask < 1 << circles.length; mask++)
    sum += (((areas.get(mask) ?? 0) - Math.max(0, cells.get(mask) ?? 0)) / total) ** 2;
  return sum;
}

/** The simplex descent of Nelder and Mead from `start`. */
function descend(loss: (at: readonly number[]) => number, start: readonly number[], step: number): number[] {
  const move = (from: readonly number[], to: readonly number[], by: number) =>
    from.map((value, i) => value + by * ((to[i] ?? 0) - value));
  const rated = (at: readonly number[]) => ({ at: [...at], loss: loss(at) });
  const simplex = [start, ...start.map((_, k) => start.map((value, i) => value + (i === k ? step : 0)))].map(
    rated,
  );
  for (let round = 0; round < 160; round++) {
    simplex.sort((one, other) => one.loss - other.loss);
    const [first, last] = [simplex[0], simplex.at(-1)];
    if (!first || !last || last.loss - first.loss < 1e-10) break;
    const rest = simplex.slice(0, -1);
    const middle = start.map((_, i) => rest.reduce((sum, { at }) => sum + (at[i] ?? 0), 0) / rest.length);
    const across = rated(move(middle, last.at, -1));
    const further = across.loss < first.loss ? rated(move(middle, last.at, -2)) : across;
    const inside = rated(move(middle, last.at, across.loss < last.loss ? -0.5 : 0.5));
    if (across.loss < (rest.at(-1)?.loss ?? 0))
      simplex[simplex.length - 1] = further.loss < across.loss ? further : across;
    else if (inside.loss < Math.min(across.loss, last.loss)) simplex[simplex.length - 1] = inside;
    else
      for (let i = 1; i < simplex.length; i++) simplex[i] = rated(move(first.at, simplex[i]?.at ?? [], 0.5));
  }
  return simplex.reduce((one, other) => (other.loss < one.loss ? other : one)).at;
}

const LETTER = 11;

/** A fit as a drawing of `width` × `height` px. */
export function placeVenn(fit: readonly Circle[], width: number, height: number): VennLayout {
  const circles = intoBox(fit, width, height, 2 * LETTER);
  const letters = circles.map((circle) => letterOf(circle, circles));
  return { circles, letters, spots: spotsOf(circles, letters, width, height) };
}

function intoBox(circles: readonly Circle[], width: number, height: number, pad: number): Circle[] {
  const drawn = circles.filter(({ r }) => r > 0);
  const left = Math.min(...drawn.map(({ x, r }) => x - r));
  const right = Math.max(...drawn.map(({ x, r }) => x + r));
  const top = Math.min(...drawn.map(({ y, r }) => y - r));
  const bottom = Math.max(...drawn.map(({ y, r }) => y + r));
  const scale = Math.min((width - 2 * pad) / (right - left), (height - 2 * pad) / (bottom - top));
  if (!(scale > 0 && Number.isFinite(scale)))
    return circles.map(() => ({ x: width / 2, y: height / 2, r: 0 }));
  return circles.map(({ x, y, r }) => ({
    x: width / 2 + (x - (left + right) / 2) * scale,
    y: height / 2 + (y - (top + bottom) / 2) * scale,
    r: r * scale,
  }));
}

/** Outside of its circle, on the side that looks away from the others and into none of them. */
function letterOf(circle: Circle, all: readonly Circle[]): { x: number; y: number } {
  const others = all.filter((other) => other !== circle && other.r > 0);
  let best = { x: circle.x, y: circle.y, score: Number.NEGATIVE_INFINITY };
  for (let turn = 0; turn < 48; turn++) {
    const angle = -Math.PI / 2 + (turn * Math.PI) / 24;
    const x = circle.x + (circle.r + LETTER) * Math.cos(angle);
    const y = circle.y + (circle.r + LETTER) * Math.sin(angle);
    const clear = Math.min(
      60,
      ...others.map((other) => Math.abs(Math.hypot(x - other.x, y - other.y) - other.r)),
    );
    const isInside = others.some((other) => Math.hypot(x - other.x, y - other.y) < other.r);
    // Above is where one looks for a name.
    const score = clear - (isInside ? 100 : 0) - 12 * Math.sin(angle);
    if (score > best.score) best = { x, y, score };
  }
  return { x: best.x, y: best.y };
}

function spotsOf(
  circles: readonly Circle[],
  letters: readonly Readonly<{ x: number; y: number }>[],
  width: number,
  height: number,
): Map<number, Spot> {
  const spots = new Map<number, Spot>();
  const step = 3;
  for (let y = step / 2; y < height; y += step)
    for (let x = step / 2; x < width; x += step) {
      let mask = 0;
      let room = Number.POSITIVE_INFINITY;
      circles.forEach((circle, set) => {
        if (circle.r <= 0) return;
        const far = Math.hypot(x - circle.x, y - circle.y);
        if (far < circle.r) mask |= 1 << set;
        room = Math.min(room, Math.abs(far - circle.r));
        const letter = letters[set];
        if (letter) room = Math.min(room, Math.hypot(x - letter.x, y - letter.y) - LETTER);
      });
      if (mask && room > (spots.get(mask)?.room ?? 0)) spots.set(mask, { x, y, room });
    }
  return spots;
}

/** The sets whose circles hold a point, as a mask. */
export const maskAt = (circles: readonly Circle[], x: number, y: number): number =>
  circles.reduce(
    (mask, circle, set) => (Math.hypot(x - circle.x, y - circle.y) < circle.r ? mask | (1 << set) : mask),
    0,
  );
