import { cx } from './cx';

/** A grey place for text that is on its way; give it a width and height by class. */
export function Skeleton({ className }: Readonly<{ className?: string }>) {
  return (
    <span aria-hidden className={cx('block animate-pulse rounded-sm bg-line', className ?? 'h-4 w-24')} />
  );
}
