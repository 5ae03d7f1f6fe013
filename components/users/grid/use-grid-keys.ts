import { type KeyboardEvent, type MouseEvent, useRef } from 'react';
import type { Selection } from './selection';

export type Cursor = Readonly<{ place: number; cell: number }>;

export type GridKeys = Readonly<{
  view: Int32Array;
  cells: number;
  /** Rows that fit the window. */
  page: number;
  cursor: Cursor;
  onCursor: (cursor: Cursor) => void;
  selection: Selection;
  /** The selection has changed. */
  onSelect: () => void;
  onOpen: (row: number) => void;
  onCopy: (what: 'cell' | 'rows') => void;
}>;

/**
 * The keyboard and the mouse of the grid. Arrows, page up and down, home and end move; with shift they choose; space
 * chooses one, Ctrl+A all in view, Escape none; Enter opens the card; c copies the cell, Ctrl+C the chosen rows.
 */
export function useGridKeys(keys: GridKeys) {
  const { view, cells, page, cursor, onCursor, selection, onSelect, onOpen, onCopy } = keys;
  const anchor = useRef<number | null>(null);
  const last = view.length - 1;

  function move(place: number, cell: number, isRange: boolean): void {
    const to = { place: clamp(place, last), cell: clamp(cell, cells - 1) };
    if (isRange) range(cursor.place, to.place);
    else anchor.current = null;
    onCursor(to);
  }

  /** From the anchor to the cursor: what lies between is chosen, what the cursor leaves again is not. */
  function range(from: number, to: number): void {
    anchor.current ??= from;
    const start = anchor.current;
    const between = (a: number, b: number) => view.subarray(Math.min(a, b), Math.max(a, b) + 1);
    selection.setAll(between(start, from), false);
    selection.setAll(between(start, to), true);
    onSelect();
  }

  function toggle(place: number): void {
    const row = view[place];
    if (row === undefined) return;
    selection.set(row, !selection.has(row));
    anchor.current = null;
    onSelect();
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    // Buttons of the head have keys of their own.
    if (event.target !== event.currentTarget || last < 0) return;
    const { place, cell } = cursor;
    const isCommand = event.ctrlKey || event.metaKey;
    const moves: Record<string, [number, number]> = {
      ArrowDown: [place + 1, cell],
      ArrowUp: [place - 1, cell],
      ArrowRight: [place, cell + 1],
      ArrowLeft: [place, cell - 1],
      PageDown: [place + page, cell],
      PageUp: [place - page, cell],
      Home: isCommand ? [0, 0] : [0, cell],
      End: isCommand ? [last, cells - 1] : [last, cell],
    };
    const target = moves[event.key];
    if (target) move(target[0], target[1], event.shiftKey && target[0] !== place);
    else if (event.key === ' ') toggle(place);
    else if (event.key === 'Enter') onOpen(view[place] ?? 0);
    else if (event.key === 'Escape' && selection.count > 0) {
      selection.clear();
      onSelect();
    } else if (isCommand && event.key.toLowerCase() === 'a') {
      selection.setAll(view, true);
      onSelect();
    } else if (event.key.toLowerCase() === 'c' && !event.altKey)
      onCopy(isCommand && selection.count ? 'rows' : 'cell');
    else return;
    event.preventDefault();
  }

  function onClick(event: MouseEvent<HTMLElement>): void {
    const target = event.target as Element;
    const place = Number(target.closest('[data-place]')?.getAttribute('data-place') ?? Number.NaN);
    if (Number.isNaN(place)) return;
    const cell = Number(target.closest('[data-cell]')?.getAttribute('data-cell') ?? 0);
    if (event.shiftKey) move(place, cell, true);
    else {
      onCursor({ place, cell });
      if (target.closest('[data-check]')) toggle(place);
      else if (target.closest('[data-open]')) onOpen(view[place] ?? 0);
      else anchor.current = null;
    }
  }

  return { onKeyDown, onClick };
}

const clamp = (value: number, most: number) => Math.max(0, Math.min(most, value));
