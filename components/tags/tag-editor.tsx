'use client';

import { RotateCw } from 'lucide-react';
import type { Route } from 'next';
import type { ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { TagsOfCid } from '@/lib/tags/schema';
import { FailureCallout } from '../data/failure-state';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { Cid } from '../ui/cid';
import { ProgressBar } from '../ui/progress-bar';
import { Section } from '../ui/section';
import { AfterPane } from './after-pane';
import { ChangedMeanwhile } from './changed-meanwhile';
import type { TagDoors } from './doors';
import { EditDone } from './edit-done';
import { SaveBar } from './save-bar';
import { useSettleText } from './settle-note';
import { TagChip } from './tag-chip';
import { type Editor, useEditor } from './use-editor';

type TagEditorProps = Readonly<{
  found: TagsOfCid;
  doors: TagDoors | undefined;
  isReading: boolean;
  onRead: () => Promise<TagsOfCid | null>;
}>;

/** The tags of a user: now, and, for people who may, what they shall be. */
export function TagEditor({ found, doors, isReading, onRead }: TagEditorProps) {
  const t = useTranslations('tags');
  const settleText = useSettleText();
  const editor = useEditor(found, doors);
  const { stage } = editor;
  async function read(): Promise<void> {
    const now = await onRead();
    if (now) editor.rebase(now.tags);
  }
  const heading = (
    <Section>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Cid value={found.cid} href={`/users/${found.cid}` as Route} />
        <p className="text-sm text-muted">{settleText(found.settle)}</p>
      </div>
    </Section>
  );
  if (stage?.at === 'done' || stage?.at === 'stopped')
    return (
      <div className="flex flex-col gap-4">
        {heading}
        <EditDone stage={stage} found={found} editor={editor} onRead={onRead} />
      </div>
    );
  return (
    <div className="flex flex-col gap-4">
      {heading}
      <Outside found={found} />
      {editor.failure ? <FailureCallout failure={editor.failure} /> : null}
      {editor.theirs ? <ChangedMeanwhile editor={editor} theirs={editor.theirs} /> : null}
      <div className={doors ? 'grid gap-4 lg:grid-cols-2' : undefined}>
        <NowPane
          found={found}
          editor={editor}
          canEdit={doors !== undefined && stage === null}
          refresh={
            <Button
              size="sm"
              icon={RotateCw}
              isPending={isReading}
              isDisabled={stage !== null}
              onPress={read}
            >
              {t('one.refresh')}
            </Button>
          }
        />
        {doors ? <AfterPane editor={editor} /> : null}
      </div>
      {stage?.at === 'running' ? (
        <Section>
          <ProgressBar label={t('edit.drafting')} />
        </Section>
      ) : null}
      {doors && stage === null ? <SaveBar found={found} editor={editor} /> : null}
    </div>
  );
}

function Outside({ found: { outside } }: Readonly<{ found: TagsOfCid }>) {
  const t = useTranslations('tags.one');
  const { added, removed } = outside;
  if (added.length + removed.length === 0) return null;
  return (
    <Callout tone="warn" title={t('outsideTitle')}>
      {added.length > 0 ? <p>{t('outsideAdded', { tags: added.join('、') })}</p> : null}
      {removed.length > 0 ? <p>{t('outsideRemoved', { tags: removed.join('、') })}</p> : null}
    </Callout>
  );
}

type NowPaneProps = Readonly<{ found: TagsOfCid; editor: Editor; canEdit: boolean; refresh: ReactNode }>;

function NowPane({ found, editor, canEdit, refresh }: NowPaneProps) {
  const t = useTranslations('tags');
  const format = useFormatter();
  const { seen, removed } = editor;
  return (
    <Section
      title={t('one.now')}
      actions={
        <>
          <span className="text-sm text-muted tabular-nums">
            {t('one.count', { count: seen.length })} ·{' '}
            {t('one.readAt', { time: format.dateTime(new Date(found.asOf), 'clock') })}
          </span>
          {refresh}
        </>
      }
    >
      {seen.length === 0 ? <p className="text-muted">{t('one.none')}</p> : null}
      <ul className="flex flex-wrap gap-1.5">
        {seen.map((tag) =>
          removed.includes(tag) ? (
            <TagChip
              key={tag}
              tag={tag}
              state="removed"
              note={t('edit.removing')}
              action={{
                label: t('edit.restore', { tag }),
                icon: 'restore',
                onPress: () => editor.restore(tag),
              }}
            />
          ) : (
            <TagChip
              key={tag}
              tag={tag}
              action={
                canEdit
                  ? {
                      label: t('edit.remove', { tag }),
                      icon: 'remove',
                      onPress: () => editor.remove(tag),
                    }
                  : undefined
              }
            />
          ),
        )}
      </ul>
      {found.settling.length > 0 ? (
        <div className="mt-4 border-t border-line pt-3">
          <p className="mb-2 text-sm text-muted">
            {t('one.settlingTitle', { count: found.settling.length })}
          </p>
          <ul className="flex flex-wrap gap-1.5">
            {found.settling.map(({ tag, holds }) => (
              <TagChip
                key={`${tag} ${holds}`}
                tag={t(holds ? 'one.settlingAdd' : 'one.settlingRemove', { tag })}
                state="settling"
              />
            ))}
          </ul>
        </div>
      ) : null}
    </Section>
  );
}
