'use client';

import { scaleLinear } from 'd3-scale';
import { area } from 'd3-shape';
import { useFormatter } from 'use-intl/react';
import { cx } from '../ui/cx';
import { useWidth } from './use-width';

export type FunnelStep = Readonly<{
  id: string;
  label: string;
  /** Null: not known yet, and the steps after it neither. */
  value: number | null;
  /** What the value is one of, when not all have been looked at: "of 1,200 read so far". */
  note?: string;
}>;

export type FunnelChartProps = Readonly<{
  /** What the whole shows, in one sentence, for those who do not see it. */
  summary: string;
  steps: readonly FunnelStep[];
  onPick?: ((id: string) => void) | undefined;
  picked?: string | undefined;
}>;

const BAR = 20;
const GAP = 12;
const LABEL = 124;
const FIGURES = 150;

/** How many are left after each step, lying one below the other; what is lost between two narrows the link. */
export function FunnelChart({ summary, steps, onPick, picked }: FunnelChartProps) {
  const format = useFormatter();
  const { ref, width } = useWidth();
  const label = Math.min(LABEL, Math.round(width * 0.34));
  const most = Math.max(1, ...steps.map(({ value }) => value ?? 0));
  const x = scaleLinear([0, most], [0, Math.max(8, width - label - Math.min(FIGURES, width * 0.34))]);
  const top = (i: number) => i * (BAR + GAP);
  const link = area<readonly [number, number]>()
    .x0(label)
    .x1(([value]) => label + x(value))
    .y(([, y]) => y);
  return (
    <div ref={ref}>
      <svg
        role="img"
        aria-label={summary}
        width={width}
        height={steps.length * (BAR + GAP) - GAP}
        className="block"
      >
        {steps.map((step, i) => {
          const { value } = step;
          const next = steps[i + 1]?.value ?? null;
          const before = i > 0 ? steps[i - 1]?.value : null;
          const middle = top(i) + BAR / 2;
          const share = value !== null && before ? value / before : null;
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: a picture; its table offers the same to the keyboard
            <g
              key={step.id}
              onClick={onPick && (() => onPick(step.id))}
              className={cx('group', onPick && 'cursor-pointer')}
            >
              <rect
                x={0}
                y={top(i) - 4}
                width={width}
                height={BAR + 8}
                className="fill-transparent group-hover:fill-hover"
              />
              <text
                x={0}
                y={middle}
                dominantBaseline="central"
                className={cx('text-sm', picked === step.id ? 'fill-accent font-medium' : 'fill-ink')}
              >
                {step.label}
              </text>
              {value === null ? (
                <line
                  x1={label}
                  x2={label + x(most)}
                  y1={middle}
                  y2={middle}
                  strokeDasharray="3 4"
                  className="stroke-line-strong"
                />
              ) : (
                <rect
                  x={label}
                  y={top(i)}
                  width={value > 0 ? Math.max(1, x(value)) : 0}
                  height={BAR}
                  rx={1}
                  className={i < 2 ? 'fill-line-strong' : 'fill-accent'}
                />
              )}
              {value !== null && next !== null ? (
                <path
                  d={
                    link([
                      [value, top(i) + BAR],
                      [next, top(i + 1)],
                    ]) ?? undefined
                  }
                  className={i < 1 ? 'fill-line-strong/25' : 'fill-accent/15'}
                />
              ) : null}
              <text
                x={label + x(value ?? most) + 8}
                y={middle}
                dominantBaseline="central"
                className="fill-ink text-sm tabular-nums"
              >
                {value === null ? '—' : format.number(value, 'integer')}
                <tspan dx={6} className="fill-muted">
                  {[share === null ? '' : format.number(share, 'percent'), step.note ?? '']
                    .filter(Boolean)
                    .join(' · ')}
                </tspan>
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
