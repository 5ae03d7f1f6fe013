'use client';

import { scaleLinear } from 'd3-scale';
import { useFormatter } from 'use-intl/react';
import { useWidth } from './use-width';

export type OnlyBothPart = Readonly<{ label: string; value: number; isNear?: boolean }>;

export type OnlyBothBarProps = Readonly<{
  /** What the whole shows, in one sentence, for those who do not see it. */
  summary: string;
  onlyA: OnlyBothPart;
  both: OnlyBothPart;
  onlyB: OnlyBothPart;
}>;

const BAR = 28;
const LINE = 22;

/** Two sets as one bar: what only the first has, what both have, what only the second has. */
export function OnlyBothBar({ summary, onlyA, both, onlyB }: OnlyBothBarProps) {
  const format = useFormatter();
  const { ref, width } = useWidth();
  const parts = [onlyA, both, onlyB];
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  const x = scaleLinear([0, Math.max(1, total)], [0, width]);
  const swatch = (i: number, left: number, top: number, wide: number, high: number) => (
    <>
      {i < 2 ? (
        <rect x={left} y={top} width={wide} height={high} fillOpacity={0.55} className="fill-accent" />
      ) : null}
      {i > 0 ? (
        <rect x={left} y={top} width={wide} height={high} fillOpacity={0.55} className="fill-warn" />
      ) : null}
    </>
  );
  let from = 0;
  return (
    <div ref={ref}>
      <svg
        role="img"
        aria-label={summary}
        width={width}
        height={BAR + 8 + parts.length * LINE}
        className="block"
      >
        {parts.map((part, i) => {
          const left = x(from);
          from += part.value;
          const middle = BAR + 8 + i * LINE + LINE / 2;
          return (
            <g key={part.label}>
              {swatch(i, left, 0, part.value > 0 ? Math.max(1, x(from) - left) : 0, BAR)}
              {swatch(i, 0, middle - 5, 10, 10)}
              <text x={18} y={middle} dominantBaseline="central" className="fill-ink text-sm tabular-nums">
                {part.label}
                <tspan dx={8} className="font-medium">
                  {part.isNear ? '≈' : ''}
                  {format.number(part.value, 'integer')}
                </tspan>
                <tspan dx={6} className="fill-muted">
                  {total > 0 ? format.number(part.value / total, 'percent') : ''}
                </tspan>
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
