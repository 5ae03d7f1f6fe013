'use client';

import type { Route } from 'next';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { callsAnew } from '@/lib/audience/checks';
import type { SavedAudience } from '@/lib/audience/saved-schema';
import type { Answer, Group } from '@/lib/audience/schema';
import { useDeed } from '../../data/use-deed';
import { Button } from '../../ui/button';
import { Callout } from '../../ui/callout';
import { TextLink } from '../../ui/link-button';
import { Badge, StatusDot } from '../../ui/status';
import { Time } from '../../ui/time';
import { showToast } from '../../ui/toast';
import { BinDialog } from './bin-dialog';
import { ConflictDialog } from './conflict-dialog';
import { type AudienceDoors, useAudienceDoors } from './doors';
import { MoreMenu, type Window } from './more-menu';
import { sameTree } from './same-tree';
import { SaveDialog } from './save-dialog';
import { ScheduleDialog } from './schedule-dialog';
import { VersionsSheet } from './versions-sheet';

export type SaveBarProps = Readonly<{
  /** The conditions as they stand on the screen. */
  tree: Group;
  /** What was saved last; null for a new one. */
  saved: SavedAudience | null;
  /** What the conditions reach, for what a snapshot will cost. */
  answer: Answer | null;
  /** Something was saved: the same audience in a new version, a copy, or one that went to the bin or came back. */
  onSaved: (saved: SavedAudience) => void;
}>;

/** Name, state and deeds of an audience. People who may only look see the first two. */
export function SaveBar(props: SaveBarProps) {
  const t = useTranslations('audienceSaved.bar');
  const doors = useAudienceDoors();
  const { saved, tree } = props;
  const isDirty = saved !== null && !sameTree(saved.tree, tree);
  return (
    <section aria-label={t('region')} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {saved ? null : <span className="text-muted">{t('untitled')}</span>}
            {isDirty ? (
              <StatusDot tone="warn" label={t('dirty')} />
            ) : saved ? (
              <StatusDot tone="ok" label={t('clean', { version: saved.version })} />
            ) : null}
            {saved?.labels.map((label) => (
              <Badge key={label}>{label}</Badge>
            ))}
          </div>
          {saved ? <Facts saved={saved} /> : null}
        </div>
        {doors ? <Deeds {...props} doors={doors} isDirty={isDirty} /> : null}
      </div>
      {doors ? null : <p className="text-sm text-muted">{t('readOnly')}</p>}
      {saved?.deletedAt ? <InBin saved={saved} onSaved={props.onSaved} /> : null}
    </section>
  );
}

function Facts({ saved }: Readonly<{ saved: SavedAudience }>) {
  const t = useTranslations('audienceSaved.bar');
  const { clonedFrom } = saved;
  return (
    <div className="flex flex-col text-sm text-muted">
      <p className="flex flex-wrap gap-x-3">
        <span>{t('owner', { name: saved.owner.name })}</span>
        <span>
          {t.rich('byAt', {
            name: saved.savedBy,
            time: () => <Time value={saved.updatedAt} show="minute" />,
          })}
        </span>
        {clonedFrom ? (
          clonedFrom.name === null ? (
            <span>{t('clonedFromGone')}</span>
          ) : (
            <TextLink href={`/audience/${clonedFrom.id}` as Route}>
              {t('clonedFrom', { name: clonedFrom.name })}
            </TextLink>
          )
        ) : null}
      </p>
      {saved.note ? <p className="max-w-[80ch] whitespace-pre-line">{saved.note}</p> : null}
    </div>
  );
}

function InBin({ saved, onSaved }: Pick<SaveBarProps, 'onSaved'> & Readonly<{ saved: SavedAudience }>) {
  const t = useTranslations('audienceSaved.bar');
  const doors = useAudienceDoors();
  return (
    <Callout
      tone="warn"
      title={t('inBin')}
      actions={doors ? <Restore {...{ saved, onSaved, doors }} /> : null}
    >
      {t.rich('inBinAt', {
        name: saved.deletedBy ?? '',
        time: () => <Time value={saved.deletedAt ?? 0} show="minute" />,
      })}
    </Callout>
  );
}

