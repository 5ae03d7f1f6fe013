import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { tagsRule } from '@/lib/tags/rules';
import type { EditRoute, TagsOfCid } from '@/lib/tags/schema';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { RadioGroup } from '../ui/radio-group';
import { Section } from '../ui/section';
import { brokenRule } from './after-pane';
import type { Editor } from './use-editor';

/** Up to so many calls of the batch budget the overwriting of the day is kept for something else. */
const FEW_CALLS = 5;

type SaveBarProps = Readonly<{ found: TagsOfCid; editor: Editor }>;

/** How to write, what it costs, and the deed. */
export function SaveBar({ found, editor }: SaveBarProps) {
  const t = useTranslations('tags.edit');
  const [isAsking, setAsking] = useState(false);
  const { after, added, removed, isChanged, isDrafting } = editor;
  const calls = added.length + removed.length;
  const whyNot = useOverwriteObstacle(found, after);
  const isShort = found.leftToday !== null && calls > found.leftToday;
  const usual: EditRoute = whyNot === null && (calls > FEW_CALLS || isShort) ? 'overwrite' : 'incremental';
  const route: EditRoute = whyNot === null ? (editor.chosen ?? usual) : 'incremental';
  const isBroken = brokenRule(added) !== null || brokenRule(after) !== null;
  const deletes = route === 'overwrite' && removed.length > 0;
  const isBlocked = !isChanged || isBroken || editor.theirs !== null || (route === 'incremental' && isShort);
  return (
    <Section>
      <div className="flex flex-col gap-4">
        <Ways {...{ found, calls, whyNot, route, isShort }} onRoute={editor.setRoute} />
        {deletes ? (
          <Callout tone="danger" title={t('deletes', { count: removed.length })}>
            {removed.join('、')}
          </Callout>
        ) : null}
        <div>
          <Button
            variant={deletes ? 'danger' : 'primary'}
            isDisabled={isBlocked}
            isPending={isDrafting}
            onPress={() => (deletes ? setAsking(true) : void editor.save(route))}
          >
            {!isChanged
              ? t('unchanged')
              : route === 'overwrite'
                ? t('goOverwrite')
                : t('goIncremental', { add: added.length, remove: removed.length, calls })}
          </Button>
        </div>
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title={t('confirmTitle')}
        consequence={t('confirmBody', { count: removed.length, tags: removed.join('、') })}
        confirmLabel={t('goOverwrite')}
        onConfirm={() => void editor.save('overwrite')}
      />
    </Section>
  );
}

type WaysProps = Readonly<{
  found: TagsOfCid;
  calls: number;
  whyNot: string | null;
  route: EditRoute;
  isShort: boolean;
  onRoute: (route: EditRoute) => void;
}>;

function Ways({ found: { leftToday }, calls, whyNot, route, isShort, onRoute }: WaysProps) {
  const t = useTranslations('tags.edit');
  const format = useFormatter();
  const steps =
    leftToday === null
      ? t('incrementalNoLimit', { calls })
      : isShort
        ? t('incrementalShort', { calls, left: leftToday })
        : t('incrementalBody', { calls, left: format.number(leftToday) });
  return (
    <RadioGroup
      label={t('route')}
      value={route}
      onChange={onRoute}
      options={[
        { id: 'incremental', label: t('incremental'), description: steps },
        {
          id: 'overwrite',
          label: t('overwrite'),
          description: whyNot ?? t('overwriteBody'),
          isDisabled: whyNot !== null,
        },
      ]}
    />
  );
}

/** Why the tags cannot be overwritten, in words; null when they can. */
function useOverwriteObstacle({ guard }: TagsOfCid, after: readonly string[]): string | null {
  const t = useTranslations('tags.edit');
  const format = useFormatter();
  if (tagsRule(after) === 'tags-empty') return t('overwriteEmpty');
  if (guard.used === null || guard.used === 'unknown' || guard.at === null || guard.nextAt === null)
    return null;
  return t(`overwriteUsed.${guard.used}`, {
    time: format.dateTime(new Date(guard.at), 'clock'),
    next: format.dateTime(new Date(guard.nextAt), 'minute'),
  });
}
