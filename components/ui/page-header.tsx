import { ChevronLeft } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';

export type Crumb = Readonly<{ label: string; href: Route }>;

export type PageHeaderProps = Readonly<{
  title: ReactNode;
  /** What this page is for, in one sentence. */
  description?: ReactNode;
  /** The way here, without the page itself; `crumbsLabel` names it for readers. */
  crumbs?: ReadonlyArray<Crumb>;
  crumbsLabel?: string;
  /** Facts beside the title: a state, a time. */
  meta?: ReactNode;
  actions?: ReactNode;
}>;

/** The top of a page and its only h1. */
export function PageHeader({ title, description, crumbs, crumbsLabel, meta, actions }: PageHeaderProps) {
  return (
    <header className="mb-5">
      {crumbs?.length ? (
        <nav aria-label={crumbsLabel} className="mb-1">
          <ol className="flex flex-wrap items-center gap-1 text-sm text-muted">
            {crumbs.map((crumb) => (
              <li key={crumb.href} className="inline-flex items-center gap-1">
                <ChevronLeft aria-hidden className="size-3.5 text-faint" />
                <Link href={crumb.href} className="rounded-sm hover:text-ink hover:underline">
                  {crumb.label}
                </Link>
              </li>
            ))}
          </ol>
        </nav>
      ) : null}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-xl font-semibold text-balance">{title}</h1>
            {meta}
          </div>
          {description ? <p className="mt-0.5 max-w-[70ch] text-muted">{description}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
    </header>
  );
}
