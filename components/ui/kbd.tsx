import type { ReactNode } from 'react';

/** A key to press. */
export function Kbd({ children }: Readonly<{ children: ReactNode }>) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded border border-line border-b-line-strong bg-surface px-1 text-xs text-muted">
      {children}
    </kbd>
  );
}
