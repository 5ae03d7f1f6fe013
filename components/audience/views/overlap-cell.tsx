'use client';

import { ExternalLink } from 'lucide-react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { MODES, type Mode, membersOf, type Reading } from '@/lib/audience/reading';
import type { Cell, Group } from '@/lib/audience/schema';
import { setLetter } from '../../charts/set-style';
import { useShownApp } from '../../data/reads';
import { Button } from '../../ui/button';
import { cx } from '../../ui/cx';
import { Select } from '../../ui/select';
import { showToast } from '../../ui/toast';
import { openTree } from '../open-tree';
import type { OverlapSet } from './overlap-sets';

type CellDetailProps = Readonly<{
  mode: Mode;
  onMode: (mode: Mode) => void;
  mask: number | null;
  onMask: (mask: number) => void;
  sets: readonly OverlapSet[];
  /** By mask, from 1. */
  readings: readonly Reading[];
  /** Users in none of the sets, when everybody could be counted. */
  none: Cell | null;
  /** Conditions of what is picked; null when that is nobody by definition. */
  tree: Group | null;
}>;

/** The combinations as a list, and one of them in words, to be opened as an audience. */
export function CellDetail({ mode, onMode, mask, onMask, sets, readings, none, tree }: CellDetailProps) {
  const t = useTranslations('audienceViews.overlap');
  const format = useFormatter();
  const app = useShownApp();
  const isShort = sets.length <= 3;
  const picked = mask === null ? null : (readings[mask - 1] ?? null);
  const number = ({ value, state }: { value: number; state: string }) =>
    `${state === 'exact' ? '' : '≈'}${format.number(value, 'integer')}`;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {isShort ? (
        <>
          <Select
            label={t('mode')}
            value={mode}
            onChange={onMode}
            options={MODES.map((id) => ({ id, label: t(`modes.${id}`), description: t(`modesAbout.${id}`) }))}
          />
          <ul aria-label={t('combinations')} className="flex flex-col">
            {readings.map((reading) => (
              <li
                key={reading.mask}
                className={cx(
                  'flex items-center justify-between gap-4 rounded-sm pe-2',
                  mask === reading.mask && 'bg-hover',
                )}
              >
                <Button
                  size="sm"
                  variant="ghost"
                  aria-pressed={mask === reading.mask}
                  onPress={() => onMask(reading.mask)}
                >
                  {membersOf(reading.mask).map(setLetter).join(' + ')}
                </Button>
                <span className="tabular-nums">{number(reading)}</span>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className="text-sm text-muted">{t(`modesAbout.${mode}`)}</p>
      )}
      {none ? <p className="text-sm text-muted tabular-nums">{t('none', { value: number(none) })}</p> : null}
      {picked ? (
        <div
          role="status"
          className="flex flex-col items-start gap-2 rounded border border-line bg-sunken p-3 text-sm"
        >
          <p className="min-w-0 break-words">{words(sets, picked.mask, mode, t)}</p>
          <p className="text-lg font-semibold tabular-nums">{t('users', { value: number(picked) })}</p>
          {picked.state === 'exact' ? null : <p className="text-muted">{t('near')}</p>}
          {tree ? (
            <Button
              size="sm"
              icon={ExternalLink}
              onPress={() => {
                if (!openTree(app, tree)) showToast({ tone: 'error', title: t('tooDeep') });
              }}
            >
              {t('open')}
            </Button>
          ) : (
            <p className="text-muted">{t('always')}</p>
          )}
        </div>
      ) : (
        <p className="text-sm text-muted">{t('pick')}</p>
      )}
    </div>
  );
}

/** A combination in words. */
function words(
  sets: readonly OverlapSet[],
  mask: number,
  mode: Mode,
  t: ReturnType<typeof useTranslations<'audienceViews.overlap'>>,
): string {
  const list = (of: readonly OverlapSet[]) =>
    of.map(({ label }) => t('quoted', { label })).join(t('between'));
  const inside = list(membersOf(mask).flatMap((i) => sets[i] ?? []));
  const outside = list(sets.filter((_, i) => !(mask & (1 << i))));
  if (mode === 'distinct' && outside) return t('words.distinct', { inside, outside });
  return t(mode === 'union' ? 'words.union' : 'words.intersect', { inside });
}
