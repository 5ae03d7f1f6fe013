'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { type Group, MAX_SETS, Value } from '@/lib/audience/schema';
import { setLetter } from '../../charts/set-style';
import { TagInput } from '../../kinds/tag-input';
import { Checkbox } from '../../ui/checkbox';
import { IconButton } from '../../ui/icon-button';
import { showToast } from '../../ui/toast';

export type SetChoice = Readonly<{ id: string; label: string }>;
export type OverlapSet = SetChoice & Readonly<{ tree: Group }>;

type OverlapSetsProps = Readonly<{
  /** What the audience itself offers: the whole of it, its conditions, everybody. */
  offered: readonly SetChoice[];
  tags: readonly string[];
  /** Ids that are chosen, in the order of their letters; of a tag `tag:` and its name. */
  chosen: readonly string[];
  onChoose: (id: string, isOn: boolean) => void;
  onAddTags: (tags: readonly string[]) => void;
  onDropTag: (tag: string) => void;
}>;

/** Which two to six sets are held against each other. */
export function OverlapSets({ offered, tags, chosen, onChoose, onAddTags, onDropTag }: OverlapSetsProps) {
  const t = useTranslations('audienceViews.overlap');
  const isFull = chosen.length >= MAX_SETS;
  const letter = (id: string) => (chosen.includes(id) ? setLetter(chosen.indexOf(id)) : '');
  function add(given: readonly string[]): void {
    const bad = given.find((tag) => !Value.safeParse(tag).success);
    if (bad !== undefined) showToast({ tone: 'error', title: t('badTag', { tag: bad }) });
    onAddTags(given.filter((tag) => Value.safeParse(tag).success && !tags.includes(tag)));
  }
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 font-medium">
        {t('sets')}{' '}
        <span className="text-sm font-normal text-muted">{t('setsHint', { most: MAX_SETS })}</span>
      </legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {[...offered, ...tags.map((tag) => ({ id: `tag:${tag}`, label: tag }))].map(({ id, label }) => (
          <span key={id} className="inline-flex max-w-full items-center gap-0.5">
            <Checkbox
              className="min-w-0"
              isSelected={chosen.includes(id)}
              isDisabled={isFull && !chosen.includes(id)}
              onChange={(isOn) => onChoose(id, isOn)}
            >
              <span className="block max-w-64 truncate" title={label}>
                {letter(id) ? <b className="font-semibold">{letter(id)} </b> : null}
                {label}
              </span>
            </Checkbox>
            {id.startsWith('tag:') ? (
              <IconButton
                size="sm"
                icon={X}
                label={t('dropTag', { tag: label })}
                onPress={() => onDropTag(label)}
              />
            ) : null}
          </span>
        ))}
      </div>
      <TagInput
        hideLabel
        className="max-w-72"
        label={t('addTag')}
        placeholder={t('addTag')}
        without={tags}
        isDisabled={isFull}
        onAdd={add}
      />
    </fieldset>
  );
}
