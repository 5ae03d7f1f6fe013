import type { ReactNode } from 'react';

/** Text for readers only. */
export function VisuallyHidden({ children }: Readonly<{ children: ReactNode }>) {
  return <span className="sr-only">{children}</span>;
}
