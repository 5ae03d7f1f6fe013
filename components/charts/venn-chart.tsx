'use client';

import { useId, useMemo, useState } from 'react';
import { useFormatter } from 'use-intl/react';
import { cx } from '../ui/cx';
import { setFill, setLetter, setStroke, shorten } from './set-style';
import { useWidth } from './use-width';
import { type Circle, fitVenn, maskAt, placeVenn } from './venn-layout';

export type VennSet = Readonly<{ id: string; label: string; value: number }>;

export type VennChartProps = Readonly<{
  /** What the whole shows, in one sentence, for those who do not see it. */
  summary: string;
  /** Two or three. */
  sets: readonly VennSet[];
  /** Users in exactly the sets of a mask (bit i: set i). */
  cells: ReadonlyMap<number, number>;
  /** Masks whose number is near, not exact. */
  near?: ReadonlySet<number>;
  /** Said below when circles cannot show it exactly; `error` is a share of everybody in the sets. */
  errorText: (error: number) => string;
  /** A region was pressed. A list beside offers the same to the keyboard. */
  onPick?: ((mask: number) => void) | undefined;
  picked?: number | null;
}>;

const LEGEND = 20;
const NOTE = 22;
/** Less than this cannot be seen. */
const VISIBLE = 0.005;

/** Circles as large as their sets, overlapping by as much as they share. */
export function VennChart({ summary, sets, cells, near, errorText, onPick, picked }: VennChartProps) {
  const format = useFormatter();
  const { ref, width: room } = useWidth();
  const width = Math.min(room, 520);
  const height = Math.round(Math.min(width * 0.72, 320));
  const [over, setOver] = useState<number | null>(null);
  const fit = useMemo(() => fitVenn(sets.length === 3 ? 3 : 2, cells), [sets.length, cells]);
  const place = useMemo(() => placeVenn(fit.circles, width, height), [fit, width, height]);
  const top = sets.length * LEGEND + 4;
  const note = fit.error >= VISIBLE ? errorText(fit.error) : '';
  const lit = over ?? picked ?? null;
  const figure = (mask: number) =>
    `${near?.has(mask) ? '≈' : ''}${format.number(Math.max(0, cells.get(mask) ?? 0), 'integer')}`;
  function maskOf(event: React.MouseEvent<SVGSVGElement>): number | null {
    const box = event.currentTarget.getBoundingClientRect();
    return maskAt(place.circles, event.clientX - box.left, event.clientY - box.top - top) || null;
  }
  return (
    <div ref={ref}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a picture; the list beside offers the same to the keyboard */}
      <svg
        role="img"
        aria-label={summary}
        width={width}
        height={top + height + (note ? NOTE : 0)}
        className={cx('block', onPick && lit !== null && 'cursor-pointer')}
        onPointerMove={(event) => setOver(maskOf(event))}
        onPointerLeave={() => setOver(null)}
        onClick={(event) => {
          const mask = maskOf(event);
          if (mask) onPick?.(mask);
        }}
      >
        <Legend sets={sets} width={width} />
        <g transform={`translate(0 ${top})`}>
          <Circles circles={place.circles} />
          {lit ? <Lit circles={place.circles} mask={lit} width={width} height={height} /> : null}
          <Letters place={place} />
          {[...place.spots].map(([mask, spot]) =>
            // What does not fit into its region stands in the list beside only.
            (cells.get(mask) ?? 0) > 0 && spot.room >= figure(mask).length * 2.6 + 2 ? (
              <text
                key={mask}
                x={spot.x}
                y={spot.y}
                textAnchor="middle"
                dominantBaseline="central"
                className="pointer-events-none fill-ink text-sm tabular-nums"
              >
                {figure(mask)}
              </text>
            ) : null,
          )}
        </g>
        {note ? (
          <text x={0} y={top + height + NOTE / 2} dominantBaseline="central" className="fill-muted text-xs">
            {note}
          </text>
        ) : null}
      </svg>
    </div>
  );
}

/** Which circle is whose, and how many each has. */
function Legend({ sets, width }: Readonly<{ sets: readonly VennSet[]; width: number }>) {
  const format = useFormatter();
  return sets.map((set, i) => (
    <g key={set.id}>
      <circle cx={6} cy={i * LEGEND + 10} r={5} className={cx(setFill(i), setStroke(i))} fillOpacity={0.3} />
      <text x={18} y={i * LEGEND + 10} dominantBaseline="central" className="fill-ink text-sm">
        <tspan className="font-semibold">{setLetter(i)}</tspan>
        <tspan dx={6}>{shorten(set.label, width - 130)}</tspan>
        <tspan dx={8} className="fill-muted">
          {format.number(set.value, 'integer')}
        </tspan>
        <title>{set.label}</title>
      </text>
    </g>
  ));
}

const Circles = ({ circles }: Readonly<{ circles: readonly Circle[] }>) =>
  circles.map(({ x, y, r }, i) => (
    <circle
      key={setLetter(i)}
      cx={x}
      cy={y}
      r={r}
      strokeWidth={1.5}
      fillOpacity={0.22}
      className={cx(setFill(i), setStroke(i))}
    />
  ));

const Letters = ({ place }: Readonly<{ place: ReturnType<typeof placeVenn> }>) =>
  place.letters.map(({ x, y }, i) =>
    (place.circles[i]?.r ?? 0) > 0 ? (
      <text
        key={setLetter(i)}
        x={x}
        y={y}
        textAnchor="middle"
        dominantBaseline="central"
        className="fill-ink text-sm font-semibold"
      >
        {setLetter(i)}
      </text>
    ) : null,
  );

type LitProps = Readonly<{ circles: readonly Circle[]; mask: number; width: number; height: number }>;

/** One region made darker: what is inside of some circles and outside of the others. */
function Lit({ circles, mask, width, height }: LitProps) {
  const id = useId();
  const inside = circles.filter((_, i) => mask & (1 << i));
  const outside = circles.filter((_, i) => !(mask & (1 << i)));
  const shape = inside.reduceRight(
    (content, { x, y }, i) => (
      <g key={`${x}-${y}`} clipPath={`url(#${id}-${i})`}>
        {content}
      </g>
    ),
    <rect width={width} height={height} mask={`url(#${id}-out)`} className="fill-ink" fillOpacity={0.16} />,
  );
  return (
    <g className="pointer-events-none">
      <defs>
        {inside.map(({ x, y, r }, i) => (
          <clipPath key={`${x}-${y}`} id={`${id}-${i}`}>
            <circle cx={x} cy={y} r={r} />
          </clipPath>
        ))}
        <mask id={`${id}-out`}>
          <rect width={width} height={height} fill="white" />
          {outside.map(({ x, y, r }) => (
            <circle key={`${x}-${y}`} cx={x} cy={y} r={r} fill="black" />
          ))}
        </mask>
      </defs>
      {shape}
    </g>
  );
}
