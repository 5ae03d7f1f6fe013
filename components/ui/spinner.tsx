'use client';

import { LoaderCircle } from 'lucide-react';
import { ProgressBar } from 'react-aria-components';

/** A small turning circle for work of unknown length; `label` is what readers hear. */
export function Spinner({ label }: Readonly<{ label: string }>) {
  return (
    <ProgressBar isIndeterminate aria-label={label} className="inline-flex">
      <LoaderCircle aria-hidden className="size-4 animate-spin" />
    </ProgressBar>
  );
}
