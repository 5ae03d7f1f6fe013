'use client';

import { scaleBand, scaleLog } from 'd3-scale';
import { useFormatter } from 'use-intl/react';
import { cx } from '../ui/cx';
import { shorten } from './set-style';
import { useWidth } from './use-width';

export type IndexRow = Readonly<{
  id: string;
  label: string;
  /** 100: as often as in what it is held against; null: cannot be said. */
  index: number | null;
  /** The two shares behind it, as text. */
  about: string;
}>;

export type IndexChartProps = Readonly<{
  /** What the whole shows, in one sentence, for those who do not see it. */
  summary: string;
  rows: readonly IndexRow[];
  /** A row was pressed. The table beside offers the same to the keyboard. */
  onPick?: ((id: string) => void) | undefined;
}>;

const ROW = 22;
const HEAD = 18;
/** What lies beyond is drawn at the end of the scale. */
const LEAST = 25;
const MOST = 400;

/** How much more or less often something is found: bars to both sides of 100, as long for twice as for half. */
export function IndexChart({ summary, rows, onPick }: IndexChartProps) {
  const format = useFormatter();
  const { ref, width } = useWidth();
  const label = Math.min(112, Math.max(64, Math.round(width * 0.28)));
  const figures = width < 420 ? 44 : 150;
  const x = scaleLog([LEAST, MOST], [label, Math.max(label + 8, width - figures)]).clamp(true);
  const y = scaleBand<string>(
    rows.map(({ id }) => id),
    [HEAD, HEAD + rows.length * ROW],
  ).paddingInner(0.28);
  const bottom = HEAD + rows.length * ROW;
  return (
    <div ref={ref}>
      <svg role="img" aria-label={summary} width={width} height={bottom} className="block">
        {[50, 100, 200].map((tick) => (
          <g key={tick}>
            <text
              x={x(tick)}
              y={8}
              textAnchor="middle"
              dominantBaseline="central"
              className="fill-muted text-xs"
            >
              {tick}
            </text>
            <line
              x1={x(tick)}
              x2={x(tick)}
              y1={HEAD - 2}
              y2={bottom}
              className={tick === 100 ? 'stroke-line-strong' : 'stroke-line'}
            />
          </g>
        ))}
        {rows.map(({ id, label: name, index, about }) => {
          const top = y(id) ?? 0;
          const middle = top + y.bandwidth() / 2;
          const end = index === null || index <= 0 ? x(LEAST) : x(index);
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: a picture; its table offers the same to the keyboard
            <g
              key={id}
              onClick={onPick && (() => onPick(id))}
              className={cx('group', onPick && 'cursor-pointer')}
            >
              <rect
                x={0}
                y={top - 3}
                width={width}
                height={ROW}
                className="fill-transparent group-hover:fill-hover/60"
              />
              <text x={0} y={middle} dominantBaseline="central" className="fill-ink text-sm">
                {shorten(name, label)}
                <title>{`${name} ${about}`}</title>
              </text>
              {index === null ? null : (
                <rect
                  x={Math.min(x(100), end)}
                  y={top}
                  width={Math.max(1, Math.abs(end - x(100)))}
                  height={y.bandwidth()}
                  rx={1}
                  className={index < 100 ? 'fill-warn' : 'fill-accent'}
                />
              )}
              <text
                x={width - figures + 8}
                y={middle}
                dominantBaseline="central"
                className="fill-ink text-sm tabular-nums"
              >
                {index === null ? '—' : format.number(index, 'integer')}
                {figures > 100 ? (
                  <tspan dx={8} className="fill-muted text-xs">
                    {about}
                  </tspan>
                ) : null}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