type RestoreProps = Pick<SaveBarProps, 'onSaved'> & Readonly<{ saved: SavedAudience; doors: AudienceDoors }>;

function Restore({ saved, onSaved, doors }: RestoreProps) {
  const t = useTranslations('audienceSaved.bar');
  const { run, isPending } = useDeed(doors.restore, 'audiences.', 'shell.');
  async function restore() {
    const back = await run({ id: saved.id });
    if (!back) return;
    showToast({ tone: 'success', title: t('restoredToast', { name: back.name }) });
    onSaved(back);
  }
  return (
    <Button size="sm" isPending={isPending} onPress={() => void restore()}>
      {t('restore')}
    </Button>
  );
}

type DeedsProps = SaveBarProps & Readonly<{ doors: AudienceDoors; isDirty: boolean }>;

/** Saves the conditions of the screen on top of a version. */
function useSaveOver({ tree, saved, doors }: DeedsProps, onDone: (saved: SavedAudience) => void) {
  const t = useTranslations('audienceSaved.bar');
  const save = useDeed(doors.save, 'audiences.', 'shell.');
  async function over(basedOn: number): Promise<void> {
    if (!saved) return;
    const { id, name, note, labels } = saved;
    const next = await save.run({ id, basedOn, name, note, labels: [...labels], tree, ownerId: null });
    if (!next) return;
    showToast({ tone: 'success', title: t('savedToast', { name: next.name, version: next.version }) });
    onDone(next);
  }
  return { ...save, over };
}

function Deeds(props: DeedsProps) {
  const { tree, saved, answer, onSaved, doors, isDirty } = props;
  const t = useTranslations('audienceSaved.bar');
  const [window, setWindow] = useState<Window | null>(null);
  const done = (next: SavedAudience) => {
    setWindow(null);
    onSaved(next);
  };
  const save = useSaveOver(props, done);
  if (saved?.deletedAt) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {saved ? (
        <>
          <Button
            variant="primary"
            isDisabled={!isDirty}
            isPending={save.isPending}
            onPress={() => void save.over(saved.version)}
          >
            {t('save')}
          </Button>
          <Button onPress={() => setWindow('copy')}>{t('saveCopy')}</Button>
          <MoreMenu onChoose={setWindow} />
        </>
      ) : (
        <Button variant="primary" onPress={() => setWindow('new')}>
          {t('saveNew')}
        </Button>
      )}
      <OpenWindow {...{ window, tree, saved, answer, doors }} onClose={() => setWindow(null)} onDone={done} />
      {saved && save.failure ? (
        <ConflictDialog
          failure={save.failure}
          mine={saved.version}
          isPending={save.isPending}
          onCopy={() => {
            save.setFailure(null);
            setWindow('copy');
          }}
          onOver={(version) => void save.over(version)}
          onClose={() => save.setFailure(null)}
        />
      ) : null}
    </div>
  );
}

type OpenWindowProps = Omit<SaveBarProps, 'onSaved'> &
  Readonly<{
    window: Window | null;
    doors: AudienceDoors;
    onClose: () => void;
    onDone: (saved: SavedAudience) => void;
  }>;

function OpenWindow({ window, tree, saved, answer, doors, onClose, onDone }: OpenWindowProps) {
  if (window === 'new' || window === 'copy' || window === 'edit' || window === 'clone')
    return <SaveDialog mode={window} {...{ tree, saved, doors, onClose, onDone }} />;
  if (!saved) return null;
  const common = { saved, doors, onClose, onDone };
  if (window === 'versions') return <VersionsSheet {...common} />;
  if (window === 'bin') return <BinDialog {...common} />;
  if (window === 'schedule')
    return <ScheduleDialog {...common} calls={answer ? callsAnew(answer.terms) : null} />;
  return null;
}
