'use client';

import { scaleBand, scaleLinear } from 'd3-scale';
import { useFormatter } from 'use-intl/react';
import { cx } from '../ui/cx';
import { shorten } from './set-style';
import { useWidth } from './use-width';

export type Bar = Readonly<{
  id: string;
  label: string;
  value: number;
  /** Drawn pale: a rest, something unknown. */
  isPale?: boolean;
}>;

export type BarChartProps = Readonly<{
  /** What the whole shows, in one sentence, for those who do not see it. */
  summary: string;
  bars: readonly Bar[];
  /** What a bar is a share of; shown in percent. */
  total: number;
  /** A bar was pressed. The table beside offers the same to the keyboard. */
  onPick?: ((id: string) => void) | undefined;
  /** Bars that stand out; the others step back. */
  picked?: readonly string[];
}>;

const ROW = 22;
const LABEL = 0.42;
const FIGURES = 96;

/** Bars lying one below the other, the label before and the figures behind. */
export function BarChart({ summary, bars, total, onPick, picked = [] }: BarChartProps) {
  const format = useFormatter();
  const { ref, width } = useWidth();
  const label = Math.min(136, Math.max(64, Math.round(width * LABEL)));
  const y = scaleBand<string>(
    bars.map(({ id }) => id),
    [0, bars.length * ROW],
  ).paddingInner(0.28);
  const x = scaleLinear(
    [0, Math.max(1, ...bars.map(({ value }) => value))],
    [0, Math.max(8, width - label - FIGURES)],
  );
  return (
    <div ref={ref}>
      <svg role="img" aria-label={summary} width={width} height={bars.length * ROW} className="block">
        {bars.map((bar) => {
          const isBack = picked.length > 0 && !picked.includes(bar.id);
          const top = y(bar.id) ?? 0;
          const middle = top + y.bandwidth() / 2;
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: a picture; its table offers the same to the keyboard
            <g
              key={bar.id}
              onClick={onPick && (() => onPick(bar.id))}
              className={cx('group', onPick && 'cursor-pointer', isBack && 'opacity-45')}
            >
              <rect
                x={0}
                y={top - 3}
                width={width}
                height={ROW}
                className="fill-transparent group-hover:fill-hover"
              />
              <text x={0} y={middle} dominantBaseline="central" className="fill-ink text-sm">
                {shorten(bar.label, label)}
                <title>{bar.label}</title>
              </text>
              <rect
                x={label}
                y={top}
                width={bar.value > 0 ? Math.max(1, x(bar.value)) : 0}
                height={y.bandwidth()}
                rx={1}
                className={bar.isPale ? 'fill-line-strong' : 'fill-accent'}
              />
              <text
                x={label + x(bar.value) + 6}
                y={middle}
                dominantBaseline="central"
                className="fill-ink text-sm tabular-nums"
              >
                {format.number(bar.value, 'integer')}
                <tspan dx={6} className="fill-muted">
                  {total > 0 ? format.number(bar.value / total, 'percent') : ''}
                </tspan>
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
