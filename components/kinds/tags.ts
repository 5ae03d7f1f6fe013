import { useTranslations } from 'use-intl/react';
import type { CheckedRow } from '@/lib/imports/schema';
import { charactersOf, splitTags } from '@/lib/tags/rules';
import { useCellWhy } from '../imports/cell-why';
import type { ImportKind, RowVerdict } from '../imports/spec';

export type TagKind = 'tag.add' | 'tag.remove' | 'tag.replace';
/** `tag`: files hold cids only, and this is their tag; `clear` (of tag.remove): every known tag of each cid. */
export type TagKindParams = Readonly<{ tag?: string; clear?: boolean }>;

/**
 * What previews, quick changes and the import wizard have to know of tags. Cells of a row: cid, then the tag (or several,
 * separated); the second is left out where the params say what it is.
 */
export function useTagKind(kind: TagKind, params: TagKindParams = {}): ImportKind {
  const t = useTranslations('tags');
  const what = params.clear ? 'clear' : (kind.slice('tag.'.length) as 'add' | 'remove' | 'replace');
  const isGiven = params.tag !== undefined || params.clear === true;
  const tags =
    kind === 'tag.replace'
      ? [{ id: 'tags', label: t('kind.tags'), isRequired: true }]
      : isGiven
        ? []
        : [{ id: 'tag', label: t('kind.tag'), isRequired: true }];
  return {
    kind,
    params,
    fields: [{ id: 'cid', label: t('cid'), isRequired: true, mono: true }, ...tags],
    beforeLabel: t('kind.before'),
    replaces: kind === 'tag.replace',
    why: useRowWhy(),
    deed: (count, draft) => t(`kind.deed.${draft?.kind === 'tag.patch' ? 'patch' : what}`, { count }),
    consequence: (draft) =>
      t(`kind.consequence.${draft.kind === 'tag.patch' ? 'patch' : what}`, { rows: draft.found.valid }),
  };
}

const NO_CHANGE = ['has-tag', 'not-tagged', 'no-tags', 'none-known', 'same-tags'] as const;
const BROKEN = [
  'tag-empty',
  'tag-blank',
  'tag-too-long',
  'tag-unsafe',
  'tags-empty',
  'tags-too-many',
  'tags-too-long',
  'cid-twice',
  'cid-empty',
  'cid-form',
  'cid-unknown',
] as const;
const isOneOf = <T extends string>(list: readonly T[], text: string): text is T =>
  (list as readonly string[]).includes(text);

/** The server's literals for a row, in words. */
function useRowWhy(): (verdict: RowVerdict, row: CheckedRow) => string {
  const t = useTranslations('tags.kind');
  const cellWhy = useCellWhy();
  return (verdict, { line, cells: [cid = '', cell = ''], field, detail }) => {
    const said = detail ?? '';
    if (verdict === 'again') return t('again', { line: Number(said) });
    if (verdict === 'duplicate') return t('duplicate', { line: Number(said) });
    if (verdict === 'no-change') return isOneOf(NO_CHANGE, said) ? t(`noChange.${said}`) : said;
    const longest = splitTags(cell).reduce((most, tag) => Math.max(most, charactersOf(tag)), 0);
    const why = isOneOf(BROKEN, said)
      ? t(`broken.${said}`, { longest })
      : cellWhy(said, field === 'cid' ? cid : cell);
    return t('atLine', { line, why });
  };
}
