'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import type { Result } from '@/lib/core/result';
import { failureText } from '@/lib/i18n/failure-text';
import { useShownApp } from '../../data/reads';
import { showToast } from '../../ui/toast';

/** The doors that change a lookup. */
export type LookupDoors = Readonly<{
  name: (appId: string, input: { id: string; name: string }) => Promise<Result<{ name: string | null }>>;
  remove: (appId: string, input: { id: string }) => Promise<Result<true>>;
}>;

/** Naming and deleting, each true when it was done; what went wrong is told in a notice. */
export function useLookupDoors(doors: LookupDoors) {
  const all = useTranslations();
  const t = useTranslations('users.lookup');
  const app = useShownApp();
  const queries = useQueryClient();
  async function through<T>(deed: Promise<Result<T>>, done: string): Promise<boolean> {
    const answer = await deed.catch(() => null);
    if (answer?.ok) {
      showToast({ tone: 'success', title: done });
      await queries.invalidateQueries({ queryKey: ['users.lookups'] });
      return true;
    }
    const { what, todo } = failureText(all, answer ? answer.error : { code: 'UNEXPECTED' });
    showToast({ tone: 'error', title: what, description: todo });
    return false;
  }
  return {
    rename: (id: string, name: string) =>
      through(doors.name(app, { id, name }), t(name ? 'named' : 'unnamed')),
    remove: (id: string) => through(doors.remove(app, { id }), t('deleted')),
  };
}
