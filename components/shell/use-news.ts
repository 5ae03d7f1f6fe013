import type { Route } from 'next';
import { usePathname, useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import type { ReadOutput } from '@/lib/reads/registry';
import { useRead } from '../data/reads';
import { showToast, type ToastInput } from '../ui/toast';
import type { News } from './types';

/** So often it is asked whether there is something new, while the page is in view. */
const AGAIN_MS = 15_000;
type Told = ReadOutput<'shell.news'>;
type Finished = Told['crowds']['finished'][number];

const TONE = { done: 'success', partly: 'warn', failed: 'error', lost: 'warn' } as const;
const toneOf = ({ progress }: Finished): keyof typeof TONE =>
  progress !== null && progress in TONE ? (progress as keyof typeof TONE) : 'done';

/** What is new in this app, by desk. What comes while the page stands is told in the corner as well. */
export function useNews(): News {
  const { data } = useRead('shell.news', {}, { refetchInterval: AGAIN_MS });
  useToasts(data);
  if (!data) return {};
  const { crowds, alerts } = data;
  return { '/crowds': crowds.finished.length + crowds.undecided, '/audience': alerts };
}

function useToasts(told: Told | undefined): void {
  const t = useTranslations('shell.newsOf');
  const path = usePathname();
  const router = useRouter();
  const before = useRef<Told | undefined>(undefined);
  useEffect(() => {
    const last = before.current;
    before.current = told;
    if (!told || !last) return;
    const tell = (input: ToastInput, href: Route) => {
      if (path !== href)
        showToast({ ...input, action: { label: t('open'), onPress: () => router.push(href) } });
    };
    const known = new Set(last.crowds.finished.map(({ id }) => id));
    for (const plan of told.crowds.finished.filter(({ id }) => !known.has(id))) {
      const how = toneOf(plan);
      tell({ title: t(how, { name: plan.name }), tone: TONE[how] }, `/crowds/${plan.id}` as Route);
    }
    if (told.crowds.undecided > last.crowds.undecided)
      tell({ title: t('undecided'), tone: 'warn' }, '/crowds?state=unknown' as Route);
    if (told.alerts > last.alerts) tell({ title: t('alert'), tone: 'warn' }, '/audience' as Route);
  }, [told, path, router, t]);
}
