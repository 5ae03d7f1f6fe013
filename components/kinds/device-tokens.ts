import { useTranslations } from 'use-intl/react';
import { type Channel, OPEN_CHANNEL } from '@/lib/device-tokens/rules';
import type { CheckedRow } from '@/lib/imports/schema';
import { useCellWhy } from '../imports/cell-why';
import type { ImportKind, RowVerdict } from '../imports/spec';

/**
 * What previews, quick changes and the import wizard have to know of binding and unbinding device tokens of one channel.
 * Cells of a row: cid, token, operation; without the token for unbinding. The operation may be empty.
 */
export function useDeviceTokenKind(
  kind: 'device-token.bind' | 'device-token.unbind',
  params: Readonly<{ channel: Channel }>,
): ImportKind {
  const t = useTranslations('deviceTokens');
  const isBind = kind === 'device-token.bind';
  const channel = t(`channels.${params.channel}`);
  return {
    kind,
    params,
    // The upstream shows nothing of mini programs.
    readable: params.channel !== OPEN_CHANNEL,
    fields: [
      { id: 'cid', label: t('cid'), isRequired: true, mono: true },
      ...(isBind ? [{ id: 'token', label: t('token'), isRequired: true }] : []),
      { id: 'operation', label: t('operation'), isRequired: false },
    ],
    beforeLabel: t('kind.before'),
    replaces: isBind,
    why: useRowWhy(),
    deed: (count) => t(isBind ? 'kind.bindDeed' : 'kind.unbindDeed', { count }),
    consequence: ({ found: { valid: rows, replaces } }) =>
      isBind ? t('kind.bind', { rows, replaces, channel }) : t('kind.unbind', { rows, channel }),
  };
}

const NO_CHANGE = ['no-change', 'not-bound', 'other-channel'] as const;
const BROKEN = [
  'cid-empty',
  'cid-form',
  'cid-unknown',
  'token-empty',
  'token-too-long',
  'token-charset',
  'token-operation',
  'operation-unknown',
  'operation-other',
] as const;
const isOneOf = <T extends string>(list: readonly T[], text: string): text is T =>
  (list as readonly string[]).includes(text);

/** The server's literals for a row, in words. */
function useRowWhy(): (verdict: RowVerdict, row: CheckedRow) => string {
  const t = useTranslations('deviceTokens.kind');
  const cellWhy = useCellWhy();
  return (verdict, { line, cells, field, detail }) => {
    const said = detail ?? '';
    if (verdict === 'again') return t('again', { line: Number(said) });
    if (verdict === 'duplicate') return t('duplicate', { line: Number(said) });
    if (verdict === 'no-change') return isOneOf(NO_CHANGE, said) ? t(`noChange.${said}`) : said;
    const value = (field === 'cid' ? cells[0] : field === 'token' ? cells[1] : cells.at(-1)) ?? '';
    const why = isOneOf(BROKEN, said)
      ? t(`broken.${said}`, { count: [...value].length, value })
      : cellWhy(said, value);
    return t('atLine', { line, why });
  };
}
