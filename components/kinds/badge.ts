import { useTranslations } from 'use-intl/react';
import { signed } from '@/lib/badge/rules';
import type { CheckedRow } from '@/lib/imports/schema';
import { useCellWhy } from '../imports/cell-why';
import type { ImportKind, RowVerdict } from '../imports/spec';

/** Sets the badge to a number, or changes it by one that is not nought. */
export type BadgeChange =
  | { kind: 'badge.set'; params: Readonly<{ value: number }> }
  | { kind: 'badge.add'; params: Readonly<{ by: number }> };

/**
 * What previews, quick changes and the import wizard have to know of badges. A row is a cid; those that are not iOS are
 * set aside by the preview.
 */
export function useBadgeKind(change: BadgeChange): ImportKind {
  const t = useTranslations('badge');
  const words =
    change.kind === 'badge.set'
      ? {
          deed: (count: number) => t('kind.setDeed', { count, value: change.params.value }),
          consequence: (rows: number) => t('kind.set', { rows, value: change.params.value }),
        }
      : {
          deed: (count: number) => t('kind.addDeed', { count, change: signed(change.params.by) }),
          consequence: (rows: number) => t('kind.add', { rows, change: signed(change.params.by) }),
        };
  return {
    kind: change.kind,
    params: change.params,
    readable: false,
    fields: [{ id: 'cid', label: t('cid'), isRequired: true, mono: true }],
    beforeLabel: t('kind.before'),
    replaces: false,
    why: useRowWhy(),
    deed: words.deed,
    consequence: ({ found }) => words.consequence(found.valid),
  };
}

const BROKEN = ['cid-empty', 'cid-form', 'cid-unknown', 'not-ios', 'platform-unknown'] as const;
const isOneOf = <T extends string>(list: readonly T[], text: string): text is T =>
  (list as readonly string[]).includes(text);

/** The server's literals for a row, in words. */
function useRowWhy(): (verdict: RowVerdict, row: CheckedRow) => string {
  const t = useTranslations('badge.kind');
  const cellWhy = useCellWhy();
  return (verdict, { line, cells: [cid = ''], detail }) => {
    const said = detail ?? '';
    if (verdict === 'again') return t('again', { line: Number(said) });
    if (verdict === 'duplicate') return t('duplicate', { line: Number(said) });
    return t('atLine', { line, why: isOneOf(BROKEN, said) ? t(`broken.${said}`) : cellWhy(said, cid) });
  };
}
