'use client';

import { scaleLinear } from 'd3-scale';
import { useFormatter } from 'use-intl/react';
import { cx } from '../ui/cx';
import { setFill, setLetter, shorten } from './set-style';
import { useWidth } from './use-width';

export type UpsetSet = Readonly<{ id: string; label: string; value: number }>;
export type UpsetBar = Readonly<{ mask: number; value: number; isNear?: boolean }>;

export type UpsetChartProps = Readonly<{
  /** What the whole shows, in one sentence, for those who do not see it. */
  summary: string;
  /** Names the scroller around a drawing that is wider than its place. */
  scrollLabel: string;
  sets: readonly UpsetSet[];
  /** In the order of their columns. */
  bars: readonly UpsetBar[];
  /** A column was pressed. The table beside offers the same to the keyboard. */
  onPick?: ((mask: number) => void) | undefined;
  picked?: number | null;
}>;

const COLUMN = 38;
const ROW = 26;
const HIGH = 150;
const TOP = 22;

/** Where everything stands in a drawing that has `room` px. */
function planOf(room: number, sets: readonly UpsetSet[], bars: readonly UpsetBar[]) {
  const label = room < 560 ? 112 : 176;
  const sizes = room < 560 ? 64 : 120;
  const left = label + sizes + 12;
  const foot = TOP + HIGH + 12;
  return {
    label,
    left,
    foot,
    /** Where the bars of the sets end. */
    sizesEnd: label + sizes,
    width: Math.max(room, left + bars.length * COLUMN + 8),
    y: scaleLinear([0, Math.max(1, ...bars.map(({ value }) => value))], [0, HIGH]),
    x: scaleLinear([0, Math.max(1, ...sets.map(({ value }) => value))], [0, sizes - 48]),
    middle: (row: number) => foot + row * ROW + ROW / 2,
  };
}
type Plan = ReturnType<typeof planOf>;

/** Combinations of sets as bars, with the sets of each as dots below and the size of each set at the left. */
export function UpsetChart({ summary, scrollLabel, sets, bars, onPick, picked }: UpsetChartProps) {
  const { ref, width: room } = useWidth();
  const plan = planOf(room, sets, bars);
  return (
    <div ref={ref}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls */}
      <div
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable without a mouse
        tabIndex={0}
        aria-label={scrollLabel}
        className="fade-more overflow-x-auto -outline-offset-2"
      >
        <svg
          role="img"
          aria-label={summary}
          width={plan.width}
          height={plan.foot + sets.length * ROW + 4}
          className="block"
        >
          {sets.map((set, row) => (
            <SetRow key={set.id} {...{ plan, set, row }} />
          ))}
          {bars.map((bar, nth) => (
            <Column key={bar.mask} {...{ plan, sets, bar, nth, onPick }} isPicked={picked === bar.mask} />
          ))}
        </svg>
      </div>
    </div>
  );
}

/** The name of a set with its size as a bar, on the line of its dots. */
function SetRow({ plan, set, row }: Readonly<{ plan: Plan; set: UpsetSet; row: number }>) {
  const brief = useBrief();
  const { foot, label, middle, sizesEnd, width } = plan;
  const long = plan.x(set.value);
  return (
    <g>
      {row % 2 ? null : (
        <rect x={0} y={foot + row * ROW} width={width} height={ROW} className="fill-sunken" />
      )}
      <text x={6} y={middle(row)} dominantBaseline="central" className="fill-ink text-sm">
        <tspan className="font-semibold">{setLetter(row)}</tspan>
        <tspan dx={6}>{shorten(set.label, label - 14)}</tspan>
        <title>{set.label}</title>
      </text>
      <rect
        x={sizesEnd - long}
        y={middle(row) - 6}
        width={long}
        height={12}
        fillOpacity={0.7}
        className={setFill(row)}
      />
      <text
        x={sizesEnd - long - 4}
        y={middle(row)}
        textAnchor="end"
        dominantBaseline="central"
        className="fill-muted text-xs tabular-nums"
      >
        {brief(set.value)}
      </text>
    </g>
  );
}

type ColumnProps = Pick<UpsetChartProps, 'sets' | 'onPick'> &
  Readonly<{ plan: Plan; bar: UpsetBar; nth: number; isPicked: boolean }>;

/** One combination: what is pressed, its bar, and its dots. */
function Column({ plan, sets, bar: { mask, value, isNear }, nth, onPick, isPicked }: ColumnProps) {
  const format = useFormatter();
  const brief = useBrief();
  const at = plan.left + nth * COLUMN;
  const high = plan.y(value);
  const inside = sets.map((_, i) => i).filter((i) => mask & (1 << i));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a picture; its table offers the same to the keyboard
    <g onClick={onPick && (() => onPick(mask))} className={cx('group', onPick && 'cursor-pointer')}>
      <rect
        x={at}
        y={0}
        width={COLUMN}
        height={plan.foot + sets.length * ROW}
        className={isPicked ? 'fill-accent/10' : 'fill-transparent group-hover:fill-hover/60'}
      />
      <rect
        x={at + 7}
        y={TOP + HIGH - high}
        width={COLUMN - 14}
        height={value > 0 ? Math.max(1, high) : 0}
        rx={1}
        className="fill-accent"
      />
      <text
        x={at + COLUMN / 2}
        y={TOP + HIGH - high - 9}
        textAnchor="middle"
        dominantBaseline="central"
        className="fill-ink text-xs tabular-nums"
      >
        {isNear ? '≈' : ''}
        {brief(value)}
      </text>
      <Dots {...{ plan, sets, inside }} x={at + COLUMN / 2} />
      <title>{`${inside.map((i) => sets[i]?.label).join(' + ')}: ${format.number(value, 'integer')}`}</title>
    </g>
  );
}

type DotsProps = Readonly<{ plan: Plan; sets: readonly UpsetSet[]; inside: readonly number[]; x: number }>;

/** A dot for every set, dark and joined where the combination has it. */
function Dots({ plan: { middle }, sets, inside, x }: DotsProps) {
  const [first = 0, last = first] = [inside[0], inside.at(-1)];
  return (
    <>
      {last > first ? (
        <line x1={x} x2={x} y1={middle(first)} y2={middle(last)} strokeWidth={2} className="stroke-ink" />
      ) : null}
      {sets.map(({ id }, i) => (
        <circle
          key={id}
          cx={x}
          cy={middle(i)}
          r={inside.includes(i) ? 5.5 : 3}
          className={inside.includes(i) ? 'fill-ink' : 'fill-line-strong/50'}
        />
      ))}
    </>
  );
}

function useBrief(): (value: number) => string {
  const format = useFormatter();
  return (value) => format.number(value, value < 10_000 ? 'integer' : 'compact');
}
