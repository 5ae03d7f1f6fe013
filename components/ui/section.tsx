import { type ReactNode, useId } from 'react';
import { cx } from './cx';

export type SectionProps = Readonly<{
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  /** Without inner padding, for tables that go to the edge. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
}>;

/** A part of a page on its own surface, with a hairline around it. */
export function Section({ title, description, actions, flush, className, children }: SectionProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={title ? id : undefined}
      className={cx('min-w-0 rounded-lg border border-line bg-surface', className)}
    >
      {title || actions ? (
        <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-2.5">
          <div className="min-w-0">
            <h2 id={id} className="font-semibold">
              {title}
            </h2>
            {description ? <p className="text-sm text-muted">{description}</p> : null}
          </div>
          {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
        </header>
      ) : null}
      <div className={flush ? undefined : 'p-4'}>{children}</div>
    </section>
  );
}
