import type { ReactNode } from 'react';
import { cx } from './cx';

export type DescriptionItem = Readonly<{ term: ReactNode; value: ReactNode; key?: string }>;

export type DescriptionListProps = Readonly<{
  items: ReadonlyArray<DescriptionItem>;
  /** Pairs beside each other on wide screens. Default 1. */
  columns?: 1 | 2 | 3;
  className?: string;
}>;

const COLUMNS = { 1: '', 2: 'sm:grid-cols-2', 3: 'sm:grid-cols-2 lg:grid-cols-3' } as const;

/** Facts about one thing: name and value, line by line. */
export function DescriptionList({ items, columns = 1, className }: DescriptionListProps) {
  return (
    <dl className={cx('grid gap-x-8', COLUMNS[columns], className)}>
      {items.map((item, index) => (
        <div
          key={item.key ?? index}
          className="grid grid-cols-[minmax(5rem,9rem)_minmax(0,1fr)] items-baseline gap-3 border-b border-line py-1.5 last:border-b-0"
        >
          <dt className="text-sm text-muted">{item.term}</dt>
          <dd className="min-w-0 tabular-nums">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** One figure that matters, with its name above and its context below. */
export function KeyValue({
  label,
  value,
  note,
}: Readonly<{ label: ReactNode; value: ReactNode; note?: ReactNode }>) {
  return (
    <div className="min-w-0">
      <div className="text-sm text-muted">{label}</div>
      <div className="text-2xl font-semibold tracking-tight tabular-nums">{value}</div>
      {note ? <div className="text-sm text-muted tabular-nums">{note}</div> : null}
    </div>
  );
}
