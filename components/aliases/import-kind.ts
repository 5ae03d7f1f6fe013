import { useTranslations } from 'use-intl/react';
import { forbiddenCharacters } from '@/lib/aliases/rules';
import type { CheckedRow } from '@/lib/imports/schema';
import { useCellWhy } from '../imports/cell-why';
import type { ImportKind, RowVerdict } from '../imports/spec';

const visible = (character: string) => (/\s/.test(character) ? '␣' : character);

/** What the import wizard has to know of binding and unbinding. */
export function useImportKind(kind: 'alias.bind' | 'alias.unbind'): ImportKind {
  const t = useTranslations('aliases');
  const isBind = kind === 'alias.bind';
  return {
    kind,
    fields: [
      { id: 'cid', label: t('device.cid'), isRequired: true, mono: true },
      { id: 'alias', label: t('preview.alias'), isRequired: true },
    ],
    beforeLabel: t('import.before'),
    replaces: isBind,
    why: useRowWhy(),
    deed: (count) => t(isBind ? 'preview.goBind' : 'preview.goUnbind', { count }),
    consequence: ({ found }) =>
      t(isBind ? 'import.bind' : 'import.unbind', { rows: found.valid, replaces: found.replaces }),
  };
}

const NO_CHANGE = ['no-change', 'not-bound', 'other-alias'] as const;
const BROKEN = [
  'alias-empty',
  'alias-too-long',
  'alias-charset',
  'alias-unreachable',
  'alias-full',
  'cid-empty',
  'cid-form',
  'cid-unknown',
] as const;
const isOneOf = <T extends string>(list: readonly T[], text: string): text is T =>
  (list as readonly string[]).includes(text);

/** The server's literals for a row, in words. */
function useRowWhy(): (verdict: RowVerdict, row: CheckedRow) => string {
  const t = useTranslations('aliases.import');
  const cellWhy = useCellWhy();
  return (verdict, { line, cells: [cid = '', alias = ''], field, detail }) => {
    const said = detail ?? '';
    if (verdict === 'again') return t('again', { line: Number(said) });
    if (verdict === 'duplicate') return t('duplicate', { line: Number(said) });
    if (verdict === 'no-change') return isOneOf(NO_CHANGE, said) ? t(`noChange.${said}`) : said;
    const why = isOneOf(BROKEN, said)
      ? t(`broken.${said}`, {
          count: [...alias].length,
          characters: forbiddenCharacters(alias).map(visible).join(' '),
        })
      : cellWhy(said, field === 'cid' ? cid : alias);
    return t('atLine', { line, why });
  };
}
