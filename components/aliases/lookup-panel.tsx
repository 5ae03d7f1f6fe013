'use client';

import { Search } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import type { LookupInput } from '@/lib/aliases/schema';
import { FailureState } from '../data/failure-state';
import { LoadingLines } from '../data/loading-state';
import { failureOf, useRead } from '../data/reads';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { SearchField } from '../ui/search-field';
import { Section } from '../ui/section';
import { SegmentedControl } from '../ui/segmented-control';
import { HistorySection } from './history-section';
import { AliasCard, CidCard } from './lookup-cards';
import type { AliasActions } from './use-change';

/** What is being looked at: something typed, or the alias behind a cid for people who see it masked. */
export type Target = { text: string; as: LookupInput['as'] } | { aliasOfCid: string };

export type Query = Readonly<{ text: string; as: LookupInput['as'] }>;

export type LookupPanelProps = Readonly<{
  /** What stands in the box. */
  query: Query;
  onQuery: (query: Query) => void;
  target: Target | null;
  onTarget: (target: Target) => void;
  /** Absent for people who may only look. */
  writing?: Readonly<{
    actions: AliasActions;
    onUnbind: (pair: { cid: string; alias: string }) => void;
    onBind: (cid: string) => void;
  }>;
}>;

/** One box for cid or alias, and the other side with its devices and its history. */
export function LookupPanel({ query, onQuery, target, onTarget, writing }: LookupPanelProps) {
  return (
    <div className="flex flex-col gap-4">
      <LookupForm query={query} onQuery={onQuery} onTarget={onTarget} />
      {target ? <LookupResult target={target} onTarget={onTarget} writing={writing} /> : <FirstHint />}
    </div>
  );
}

function FirstHint() {
  const t = useTranslations('aliases.lookup');
  return (
    <Section>
      <EmptyState icon={Search} title={t('emptyTitle')}>
        {t('emptyBody')}
      </EmptyState>
    </Section>
  );
}

function LookupForm({ query, onQuery, onTarget }: Omit<LookupPanelProps, 'target' | 'writing'>) {
  const t = useTranslations();
  const { text, as } = query;
  const submit = (kind = as) => {
    if (text.trim()) onTarget({ text: text.trim(), as: kind });
  };
  return (
    <form
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <SearchField
        className="min-w-0 flex-[1_1_26rem]"
        size="lg"
        mono
        label={t('aliases.lookup.label')}
        placeholder={t('aliases.lookup.placeholder')}
        value={text}
        onChange={(next) => onQuery({ text: next, as })}
      />
      <div className="flex h-10 items-center">
        <SegmentedControl
          label={t('aliases.lookup.kind')}
          value={as}
          onChange={(kind) => {
            onQuery({ text, as: kind });
            submit(kind);
          }}
          segments={(['auto', 'cid', 'alias'] as const).map((id) => ({
            id,
            label: t(`aliases.lookup.as.${id}`),
          }))}
        />
      </div>
      <Button type="submit" variant="primary" size="lg" isDisabled={!text.trim()}>
        {t('common.search')}
      </Button>
    </form>
  );
}

type ResultProps = Pick<LookupPanelProps, 'onTarget' | 'writing'> & { target: Target };

function LookupResult({ target, onTarget, writing }: ResultProps) {
  const typed = 'text' in target;
  const byText = useRead('aliases.lookup', typed ? target : { text: '-', as: 'auto' }, { enabled: typed });
  const byCid = useRead('aliases.of-cid', { cid: typed ? '' : target.aliasOfCid }, { enabled: !typed });
  const { data, error, isFetching, refetch } = typed ? byText : byCid;
  if (error) return <LookupFailure error={error} onRetry={() => refetch()} isRetrying={isFetching} />;
  if (!data) {
    return (
      <Section>
        <LoadingLines />
      </Section>
    );
  }
  const history =
    data.kind === 'cid'
      ? { cid: data.cid }
      : typed
        ? { alias: target.text }
        : { aliasOfCid: target.aliasOfCid };
  const onRefresh = () => void refetch();
  return (
    <>
      {data.kind === 'cid' ? (
        <CidCard found={data} {...{ onTarget, writing, onRefresh, isRefreshing: isFetching }} />
      ) : (
        <AliasCard found={data} {...{ onTarget, writing, onRefresh, isRefreshing: isFetching }} />
      )}
      <HistorySection key={JSON.stringify(history)} of={history} />
    </>
  );
}

function LookupFailure({
  error,
  onRetry,
  isRetrying,
}: Readonly<{ error: unknown; onRetry: () => void; isRetrying: boolean }>) {
  const t = useTranslations('aliases.why');
  const failure = failureOf(error);
  const rule = failure.code === 'INVALID_INPUT' ? failure.fields?.text : undefined;
  return (
    <Section>
      {rule === 'alias-unreachable' || rule === 'cid-form' ? (
        <div role="alert">
          <EmptyState title={t(rule)} />
        </div>
      ) : (
        <FailureState failure={failure} onRetry={onRetry} isRetrying={isRetrying} />
      )}
    </Section>
  );
}
