'use client';

import { type KeyboardEvent, useRef, useState } from 'react';
import { cx } from '../ui/cx';
import { TILE_COLUMNS, TILE_ROWS, tileOf } from './province-tiles';
import { useWidth } from './use-width';

export type Tile = Readonly<{
  /** Code of a province; `''`: the unknown rest. */
  code: string;
  /** Its name, and what of it fits into a tile. */
  name: string;
  label: string;
  /** What its colour says; null: nothing is known. */
  value: number | null;
  /** The value in few characters, and all there is to say in a line. */
  short: string;
  about: string;
}>;

export type TileMapProps = Readonly<{
  /** What the whole shows, in one sentence. */
  summary: string;
  tiles: readonly Tile[];
  /** Four rising limits between five steps of colour. */
  limits: readonly number[];
  /** The steps in words, the palest first. */
  legend: readonly string[];
  /** A province was pressed. */
  onPick?: ((code: string) => void) | undefined;
  picked?: string | null;
}>;

const STEPS = [0.07, 0.18, 0.31, 0.46, 1] as const;
const LEGEND = 44;

/** The provinces as a grid of tiles, near where they lie, coloured by a value. Arrow keys walk, Enter picks. */
export function TileMap({ summary, tiles, limits, legend, onPick, picked }: TileMapProps) {
  const { ref, width: room } = useWidth();
  const [at, setAt] = useState<string | null>(null);
  const [isShown, setShown] = useState(false);
  const svg = useRef<SVGSVGElement>(null);
  // Never nothing: the width is not known before the first drawing.
  const side = Math.max(8, Math.floor(Math.min(room / TILE_COLUMNS, 62)));
  const stop = at ?? tiles[0]?.code ?? '';
  const shown = isShown ? tiles.find(({ code }) => code === at) : undefined;
  function walk(event: KeyboardEvent, code: string): void {
    const to = next(tiles, code, event.key);
    if (to !== null) {
      event.preventDefault();
      svg.current?.querySelector<SVGGElement>(`[data-code="${to}"]`)?.focus();
    } else if ((event.key === 'Enter' || event.key === ' ') && code) {
      event.preventDefault();
      onPick?.(code);
    }
  }
  const width = side * TILE_COLUMNS;
  return (
    <div ref={ref} className="relative">
      {/* biome-ignore lint/a11y/useSemanticElements: there is no element for a group inside of a drawing */}
      <svg
        ref={svg}
        role="group"
        aria-label={summary}
        width={width}
        height={side * TILE_ROWS + LEGEND}
        className="block"
        onPointerLeave={() => setShown(false)}
      >
        {tiles.map((tile) => (
          <TileBox
            key={tile.code}
            tile={tile}
            side={side}
            limits={limits}
            isStop={stop === tile.code}
            isPicked={picked === tile.code}
            onPick={tile.code ? onPick : undefined}
            onShow={(isOn) => {
              setAt(tile.code);
              setShown(isOn);
            }}
            onKeyDown={(event) => walk(event, tile.code)}
          />
        ))}
        <Legend legend={legend} width={width} top={side * TILE_ROWS + 10} />
      </svg>
      {shown ? <Hint tile={shown} side={side} /> : null}
    </div>
  );
}

const classOf = (value: number, limits: readonly number[]) => limits.filter((limit) => value >= limit).length;

type TileBoxProps = Readonly<{
  tile: Tile;
  side: number;
  limits: readonly number[];
  isStop: boolean;
  isPicked: boolean;
  onPick: ((code: string) => void) | undefined;
  onShow: (isShown: boolean) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}>;

