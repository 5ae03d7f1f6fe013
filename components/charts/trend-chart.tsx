'use client';

import { scaleLinear, scaleTime } from 'd3-scale';
import { area, line } from 'd3-shape';
import { useState } from 'react';
import { useFormatter } from 'use-intl/react';
import { useWidth } from './use-width';

export type TrendPoint = Readonly<{
  id: string;
  at: number;
  /** Null: nobody knows, and the line has a gap. */
  value: number | null;
  /** Between these two it lies; the same twice when it is exact. */
  low: number;
  high: number;
  /** What is read out at the point. */
  label: string;
}>;
/** Something that happened, drawn as an upright line. */
export type TrendMark = Readonly<{ id: string; at: number; label: string; isPale?: boolean }>;

export type TrendChartProps = Readonly<{
  /** What the whole shows, in one sentence, for those who do not see it. */
  summary: string;
  /** Names the slider that walks along the points. */
  walkLabel: string;
  points: readonly TrendPoint[];
  marks: readonly TrendMark[];
}>;

const HEIGHT = 220;
const TOP = 40;
const BOTTOM = 24;
const START = 56;
const END = 16;

/** Scales of a drawing that is `width` px wide, and the first and the last time on it. */
function scalesOf(points: readonly TrendPoint[], marks: readonly TrendMark[], width: number) {
  const times = [...points, ...marks].map(({ at }) => at);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const most = Math.max(1, ...points.map(({ high }) => high));
  return {
    first,
    last,
    x: scaleTime(first === last ? [first - 1, last + 1] : [first, last], [
      START,
      Math.max(START + 1, width - END),
    ]),
    y: scaleLinear([0, most], [HEIGHT - BOTTOM, TOP]).nice(4),
  };
}
type Scales = ReturnType<typeof scalesOf>;

/** A line of numbers over time with what happened meanwhile; arrow keys or the pointer read its points out. */
export function TrendChart({ summary, walkLabel, points, marks }: TrendChartProps) {
  const { ref, width } = useWidth();
  const [at, setAt] = useState(points.length - 1);
  const scales = scalesOf(points, marks, width);
  const { x } = scales;
  const shown = points[Math.min(at, points.length - 1)];
  const nearest = (px: number) =>
    points.reduce(
      (best, { at: time }, i) =>
        Math.abs(x(time) - px) < Math.abs(x(points[best]?.at ?? 0) - px) ? i : best,
      0,
    );
  return (
    <div ref={ref} className="flex flex-col gap-1">
      <svg
        role="img"
        aria-label={summary}
        width={width}
        height={HEIGHT}
        className="block"
        onPointerMove={(event) =>
          setAt(nearest(event.clientX - event.currentTarget.getBoundingClientRect().left))
        }
      >
        <Ticks y={scales.y} width={width} />
        {marks.map((mark, nth) => (
          <Mark key={mark.id} {...{ mark, nth, x, width }} />
        ))}
        <Line {...{ points, scales, shown }} />
        <Ends {...{ scales, width }} />
      </svg>
      <input
        type="range"
        aria-label={walkLabel}
        aria-valuetext={shown?.label}
        min={0}
        max={points.length - 1}
        value={Math.min(at, points.length - 1)}
        onChange={(event) => setAt(Number(event.currentTarget.value))}
        className="w-full accent-accent"
      />
      <p className="text-sm text-muted tabular-nums">{shown?.label}</p>
    </div>
  );
}

function Ticks({ y, width }: Readonly<{ y: Scales['y']; width: number }>) {
  const format = useFormatter();
  return y.ticks(4).map((tick) => (
    <g key={tick}>
      <line x1={START} x2={width - END} y1={y(tick)} y2={y(tick)} className="stroke-line" />
      <text
        x={START - 8}
        y={y(tick)}
        textAnchor="end"
        dominantBaseline="central"
        className="fill-muted text-xs"
      >
        {format.number(tick, 'compact')}
      </text>
    </g>
  ));
}

type MarkProps = Readonly<{ mark: TrendMark; nth: number; x: Scales['x']; width: number }>;

/** An upright line; its words go to the side where there is room. */
function Mark({ mark, nth, x, width }: MarkProps) {
  const at = x(mark.at);
  const isRight = at > width / 2;
  return (
    <g>
      <line
        x1={at}
        x2={at}
        y1={TOP - 8}
        y2={HEIGHT - BOTTOM}
        strokeDasharray="3 3"
        className={mark.isPale ? 'stroke-line-strong' : 'stroke-warn'}
      />
      <text
        x={at + (isRight ? -4 : 4)}
        y={12 + (nth % 2) * 14}
        textAnchor={isRight ? 'end' : 'start'}
        className="fill-muted text-xs"
      >
        {mark.label}
      </text>
    </g>
  );
}

type LineProps = Readonly<{
  points: readonly TrendPoint[];
  scales: Scales;
  shown: TrendPoint | undefined;
}>;

/** What the numbers lie between, the line, and its points. */
function Line({ points, scales: { x, y }, shown }: LineProps) {
  const known = (point: TrendPoint) => point.value !== null;
  const path = line<TrendPoint>()
    .defined(known)
    .x((point) => x(point.at))
    .y(({ value }) => y(value ?? 0));
  const band = area<TrendPoint>()
    .defined(known)
    .x((point) => x(point.at))
    .y0(({ low }) => y(low))
    .y1(({ high }) => y(high));
  return (
    <>
      <path d={band([...points]) ?? undefined} className="fill-accent/15" />
      <path d={path([...points]) ?? undefined} strokeWidth={1.5} className="fill-none stroke-accent" />
      {points.map((point) =>
        point.value === null ? null : (
          <circle
            key={point.id}
            cx={x(point.at)}
            cy={y(point.value)}
            r={point === shown ? 4 : 2.5}
            className="fill-accent"
          />
        ),
      )}
    </>
  );
}

/** The times below both ends; once where there is one. */
function Ends({ scales: { first, last }, width }: Readonly<{ scales: Scales; width: number }>) {
  const format = useFormatter();
  return [first, last].map((time, i) => (
    <text
      key={i ? 'last' : 'first'}
      x={i ? width - END : START}
      y={HEIGHT - 6}
      textAnchor={i ? 'end' : 'start'}
      className="fill-muted text-xs"
    >
      {first === last && i ? '' : format.dateTime(new Date(time), 'minute')}
    </text>
  ));
}
