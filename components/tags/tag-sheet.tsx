'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { Failure } from '@/lib/core/result';
import type { TagEntry } from '@/lib/tags/schema';
import { FailureCallout, FailureState } from '../data/failure-state';
import { LoadingLines } from '../data/loading-state';
import { failureOf, useAsk, useRead, useShownApp } from '../data/reads';
import { Button } from '../ui/button';
import { buttonStyle } from '../ui/button-style';
import { DescriptionList } from '../ui/description-list';
import { Sheet } from '../ui/dialog';
import { EmptyState } from '../ui/empty-state';
import { TextArea } from '../ui/text-area';
import { TextField } from '../ui/text-field';
import { Time } from '../ui/time';
import { showToast } from '../ui/toast';
import { Upstream } from './dictionary-columns';
import type { TagDoors } from './doors';
import { MemberList } from './member-list';
import { RetagDialog } from './retag-dialog';

type TagSheetProps = Readonly<{ tag: string; doors: TagDoors | undefined; onClose: () => void }>;

/** One tag of the dictionary: figures, what people noted, its members, and what can be done with it. */
export function TagSheet({ tag, doors, onClose }: TagSheetProps) {
  const t = useTranslations('tags.sheet');
  const { data, error, refetch } = useRead('tags.entry', { tag });
  return (
    <Sheet
      isOpen
      size="md"
      title={t('title', { tag })}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      {error ? (
        failureOf(error).code === 'NOT_FOUND' ? (
          <EmptyState title={t('gone')} />
        ) : (
          <FailureState failure={failureOf(error)} onRetry={() => void refetch()} />
        )
      ) : data ? (
        <div className="flex flex-col gap-6">
          <Figures entry={data} />
          {doors ? <Deeds entry={data} doors={doors} /> : null}
          <About key={`${data.owner} ${data.note}`} entry={data} doors={doors} />
          <section aria-label={tag}>
            <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
              <Exports tag={tag} />
            </div>
            <MemberList tag={tag} />
          </section>
        </div>
      ) : (
        <LoadingLines />
      )}
    </Sheet>
  );
}

function Figures({ entry }: Readonly<{ entry: TagEntry }>) {
  const t = useTranslations('tags');
  const format = useFormatter();
  const ask = useAsk();
  const queries = useQueryClient();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isCounting, setCounting] = useState(false);
  async function count(): Promise<void> {
    setCounting(true);
    setFailure(null);
    try {
      await ask('tags.count', { tags: [entry.tag] });
      await queries.invalidateQueries({
        predicate: ({ queryKey: [name] }) => String(name).startsWith('tags.'),
      });
    } catch (error) {
      setFailure(failureOf(error));
    }
    setCounting(false);
  }
  const gap = entry.upstream === null ? null : entry.upstream - entry.members;
  return (
    <div className="flex flex-col gap-3">
      {failure ? <FailureCallout failure={failure} /> : null}
      <DescriptionList
        items={[
          { term: t('dictionary.column.members'), value: format.number(entry.members) },
          {
            term: t('dictionary.column.upstream'),
            value: (
              <span className="flex flex-wrap items-center gap-2">
                <Upstream row={entry} />
                <Button size="sm" isPending={isCounting} onPress={count}>
                  {t('sheet.count')}
                </Button>
              </span>
            ),
          },
          { term: t('sheet.first'), value: <Time value={entry.firstSeenAt} show="minute" /> },
          { term: t('dictionary.column.used'), value: <Time value={entry.lastUsedAt} show="minute" /> },
        ]}
      />
      {gap === null ? null : (
        <p className="text-sm text-muted">
          {gap === 0
            ? t('sheet.gapNone')
            : t(gap > 0 ? 'sheet.gapMore' : 'sheet.gapLess', { count: Math.abs(gap) })}
        </p>
      )}
    </div>
  );
}

type EntryProps = Readonly<{ entry: TagEntry; doors: TagDoors | undefined }>;

/** Owner and note, to be read or, by those who may, changed. */
function About({ entry, doors }: EntryProps) {
  const t = useTranslations('tags.sheet');
  const appId = useShownApp();
  const queries = useQueryClient();
  const [owner, setOwner] = useState(entry.owner);
  const [note, setNote] = useState(entry.note);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isPending, setPending] = useState(false);
  if (!doors)
    return (
      <DescriptionList
        items={[
          { term: t('owner'), value: entry.owner || '—' },
          { term: t('note'), value: entry.note || '—' },
        ]}
      />
    );
  async function save(): Promise<void> {
    if (!doors) return;
    setPending(true);
    const answer = await doors.saveEntry(appId, { tag: entry.tag, owner, note }).catch(() => null);
    setPending(false);
    setFailure(answer?.ok ? null : (answer?.error ?? { code: 'UNEXPECTED' }));
    if (answer?.ok) showToast({ tone: 'success', title: t('saved') });
    await queries.invalidateQueries({
      predicate: ({ queryKey: [name] }) => String(name).startsWith('tags.'),
    });
  }
  const isChanged = owner.trim() !== entry.owner || note.trim() !== entry.note;
  return (
    <Form
      aria-label={t('about')}
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {failure ? <FailureCallout failure={failure} /> : null}
      <TextField label={t('owner')} value={owner} onChange={setOwner} maxLength={60} />
      <TextArea label={t('note')} rows={2} value={note} onChange={setNote} maxLength={500} />
      <div>
        <Button type="submit" isDisabled={!isChanged} isPending={isPending}>
          {t('save')}
        </Button>
      </div>
    </Form>
  );
}

function Deeds({ entry, doors }: Readonly<{ entry: TagEntry; doors: TagDoors }>) {
  const t = useTranslations('tags.sheet');
  const appId = useShownApp();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<'rename' | 'retire' | null>(null);
  async function reactivate(): Promise<void> {
    const { tag, owner, note } = entry;
    const answer = await doors.saveEntry(appId, { tag, owner, note, state: 'active' }).catch(() => null);
    if (answer?.ok) showToast({ tone: 'success', title: t('reactivated') });
    await queries.invalidateQueries({
      predicate: ({ queryKey: [name] }) => String(name).startsWith('tags.'),
    });
  }
  return (
    <div className="flex flex-wrap gap-2">
      <Button onPress={() => setAsking('rename')}>{t('rename')}</Button>
      {entry.state === 'active' ? (
        <Button onPress={() => setAsking('retire')}>{t('retire')}</Button>
      ) : (
        <Button onPress={reactivate}>{t('reactivate')}</Button>
      )}
      {asking ? (
        <RetagDialog
          tags={[entry.tag]}
          entry={entry}
          isRetire={asking === 'retire'}
          doors={doors}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </div>
  );
}

function Exports({ tag }: Readonly<{ tag: string }>) {
  const t = useTranslations('tags.members');
  const app = useShownApp();
  return (
    <>
      <div>
        <h3 className="font-semibold">{t('title')}</h3>
        <p className="text-sm text-muted">{t('hint')}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        {(['csv', 'xlsx'] as const).map((format) => (
          <a
            key={format}
            download
            href={`/api/exports/tags?${new URLSearchParams({ app, tag, format })}`}
            className={buttonStyle('quiet', 'sm')}
          >
            <Download aria-hidden className="size-4" />
            {t('export', { format: format.toUpperCase() })}
          </a>
        ))}
      </div>
    </>
  );
}
