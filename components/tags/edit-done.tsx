'use client';

import type { Route } from 'next';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { TagsOfCid } from '@/lib/tags/schema';
import { RunView } from '../changes/run-view';
import type { RunStage } from '../changes/use-run';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { LinkButton } from '../ui/link-button';
import { useSettleText } from './settle-note';
import type { Editor } from './use-editor';

/** Looks while a change settles: soon, then less and less often, and not for ever. */
const FIRST_MS = 1_000;
const LONGEST_MS = 15_000;
const MOST_LOOKS = 20;

type EditDoneProps = Readonly<{
  stage: Extract<RunStage, { at: 'done' | 'stopped' }>;
  found: TagsOfCid;
  editor: Editor;
  onRead: () => Promise<TagsOfCid | null>;
}>;

/** After the deed: settling until what was written has been read, then a tick; the undoing stands ready. */
export function EditDone({ stage, found, editor, onRead }: EditDoneProps) {
  const t = useTranslations('tags.edit');
  const settleText = useSettleText();
  const looked = useLooks(onRead, found);
  const job = stage.at === 'done' ? stage.job : null;
  const isWhole = job !== null && job.confirmed === job.total;
  const isVerified = isWhole && looked > 0 && found.settling.length === 0;
  const actions = (
    <>
      {job ? <LinkButton href={`/jobs/${job.id}` as Route}>{t('job')}</LinkButton> : null}
      {editor.before ? <Button onPress={() => editor.again(found.tags, true)}>{t('undo')}</Button> : null}
      <Button variant="primary" onPress={() => editor.again(found.tags, false)}>
        {t('more')}
      </Button>
    </>
  );
  if (!isWhole)
    return (
      <div className="flex flex-col gap-4">
        <Callout tone="warn" isAlert title={t('doneTitle')} actions={actions}>
          {t('partly')}
        </Callout>
        <RunView stage={stage} />
      </div>
    );
  return (
    <div role="status">
      <Callout
        tone={isVerified ? 'ok' : 'info'}
        title={t(isVerified ? 'verified' : 'doneTitle')}
        actions={actions}
      >
        {isVerified ? found.tags.join('、') || '—' : t('waiting', { settle: settleText(found.settle) })}
      </Callout>
    </div>
  );
}

/** Reads again and again until nothing settles any more; gives how often it has looked. */
function useLooks(onRead: () => Promise<TagsOfCid | null>, found: TagsOfCid): number {
  const [looks, setLooks] = useState(0);
  const read = useRef(onRead);
  read.current = onRead;
  const isSettled = looks > 0 && found.settling.length === 0;
  useEffect(() => {
    if (isSettled || looks >= MOST_LOOKS) return;
    const pauseMs = looks === 0 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 1.5 ** (looks - 1));
    const timer = setTimeout(async () => {
      await read.current().catch(() => null);
      setLooks(looks + 1);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [looks, isSettled]);
  return looks;
}