function TileBox({ tile, side, limits, isStop, isPicked, onPick, onShow, onKeyDown }: TileBoxProps) {
  const { column, row } = tileOf(tile.code);
  const step = tile.value === null || tile.value <= 0 ? null : classOf(tile.value, limits);
  const ink = step === STEPS.length - 1 ? 'fill-accent-ink' : 'fill-ink';
  const inner = side - 3;
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no button inside of a drawing
    <g
      role="button"
      tabIndex={isStop ? 0 : -1}
      data-code={tile.code}
      aria-label={`${tile.name} ${tile.about}`}
      aria-disabled={onPick ? undefined : true}
      aria-pressed={isPicked}
      transform={`translate(${column * side} ${row * side})`}
      className={cx('outline-none [&:focus-visible>.ring]:stroke-accent', onPick && 'cursor-pointer')}
      onPointerEnter={() => onShow(true)}
      onFocus={() => onShow(true)}
      onBlur={() => onShow(false)}
      onKeyDown={onKeyDown}
      onClick={() => onPick?.(tile.code)}
    >
      <rect width={inner} height={inner} rx={3} className="fill-sunken" />
      {step === null ? null : (
        <rect width={inner} height={inner} rx={3} fillOpacity={STEPS[step]} className="fill-accent" />
      )}
      <rect
        x={1}
        y={1}
        width={Math.max(0, inner - 2)}
        height={Math.max(0, inner - 2)}
        rx={2}
        strokeWidth={2}
        strokeDasharray={tile.code ? undefined : '3 3'}
        className={cx(
          'ring fill-none',
          isPicked ? 'stroke-ink' : tile.code ? 'stroke-transparent' : 'stroke-line-strong',
        )}
      />
      <text
        x={inner / 2}
        y={inner / 2 - 8}
        textAnchor="middle"
        dominantBaseline="central"
        className={cx('text-xs font-medium', ink)}
      >
        {tile.label}
      </text>
      <text
        x={inner / 2}
        y={inner / 2 + 9}
        textAnchor="middle"
        dominantBaseline="central"
        className={cx('text-xs tabular-nums', ink)}
      >
        {tile.short}
      </text>
    </g>
  );
}

function Legend({ legend, width, top }: Readonly<{ legend: readonly string[]; width: number; top: number }>) {
  const step = width / STEPS.length;
  return (
    <g transform={`translate(0 ${top})`}>
      {STEPS.map((opacity, i) => (
        <g key={opacity} transform={`translate(${i * step} 0)`}>
          <rect width={step - 3} height={10} className="fill-sunken" />
          <rect width={step - 3} height={10} fillOpacity={opacity} className="fill-accent" />
          <text
            x={(step - 3) / 2}
            y={22}
            textAnchor="middle"
            dominantBaseline="central"
            className="fill-muted text-xs"
          >
            {legend[i]}
          </text>
        </g>
      ))}
    </g>
  );
}

/** All there is to say of a tile, beside it. Readers hear the same as its name. */
function Hint({ tile, side }: Readonly<{ tile: Tile; side: number }>) {
  const { column, row } = tileOf(tile.code);
  const isRight = column >= TILE_COLUMNS / 2;
  return (
    <div
      aria-hidden
      className="enter-fade pointer-events-none absolute z-10 w-max max-w-52 rounded bg-ink px-2 py-1 text-xs text-canvas"
      style={{
        top: Math.max(0, row * side - 4),
        ...(isRight
          ? { left: column * side - 6, transform: 'translateX(-100%)' }
          : { left: (column + 1) * side + 3 }),
      }}
    >
      <p className="font-medium">{tile.name}</p>
      <p className="tabular-nums">{tile.about}</p>
    </div>
  );
}

/** The tile an arrow key leads to: the nearest one that way, straight ahead before aside; null for other keys. */
function next(tiles: readonly Tile[], code: string, key: string): string | null {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  if (!way) return null;
  const [dx = 0, dy = 0] = way;
  const from = tileOf(code);
  let best = { code, far: Number.POSITIVE_INFINITY };
  for (const tile of tiles) {
    const { column, row } = tileOf(tile.code);
    const ahead = (column - from.column) * dx + (row - from.row) * dy;
    const aside = Math.abs((column - from.column) * dy) + Math.abs((row - from.row) * dx);
    if (ahead > 0 && ahead + 3 * aside < best.far) best = { code: tile.code, far: ahead + 3 * aside };
  }
  return best.code;
}
