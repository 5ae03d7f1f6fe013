'use client';

import { scaleLog } from 'd3-scale';
import { useWidth } from './use-width';

export type Range = Readonly<{ id: string; least: number; most: number; label: string }>;
export type RangeRow = Readonly<{
  id: string;
  label: string;
  ranges: readonly Range[];
  middle: number | null;
}>;

type RangeChartProps = Readonly<{
  /** What the whole shows, in one sentence, for those who do not see it. */
  summary: string;
  rows: readonly RangeRow[];
  /** Smallest and largest value that is drawn; both above 0. */
  from: number;
  to: number;
  ticks: readonly number[];
  say: (value: number) => string;
}>;

const ROW = 44;
const START = 84;
const END = 20;
const FOOT = 26;
/** Dots of one row stand in so many lines, so that equal ones can be told apart. */
const LINES = 5;

/** Values that are known between two bounds, row by row on one logarithmic scale: a line for where each may be. */
export function RangeChart({ summary, rows, from, to, ticks, say }: RangeChartProps) {
  const { ref, width } = useWidth();
  const x = scaleLog([from, to], [START, Math.max(START + 1, width - END)]).clamp(true);
  const height = rows.length * ROW + FOOT;
  return (
    <div ref={ref}>
      <svg role="img" aria-label={summary} width={width} height={height} className="block">
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1={x(tick)} x2={x(tick)} y1={0} y2={height - FOOT} className="stroke-line" />
            <text x={x(tick)} y={height - 8} textAnchor="middle" className="fill-muted text-xs">
              {say(tick)}
            </text>
          </g>
        ))}
        {rows.map((row, i) => (
          <g key={row.id} transform={`translate(0 ${i * ROW})`}>
            <text
              x={START - 10}
              y={ROW / 2}
              textAnchor="end"
              dominantBaseline="central"
              className="fill-ink text-xs"
            >
              {row.label}
            </text>
            {row.ranges.map((range, k) => (
              <Mark key={range.id} range={range} x={x} y={8 + ((k % LINES) * (ROW - 16)) / (LINES - 1)} />
            ))}
            {row.middle === null ? null : (
              <line
                x1={x(row.middle)}
                x2={x(row.middle)}
                y1={3}
                y2={ROW - 3}
                strokeWidth={2}
                className="stroke-ink"
              />
            )}
          </g>
        ))}
      </svg>
    </div>
  );
}

function Mark({ range, x, y }: Readonly<{ range: Range; x: (value: number) => number; y: number }>) {
  return (
    <g>
      <title>{range.label}</title>
      <line
        x1={x(range.least)}
        x2={x(range.most)}
        y1={y}
        y2={y}
        strokeWidth={1.5}
        className="stroke-accent/50"
      />
      <circle cx={x(range.most)} cy={y} r={3} className="fill-accent" />
    </g>
  );
}
