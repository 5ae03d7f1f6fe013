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

/** Where everything stands in a drawing that is `width` px wide. */
function planOf(width: number, steps: readonly FunnelStep[]) {
  const label = Math.min(LABEL, Math.round(width * 0.34));
  const most = Math.max(1, ...steps.map(({ value }) => value ?? 0));
  const x = scaleLinear([0, most], [0, Math.max(8, width - label - Math.min(FIGURES, width * 0.34))]);
  const link = area<readonly [number, number]>()
    .x0(label)
    .x1(([value]) => label + x(value))
    .y(([, y]) => y);
  return { width, label, most, x, link, top: (i: number) => i * (BAR + GAP) };
}
type Plan = ReturnType<typeof planOf>;

/** How many are left after each step, lying one below the other; what is lost between two narrows the link. */
export function FunnelChart({ summary, steps, onPick, picked }: FunnelChartProps) {
  const { ref, width } = useWidth();
  const plan = planOf(width, steps);
  return (
    <div ref={ref}>
      <svg
        role="img"
        aria-label={summary}
        width={width}
        height={steps.length * (BAR + GAP) - GAP}
        className="block"
      >
        {steps.map((step, i) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: a picture; its table offers the same to the keyboard
          <g
            key={step.id}
            onClick={onPick && (() => onPick(step.id))}
            className={cx('group', onPick && 'cursor-pointer')}
          >
            <rect
              x={0}
              y={plan.top(i) - 4}
              width={width}
              height={BAR + 8}
              className="fill-transparent group-hover:fill-hover"
            />
            <text
              x={0}
              y={plan.top(i) + BAR / 2}
              dominantBaseline="central"
              className={cx('text-sm', picked === step.id ? 'fill-accent font-medium' : 'fill-ink')}
            >
              {step.label}
            </text>
            <Bar {...{ plan, i }} value={step.value} next={steps[i + 1]?.value ?? null} />
            <Figures {...{ plan, i, step }} before={steps[i - 1]?.value ?? null} />
          </g>
        ))}
      </svg>
    </div>
  );
}

type BarProps = Readonly<{ plan: Plan; i: number; value: number | null; next: number | null }>;

/** A step, and the link that narrows to the next; a broken line while nobody knows. */
function Bar({ plan: { label, link, most, top, x }, i, value, next }: BarProps) {
  if (value === null)
    return (
      <line
        x1={label}
        x2={label + x(most)}
        y1={top(i) + BAR / 2}
        y2={top(i) + BAR / 2}
        strokeDasharray="3 4"
        className="stroke-line-strong"
      />
    );
  const ends = [
    [value, top(i) + BAR],
    [next ?? 0, top(i + 1)],
  ] as const;
  return (
    <>
      <rect
        x={label}
        y={top(i)}
        width={value > 0 ? Math.max(1, x(value)) : 0}
        height={BAR}
        rx={1}
        className={i < 2 ? 'fill-line-strong' : 'fill-accent'}
      />
      {next === null ? null : (
        <path d={link([...ends]) ?? undefined} className={i < 1 ? 'fill-line-strong/25' : 'fill-accent/15'} />
      )}
    </>
  );
}

type FiguresProps = Readonly<{ plan: Plan; i: number; step: FunnelStep; before: number | null }>;

function Figures({ plan: { label, most, top, x }, i, step: { value, note }, before }: FiguresProps) {
  const format = useFormatter();
  const share = value !== null && before ? format.number(value / before, 'percent') : '';
  return (
    <text
      x={label + x(value ?? most) + 8}
      y={top(i) + BAR / 2}
      dominantBaseline="central"
      className="fill-ink text-sm tabular-nums"
    >
      {value === null ? '—' : format.number(value, 'integer')}
      <tspan dx={6} className="fill-muted">
        {[share, note ?? ''].filter(Boolean).join(' · ')}
      </tspan>
    </text>
  );
}
