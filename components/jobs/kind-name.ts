import { useTranslations } from 'use-intl/react';
import type { Messages } from '@/lib/i18n/messages/zh-CN';

type Kind = keyof Messages['jobs']['kind'];

/** What a kind of change is called; its id when this version has no name for it. */
export function useKindName(): (kind: string) => string {
  const t = useTranslations('jobs.kind');
  return (kind) => {
    const key = kind.replace('.', '-') as Kind;
    return t.has(key) ? t(key) : kind;
  };
}
