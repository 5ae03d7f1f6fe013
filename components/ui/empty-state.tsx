import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx';

export type EmptyStateProps = Readonly<{
  icon?: LucideIcon;
  title: ReactNode;
  /** Why it is empty and what to do next. */
  children?: ReactNode;
  actions?: ReactNode;
  className?: string;
}>;

/** A place with nothing in it yet, that says how to change that. */
export function EmptyState({ icon: Icon, title, children, actions, className }: EmptyStateProps) {
  return (
    <div className={cx('flex flex-col items-center px-6 py-12 text-center', className)}>
      {Icon ? <Icon aria-hidden className="mb-3 size-6 text-faint" strokeWidth={1.5} /> : null}
      <p className="font-medium">{title}</p>
      {children ? <div className="mt-1 max-w-[48ch] text-muted text-pretty">{children}</div> : null}
      {actions ? <div className="mt-4 flex flex-wrap justify-center gap-2">{actions}</div> : null}
    </div>
  );
}
