'use client';

import { type ReactNode, useEffect, useRef } from 'react';

type StepFrameProps = Readonly<{
  title: string;
  description?: ReactNode;
  /** The step was come to by going on or back, so that the focus belongs to its heading. */
  takesFocus: boolean;
  children: ReactNode;
  /** Buttons: on, back. */
  footer: ReactNode;
}>;

/** One step: its heading, what is to be done, and the way on. Mount it anew for every step. */
export function StepFrame({ title, description, takesFocus, children, footer }: StepFrameProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  return (
    <div className="min-w-0 rounded-lg border border-line bg-surface">
      <header className="border-b border-line px-4 py-2.5">
        <h2 ref={heading} tabIndex={-1} className="font-semibold outline-none">
          {title}
        </h2>
        {description ? <p className="max-w-[80ch] text-sm text-muted">{description}</p> : null}
      </header>
      <div className="flex flex-col gap-4 p-4">{children}</div>
      <footer className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-3">{footer}</footer>
    </div>
  );
}
