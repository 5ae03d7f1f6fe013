'use client';

import { useTranslations } from 'use-intl/react';
import { cx } from '../ui/cx';
import type { Environment } from './types';

const FILL: Readonly<Record<Environment, string>> = {
  production: 'bg-env-production text-env-production-ink',
  test: 'bg-env-test text-env-test-ink',
  sandbox: 'bg-env-sandbox text-env-sandbox-ink',
};

/** A bar over the whole width: colour, word, and what it means for the person at the keyboard. */
export function EnvironmentBar({ environment }: Readonly<{ environment: Environment }>) {
  const t = useTranslations('shell.environmentNotice');
  return (
    <div className={cx('flex h-5 items-center justify-center px-3 text-xs font-medium', FILL[environment])}>
      <span className="truncate">{t(environment)}</span>
    </div>
  );
}

/** A square in the environment's colour; square, so that nobody takes it for a state. */
export function EnvironmentMark({ environment }: Readonly<{ environment: Environment }>) {
  return <span aria-hidden className={cx('size-2.5 shrink-0 rounded-sm', FILL[environment])} />;
}
