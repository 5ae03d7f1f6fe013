'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslations } from 'use-intl/react';
import type { Failure } from '@/lib/core/result';
import { tagRule } from '@/lib/tags/rules';
import type { RetagDraft, TagEntry } from '@/lib/tags/schema';
import { FailureCallout } from '../data/failure-state';
import { useShownApp } from '../data/reads';
import { useDuration } from '../imports/format';
import { TagField } from '../kinds/tag-input';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { Dialog } from '../ui/dialog';
import { showToast } from '../ui/toast';
import { isTyped, TypedWord } from '../ui/typed-word';
import type { TagDoors } from './doors';

type RetagDialogProps = Readonly<{
  tags: readonly string[];
  /** Of the one tag, for retiring it where nobody has it. */
  entry?: TagEntry;
  isMerge?: boolean;
  isRetire?: boolean;
  doors: TagDoors;
  onClose: () => void;
}>;

/** Renames, merges or retires tags: previewed with its price, typed, then a job like any other. */
export function RetagDialog({ tags, entry, isMerge, isRetire, doors, onClose }: RetagDialogProps) {
  const t = useTranslations('tags.retag');
  const [tag = ''] = tags;
  const what = isRetire ? 'retire' : isMerge ? 'merge' : 'rename';
  const title = isMerge
    ? t('mergeTitle', { count: tags.length })
    : t(`${isRetire ? 'retire' : 'rename'}Title`, { tag });
  const retag = useRetag(tags, isRetire === true, doors, onClose);
  const { into, setInto, plan, failure } = retag;
  return (
    <Dialog isOpen title={title} onOpenChange={(open) => !open && retag.close()}>
      <div className="flex flex-col gap-4">
        <p>{what === 'merge' ? t('mergeBody', { tags: tags.join('、') }) : t(`${what}Body`)}</p>
        {failure ? <FailureCallout failure={failure} /> : null}
        {isRetire ? null : (
          <TagField
            label={t(isMerge ? 'intoMerge' : 'into')}
            isRequired
            value={into}
            isDisabled={plan !== null}
            error={retag.rule}
            onChange={setInto}
          />
        )}
        {plan === null ? (
          <div>
            <Button
              variant="primary"
              isPending={retag.isPending}
              isDisabled={!isRetire && (into === '' || retag.rule !== undefined)}
              onPress={retag.preview}
            >
              {t('plan')}
            </Button>
          </div>
        ) : plan.draft === null ? (
          <Nobody entry={entry} isRetire={isRetire === true} doors={doors} onClose={onClose} />
        ) : (
          <Confirm plan={plan} draft={plan.draft} retag={retag} isRetire={isRetire === true} />
        )}
      </div>
    </Dialog>
  );
}

function useRetag(tags: readonly string[], isRetire: boolean, doors: TagDoors, onClose: () => void) {
  const t = useTranslations('tags');
  const appId = useShownApp();
  const router = useRouter();
  const queries = useQueryClient();
  const [into, setInto] = useState('');
  const [plan, setPlan] = useState<RetagDraft | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isPending, setPending] = useState(false);
  const broken = into === '' ? null : tagRule(into);
  const rule = broken
    ? t(`edit.rule.${broken}`, { tag: into })
    : tags.includes(into)
      ? t('retag.rule.same-tag')
      : undefined;
  async function preview(): Promise<void> {
    setPending(true);
    setFailure(null);
    const answer = await doors
      .draftRetag(appId, { tags: [...tags], into: isRetire ? null : into })
      .catch(() => null);
    setPending(false);
    if (answer?.ok) setPlan(answer.data);
    else setFailure(answer?.error ?? { code: 'UNEXPECTED' });
  }
  async function go(typed: string): Promise<void> {
    if (!plan?.draft) return;
    setPending(true);
    const { jobId, rowsHash } = plan.draft;
    const answer = await doors.imports.order(appId, { jobId, rowsHash, typed }).catch(() => null);
    setPending(false);
    if (!answer?.ok) return setFailure(answer?.error ?? { code: 'UNEXPECTED' });
    await queries.invalidateQueries();
    router.push(`/jobs/${answer.data.jobId}` as Route);
  }
  return {
    into,
    setInto,
    plan,
    failure,
    isPending,
    rule,
    preview,
    go,
    close(): void {
      // A preview that is not wanted leaves nothing behind; should that fail, it expires by itself.
      if (plan?.draft) void doors.imports.discard(appId, { id: plan.draft.jobId }).catch(() => undefined);
      onClose();
    },
  };
}

type ConfirmProps = Readonly<{
  plan: RetagDraft;
  draft: NonNullable<RetagDraft['draft']>;
  retag: ReturnType<typeof useRetag>;
  isRetire: boolean;
}>;

function Confirm({ plan, draft, retag, isRetire }: ConfirmProps) {
  const t = useTranslations('tags.retag');
  const common = useTranslations('common');
  const duration = useDuration();
  const [typed, setTyped] = useState('');
  const { members, calls, reads, durationMs, leftToday } = plan;
  const isBlocked = !isTyped(draft.confirmWord, typed);
  return (
    <Form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBlocked) void retag.go(typed.trim());
      }}
    >
      <Callout tone="warn" title={t('scope', { members })}>
        {t('cost', { calls, reads, time: duration(durationMs) })}
        {leftToday === null ? null : ` ${t('left', { left: Math.max(0, leftToday) })}`}
      </Callout>
      <TypedWord word={draft.confirmWord} value={typed} onChange={setTyped} isDisabled={retag.isPending} />
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          variant={isRetire ? 'danger' : 'primary'}
          isDisabled={isBlocked}
          isPending={retag.isPending}
        >
          {t(isRetire ? 'goRetire' : 'goRename', { members })}
        </Button>
        <Button onPress={retag.close}>{common('cancel')}</Button>
      </div>
    </Form>
  );
}

type NobodyProps = Readonly<{
  entry: TagEntry | undefined;
  isRetire: boolean;
  doors: TagDoors;
  onClose: () => void;
}>;

/** Nobody is known to have the tag: only the dictionary changes. */
function Nobody({ entry, isRetire, doors, onClose }: NobodyProps) {
  const t = useTranslations('tags');
  const appId = useShownApp();
  const queries = useQueryClient();
  async function retire({ tag, owner, note }: TagEntry): Promise<void> {
    const answer = await doors.saveEntry(appId, { tag, owner, note, state: 'retired' }).catch(() => null);
    if (answer?.ok) showToast({ tone: 'success', title: t('sheet.retiredNow') });
    await queries.invalidateQueries();
    onClose();
  }
  return (
    <Callout
      title={t('retag.nobody')}
      actions={
        isRetire && entry ? (
          <Button onPress={() => retire(entry)}>{t('retag.markRetired')}</Button>
        ) : undefined
      }
    />
  );
}
