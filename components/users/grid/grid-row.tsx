import { memo } from 'react';
import { type DataColumn, type Group, groupOf } from '@/lib/users/rules';
import { cx } from '../../ui/cx';
import { TONE_FILL, TONE_TEXT } from '../../ui/tone';
import type { CellText } from './cell-text';
import { CID_WIDTH, SHAPES } from './columns';
import { asCell, asRow } from './roles';
import { FAILED, READ, type RowStore } from './store';

export type GridRowProps = Readonly<{
  store: RowStore;
  /** What of the row is read, by column: it is drawn anew when that changes. */
  states: string;
  row: number;
  /** Place in the view. */
  place: number;
  top: number;
  height: number;
  columns: readonly DataColumn[];
  /** Columns that are being read. */
  reading: ReadonlySet<Group>;
  text: CellText;
  isChosen: boolean;
  /** The cell the keyboard is at, from 0 for the cid; null: in another row. */
  activeCell: number | null;
  gridId: string;
}>;

const ground =
  'group-data-chosen/row:bg-[color-mix(in_srgb,var(--m-accent)_10%,var(--m-surface))] group-hover/row:bg-hover bg-surface';
const focus =
  'data-active:outline-2 data-active:-outline-offset-2 data-active:outline-line-strong group-focus/grid:data-active:outline-accent';

export const cellId = (gridId: string, place: number, cell: number): string => `${gridId}-${place}-${cell}`;

/** One user. Nothing in it takes the focus: presses are told by the grid from the marks on the elements. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { store, row, place, top, height, columns, isChosen, activeCell, gridId } = props;
  return (
    <div
      {...asRow(place + 3, { 'aria-selected': isChosen })}
      data-chosen={isChosen || undefined}
      data-place={place}
      className="group/row absolute top-0 left-0 flex [contain:layout_style]"
      style={{ transform: `translateY(${top}px)`, height }}
    >
      <div
        {...asCell(1)}
        id={cellId(gridId, place, 0)}
        data-active={activeCell === 0 || undefined}
        className={cx(
          'sticky left-0 z-[1] flex shrink-0 items-center gap-2.5 border-e border-b border-line ps-4 pe-2',
          ground,
          focus,
          CID_WIDTH,
        )}
      >
        <span aria-hidden data-check className="-m-2 grid shrink-0 place-items-center p-2">
          <span
            className={cx(
              'grid size-4 place-items-center rounded-sm border text-[0.7rem] leading-none',
              isChosen ? 'border-accent bg-accent text-accent-ink' : 'border-line-strong bg-surface',
            )}
          >
            {isChosen ? '✓' : ''}
          </span>
        </span>
        <span
          data-open
          className="min-w-0 cursor-pointer truncate font-mono text-sm hover:text-accent hover:underline"
        >
          {store.cids[row]}
        </span>
      </div>
      {columns.map((column, i) => (
        <div
          key={column}
          {...asCell(i + 2)}
          id={cellId(gridId, place, i + 1)}
          data-cell={i + 1}
          data-active={activeCell === i + 1 || undefined}
          className={cx(
            'flex shrink-0 items-center overflow-hidden border-b border-line px-3 whitespace-nowrap',
            ground,
            focus,
            SHAPES[column].isEnd && 'justify-end tabular-nums',
          )}
          style={{ width: SHAPES[column].width }}
        >
          <Cell {...props} column={column} />
        </div>
      ))}
    </div>
  );
});

function Cell({ store, row, column, reading, text }: GridRowProps & { column: DataColumn }) {
  const group = groupOf(column);
  const state = store.state(group)[row];
  if (state !== READ) {
    if (state === FAILED) return <span className="text-warn">—</span>;
    return reading.has(group) ? (
      <span className="h-2 w-3/5 rounded-sm bg-line" />
    ) : (
      <span className="text-faint">·</span>
    );
  }
  const value = store.cell(column, row);
  if (value === null) return <span className="text-faint">—</span>;
  const word = text(column, value);
  if (!word.tone) return <span className="truncate tabular-nums">{word.text}</span>;
  return (
    <>
      <span
        aria-hidden
        className={cx(
          'me-1.5 size-2 shrink-0 rounded-full',
          word.isHollow ? cx('border-[1.5px] border-current', TONE_TEXT[word.tone]) : TONE_FILL[word.tone],
        )}
      />
      {word.text}
    </>
  );
}
