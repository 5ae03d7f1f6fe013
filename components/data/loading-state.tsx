'use client';

import { useTranslations } from 'use-intl/react';
import { Skeleton } from '../ui/skeleton';

/** For the `loading.tsx` of a page: its heading and one section in grey, announced once. */
export function PageLoading() {
  const t = useTranslations('ui');
  return (
    <div role="status">
      <span className="sr-only">{t('loading')}</span>
      <Skeleton className="h-7 w-40" />
      <Skeleton className="mt-2 h-4 w-80 max-w-full" />
      <div className="mt-6 rounded-lg border border-line bg-surface p-4">
        <LoadingLines />
      </div>
    </div>
  );
}

const WIDTHS = ['w-11/12', 'w-3/4', 'w-5/6', 'w-2/3', 'w-4/5', 'w-1/2'];

/** Lines of text on their way, inside a section that is already there. */
export function LoadingLines({ count = 6 }: Readonly<{ count?: 1 | 2 | 3 | 4 | 5 | 6 }>) {
  return (
    <div className="flex flex-col gap-4">
      {WIDTHS.slice(0, count).map((width) => (
        <Skeleton key={width} className={`h-3.5 ${width}`} />
      ))}
    </div>
  );
}
