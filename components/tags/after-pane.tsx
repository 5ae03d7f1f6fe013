import { useTranslations } from 'use-intl/react';
import {
  charactersOf,
  MAX_TAG_CHARACTERS,
  MAX_TAGS,
  MAX_TOTAL_CHARACTERS,
  roomRule,
  type TagsRule,
  tagRule,
  totalCharacters,
} from '@/lib/tags/rules';
import { TagInput } from '../kinds/tag-input';
import { Button } from '../ui/button';
import { Meter } from '../ui/meter';
import { Section } from '../ui/section';
import { TagChip } from './tag-chip';
import type { Editor } from './use-editor';

/** The first rule that the tags break, and the tag at fault. */
export function brokenRule(tags: readonly string[]): { rule: TagsRule; tag: string } | null {
  for (const tag of tags) {
    const rule = tagRule(tag);
    if (rule) return { rule, tag };
  }
  const rule = roomRule(tags);
  return rule ? { rule, tag: '' } : null;
}

/** What the tags shall be: chips to take off, a field to add, and how full the limits are. */
export function AfterPane({ editor }: Readonly<{ editor: Editor }>) {
  const t = useTranslations('tags');
  const { after, added, isChanged } = editor;
  // Tags that were there before somebody wrote the rules down are not held against the person.
  const broken = brokenRule(added) ?? brokenRule(after);
  const longest = after.reduce((most, tag) => Math.max(most, charactersOf(tag)), 0);
  return (
    <Section
      title={t('one.after')}
      actions={
        <>
          <span className="text-sm text-muted">{t('one.count', { count: after.length })}</span>
          <Button size="sm" variant="quiet" isDisabled={!isChanged} onPress={() => editor.drop()}>
            {t('edit.reset')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {after.length === 0 ? <p className="text-muted">{t('one.none')}</p> : null}
        <ul className="flex flex-wrap gap-1.5">
          {after.map((tag) => (
            <TagChip
              key={tag}
              tag={tag}
              state={added.includes(tag) ? 'added' : 'plain'}
              note={added.includes(tag) ? t('edit.adding') : undefined}
              action={{
                label: t('edit.remove', { tag }),
                icon: 'remove',
                onPress: () => editor.remove(tag),
              }}
            />
          ))}
        </ul>
        <TagInput
          label={t('edit.add')}
          placeholder={t('edit.placeholder')}
          description={t('edit.hint')}
          error={broken ? t(`edit.rule.${broken.rule}`, { tag: broken.tag }) : undefined}
          without={after}
          onAdd={editor.add}
        />
        <div className="grid gap-3 sm:grid-cols-3">
          <Meter label={t('edit.meterCount')} value={after.length} max={MAX_TAGS} />
          <Meter label={t('edit.meterTotal')} value={totalCharacters(after)} max={MAX_TOTAL_CHARACTERS} />
          <Meter label={t('edit.meterLongest')} value={longest} max={MAX_TAG_CHARACTERS} warnAt={1} />
        </div>
      </div>
    </Section>
  );
}
