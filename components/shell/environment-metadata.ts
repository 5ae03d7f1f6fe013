import type { Metadata } from 'next';
import type { Translate } from '@/lib/i18n/failure-text';
import type { ShellApp } from './types';

/**
 * Title and icon of a browser tab that cannot be mistaken for another environment's:
 * `别名 · [生产] 某应用 · 点兵`. For the `generateMetadata` of the console layout.
 */
export function environmentMetadata(t: Translate, app: Omit<ShellApp, 'id'>): Metadata {
  const suffix = `[${t(`common.environment.${app.environment}`)}] ${app.name} · ${t('common.product')}`;
  return {
    title: { absolute: suffix, template: `%s · ${suffix}` },
    icons: { icon: `/icons/icon-${app.environment}.svg` },
  };
}
