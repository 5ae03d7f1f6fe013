import type { ReactNode } from 'react';
import { cx } from './cx';
import { Skeleton } from './skeleton';

export type TableColumn<Row> = Readonly<{
  key: string;
  header: ReactNode;
  cell: (row: Row, index: number) => ReactNode;
  align?: 'start' | 'end' | 'center';
  /** Tailwind width class such as `w-40`; without it the column shares what is left. */
  width?: string;
  /** Names the row for readers; once per table, usually the first column. */
  isRowHeader?: boolean;
  /** May break into several lines. Default: one line. */
  wrap?: boolean;
}>;

export type TableProps<Row> = Readonly<{
  /** What the table holds, for readers. */
  caption: string;
  columns: ReadonlyArray<TableColumn<Row>>;
  rows: ReadonlyArray<Row>;
  rowKey: (row: Row) => string;
  /** In place of rows when there are none; usually an EmptyState. */
  empty: ReactNode;
  /** Rows are on their way: the header stays, the cells are grey. */
  isLoading?: boolean;
  /** Tailwind height class such as `max-h-[60vh]`; the header then stays in sight. */
  maxHeight?: string;
  /** Marks a row, such as the one shown beside the table. */
  isCurrent?: (row: Row) => boolean;
}>;

const ALIGN = { start: 'text-start', end: 'text-end', center: 'text-center' } as const;

/** A plain table for up to a thousand rows. The big grids are virtual and live elsewhere. */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, columns, rows, empty, isLoading, maxHeight } = props;
  if (!isLoading && rows.length === 0) return <>{empty}</>;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls
    <div
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable without a mouse
      tabIndex={0}
      aria-label={caption}
      // Positioned, so that hidden words for readers inside the cells are clipped with them.
      className={cx('fade-more relative overflow-auto -outline-offset-2', maxHeight)}
    >
      <table aria-busy={isLoading} className="w-full border-separate border-spacing-0">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={cx(
                  'sticky top-0 z-10 h-9 border-b border-line bg-surface px-3 text-sm font-medium whitespace-nowrap text-muted first:ps-4 last:pe-4',
                  ALIGN[column.align ?? 'start'],
                  column.width,
                )}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{isLoading ? <LoadingRows columns={columns} /> : <Rows {...props} />}</tbody>
      </table>
    </div>
  );
}

const cellStyle =
  'h-10 border-b border-line px-3 py-1.5 font-normal first:ps-4 last:pe-4 group-last:border-b-0 group-hover:bg-hover/50';

function Rows<Row>({ columns, rows, rowKey, isCurrent }: TableProps<Row>) {
  return rows.map((row, index) => (
    <tr
      key={rowKey(row)}
      aria-current={isCurrent?.(row) ? 'true' : undefined}
      className="group aria-[current]:bg-accent/8"
    >
      {columns.map((column) => {
        const Cell = column.isRowHeader ? 'th' : 'td';
        return (
          <Cell
            key={column.key}
            scope={column.isRowHeader ? 'row' : undefined}
            className={cx(cellStyle, ALIGN[column.align ?? 'start'], !column.wrap && 'whitespace-nowrap')}
          >
            {column.cell(row, index)}
          </Cell>
        );
      })}
    </tr>
  ));
}

const LOADING_ROWS = ['a', 'b', 'c', 'd', 'e', 'f'];

function LoadingRows<Row>({ columns }: Readonly<{ columns: ReadonlyArray<TableColumn<Row>> }>) {
  return LOADING_ROWS.map((key, index) => (
    <tr key={key} className="group">
      {columns.map((column) => (
        <td key={column.key} className={cellStyle}>
          <Skeleton
            className={cx('h-3.5', index % 2 ? 'w-2/3' : 'w-4/5', column.align === 'end' && 'ms-auto')}
          />
        </td>
      ))}
    </tr>
  ));
}
