import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { SnapshotPoint } from '@/lib/audience/saved-schema';

const WIDTH = 96;
const HEIGHT = 24;
const EDGE = 3;

type SparklineProps = Readonly<{
  /** What it shows, for those who do not see it. */
  summary: string;
  points: readonly SnapshotPoint[];
}>;

const heightOf = ({ value, low, high }: SnapshotPoint): number => value ?? ((low ?? 0) + (high ?? 0)) / 2;

/** The last snapshots as a small line; the figure stands beside it. */
export function Sparkline({ summary, points }: SparklineProps) {
  const values = points.map(heightOf);
  const last = points.at(-1);
  const first = points[0];
  if (!first || !last || points.length < 2) return null;
  const x = scaleLinear([first.at, last.at], [EDGE, WIDTH - EDGE]);
  const y = scaleLinear([Math.min(...values), Math.max(...values)], [HEIGHT - EDGE, EDGE]);
  const path = line<SnapshotPoint>()
    .x(({ at }) => x(at))
    .y((point) => y(heightOf(point)));
  return (
    <svg role="img" aria-label={summary} width={WIDTH} height={HEIGHT} className="block">
      <path d={path(points) ?? undefined} strokeWidth={1.5} className="fill-none stroke-accent" />
      <circle cx={x(last.at)} cy={y(heightOf(last))} r={2} className="fill-accent" />
    </svg>
  );
}
