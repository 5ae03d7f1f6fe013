'use client';

import { type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useCallback, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Group } from '@/lib/users/rules';
import type { CellText } from './cell-text';
import { groupsOf } from './columns';
import { GridHead, type GridHeadProps } from './grid-head';
import { cellId, GridRow } from './grid-row';
import { asCell, asGrid, asRow, asRows } from './roles';
import type { Selection } from './selection';
import type { RowStore } from './store';
import { type Cursor, useGridKeys } from './use-grid-keys';

export type GridProps = Omit<GridHeadProps, 'chosen' | 'onChooseAll'> &
  Readonly<{
    label: string;
    store: RowStore;
    /** Moves when the store has changed. */
    version: number;
    /** Rows in the order in which they stand. */
    view: Int32Array;
    rowHeight: number;
    reading: ReadonlySet<Group>;
    text: CellText;
    selection: Selection;
    /** Moves when the selection has changed. */
    selected: number;
    onSelect: () => void;
    onOpen: (row: number) => void;
    onCopy: (what: 'cell' | 'rows', at: { row: number; cell: number }) => void;
    /** Told which rows are in sight, after a moment of rest. */
    onSight: (rows: Int32Array) => void;
    empty: ReactNode;
  }>;

const OVERSCAN = 6;
const HEAD = 68;
/** Browsers do not lay out more than about 33 million pixels. */
const MOST_PX = 32_000_000;

/** The users of a lookup, of which only those in sight are in the document. */
export function Grid(props: GridProps) {
  const { view, store, columns, selection, label } = props;
  const t = useTranslations('users.grid');
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const height = Math.min(props.rowHeight, Math.floor(MOST_PX / Math.max(1, view.length)));
  const { virtual, slots } = useRows(scroller, view.length, height);
  const { cursor, setCursor } = useCursor(view);
  const go = (to: Cursor) => {
    setCursor(to);
    virtual.scrollToIndex(to.place);
    bringCellInSight(scroller.current, to.cell);
  };
  const { onKeyDown, onClick } = useGridKeys({
    view,
    cells: columns.length + 1,
    page: Math.max(1, slots - 2 * OVERSCAN - 2),
    cursor,
    onCursor: go,
    selection,
    onSelect: props.onSelect,
    onOpen: props.onOpen,
    onCopy: (what) => props.onCopy(what, { row: view[cursor.place] ?? 0, cell: cursor.cell }),
  });
  const items = virtual.getVirtualItems();
  useSight(items[0]?.index ?? 0, items.length, props);
  const isAt = items.some(({ index }) => index === cursor.place);
  const inView = selection.countIn(view);
  const groups = groupsOf(columns);
  const { onSelect } = props;
  const onChooseAll = useCallback(
    (isChosen: boolean) => {
      selection.setAll(view, isChosen);
      onSelect();
    },
    [selection, view, onSelect],
  );
  return (
    <div
      ref={scroller}
      {...asGrid({
        'aria-label': label,
        'aria-description': t('keys'),
        'aria-rowcount': view.length + 2,
        'aria-colcount': columns.length + 1,
        'aria-multiselectable': true,
        'aria-activedescendant': isAt ? cellId(gridId, cursor.place, cursor.cell) : undefined,
        onKeyDown,
        onClick,
      })}
      className="group/grid relative h-[max(24rem,calc(100dvh-15rem))] overflow-auto -outline-offset-2 select-none [overflow-anchor:none]"
    >
      <GridHead
        columns={columns}
        sort={props.sort}
        onSort={props.onSort}
        groups={props.groups}
        onRead={props.onRead}
        chosen={inView === 0 ? 'none' : inView === view.length ? 'all' : 'some'}
        onChooseAll={onChooseAll}
      />
      {view.length === 0 ? (
        <div {...asRow(3)} className="sticky left-0">
          <div {...asCell(1)}>{props.empty}</div>
        </div>
      ) : (
        <div {...asRows} className="relative" style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => (
            <GridRow
              key={index % slots}
              store={store}
              states={statesOf(store, groups, view[index] ?? 0)}
              row={view[index] ?? 0}
              place={index}
              top={start}
              height={height}
              columns={columns}
              reading={props.reading}
              text={props.text}
              isChosen={selection.has(view[index] ?? 0)}
              activeCell={index === cursor.place ? cursor.cell : null}
              gridId={gridId}
            />
          ))}
        </div>
      )}
    </div>
  );
}

/** Which groups of a row are read: a row is drawn anew when that has changed. */
const statesOf = (store: RowStore, groups: readonly Group[], row: number): string => {
  let states = '';
  for (const group of groups) states += store.state(group)[row];
  return states;
};

/** The rows around those in sight: always equally many, so that scrolling moves elements instead of making them. */
function useRows(scroller: React.RefObject<HTMLDivElement | null>, count: number, height: number) {
  const [rows, setRows] = useState(30);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const watch = new ResizeObserver(() => setRows(Math.ceil((element.clientHeight - HEAD) / height)));
    watch.observe(element);
    return () => watch.disconnect();
  }, [scroller, height]);
  const slots = Math.max(1, Math.min(count, rows + 1 + 2 * OVERSCAN));
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: OVERSCAN,
    scrollPaddingStart: HEAD,
    rangeExtractor: ({ startIndex }: Range) => {
      const from = Math.max(0, Math.min(count - slots, startIndex - OVERSCAN));
      return Array.from({ length: slots }, (_, i) => from + i);
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height stand elsewhere
  useEffect(() => virtual.measure(), [height]);
  return { virtual, slots };
}

/** Keeps the cursor on its user when the order changes. */
function useCursor(view: Int32Array) {
  const [cursor, setCursor] = useState<Cursor>({ place: 0, cell: 0 });
  const before = useRef(view);
  useEffect(() => {
    if (before.current === view) return;
    const row = before.current[cursor.place];
    before.current = view;
    const place = row === undefined ? -1 : view.indexOf(row);
    setCursor(({ cell }) => ({ place: Math.max(0, place), cell }));
  });
  return { cursor, setCursor };
}

const REST_MS = 250;

/** Tells once scrolling has come to rest, so that what is looked at can be read first. */
function useSight(from: number, count: number, { view, onSight }: Pick<GridProps, 'view' | 'onSight'>): void {
  const tell = useRef(onSight);
  tell.current = onSight;
  useEffect(() => {
    const timer = setTimeout(() => tell.current(view.subarray(from, from + count)), REST_MS);
    return () => clearTimeout(timer);
  }, [from, count, view]);
}

/** The sticky first column covers what lies beneath it. */
function bringCellInSight(scroller: HTMLElement | null, cell: number): void {
  const head = scroller?.querySelectorAll<HTMLElement>('[aria-rowindex="2"] > *')[cell];
  const first = scroller?.querySelector<HTMLElement>('[aria-rowindex="2"] > *');
  if (!scroller || !head || !first || cell === 0) return;
  const left = head.offsetLeft - first.offsetWidth;
  const right = head.offsetLeft + head.offsetWidth - scroller.clientWidth;
  if (scroller.scrollLeft > left) scroller.scrollLeft = left;
  else if (scroller.scrollLeft < right) scroller.scrollLeft = right;
}
