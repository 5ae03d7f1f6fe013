import { useTranslations } from 'use-intl/react';
import type { AddParams } from '@/lib/blacklist/rules';
import type { CheckedRow } from '@/lib/imports/schema';
import { useCellWhy } from '../imports/cell-why';
import type { ImportKind, RowVerdict } from '../imports/spec';

export type BlacklistKind = 'blacklist.add' | 'blacklist.remove' | 'blacklist.declare' | 'blacklist.reassert';

/**
 * What previews, quick changes and the import wizard have to know of the blacklist. Cells of a row: cid, then for adding
 * and declaring reason, ticket and expiry, which may be empty where the params say them. `blacklist.declare` only writes
 * the register; `blacklist.reassert` only sends. A kind needs a reason in its params or in every row.
 */
export function useBlacklistKind(kind: BlacklistKind, params: Readonly<Partial<AddParams>> = {}): ImportKind {
  const t = useTranslations('blacklist');
  const what = kind.slice('blacklist.'.length) as 'add' | 'remove' | 'declare' | 'reassert';
  const isNoted = what === 'add' || what === 'declare';
  return {
    kind,
    params,
    readable: false,
    fields: [
      { id: 'cid', label: t('cid'), isRequired: true, mono: true },
      ...(isNoted
        ? (['reason', 'ticket', 'expires'] as const).map((id) => ({ id, label: t(id), isRequired: false }))
        : []),
    ],
    beforeLabel: t('kind.before'),
    replaces: true,
    why: useRowWhy(),
    deed: (count) => t(`kind.deed.${what}`, { count }),
    consequence: ({ found: { valid: rows, replaces } }) =>
      t(`kind.consequence.${what}`, { rows, replaces, known: replaces }),
  };
}

const NO_CHANGE = ['on-list', 'on-list-here', 'not-on-list', 'released-here'] as const;
const BROKEN = [
  'cid-empty',
  'cid-form',
  'cid-unknown',
  'reason-empty',
  'reason-too-long',
  'ticket-too-long',
  'expires-form',
  'expires-past',
] as const;
const FIELDS = ['cid', 'reason', 'ticket', 'expires'];
const isOneOf = <T extends string>(list: readonly T[], text: string): text is T =>
  (list as readonly string[]).includes(text);

/** The server's literals for a row, in words. */
function useRowWhy(): (verdict: RowVerdict, row: CheckedRow) => string {
  const t = useTranslations('blacklist.kind');
  const cellWhy = useCellWhy();
  return (verdict, { line, cells, field, detail }) => {
    const said = detail ?? '';
    if (verdict === 'again') return t('again', { line: Number(said) });
    if (verdict === 'duplicate') return t('duplicate', { line: Number(said) });
    if (verdict === 'no-change') return isOneOf(NO_CHANGE, said) ? t(`noChange.${said}`) : said;
    const value = cells[FIELDS.indexOf(field ?? 'cid')] ?? '';
    const why = isOneOf(BROKEN, said)
      ? t(`broken.${said}`, { count: [...value].length, value })
      : cellWhy(said, value);
    return t('atLine', { line, why });
  };
}
