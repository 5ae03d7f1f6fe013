'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { MAX_ALTERED } from '@/lib/blacklist/rules';
import { LIST_PAGE, LIST_SOURCES, type RegisterEntry } from '@/lib/blacklist/schema';
import { useQuickChange } from '../changes/quick-change';
import { FailureState } from '../data/failure-state';
import { failureOf, useRead, useShownApp } from '../data/reads';
import { useBlacklistKind } from '../kinds/blacklist';
import { Button } from '../ui/button';
import { buttonStyle } from '../ui/button-style';
import { Callout } from '../ui/callout';
import { Checkbox } from '../ui/checkbox';
import { EmptyState } from '../ui/empty-state';
import { SearchField } from '../ui/search-field';
import { Section } from '../ui/section';
import { SegmentedControl } from '../ui/segmented-control';
import { Select } from '../ui/select';
import { Table } from '../ui/table';
import { AlterDialog } from './alter-dialog';
import type { BlacklistDoors } from './doors';
import { type RowActions, useRegisterColumns } from './register-columns';
import { type Register, useRegister, VIEWS, type View } from './use-register';

type RegisterPanelProps = Readonly<{
  /** Absent for people who may only look. */
  doors?: BlacklistDoors | undefined;
  onStart?: () => void;
}>;

/** Everything that Muster knows of the blacklist: found, filtered, exported; and, for some, acted on. */
export function RegisterPanel({ doors, onStart }: RegisterPanelProps) {
  const t = useTranslations('blacklist.register');
  const register = useRegister();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [altering, setAltering] = useState<readonly RegisterEntry[] | null>(null);
  const quick = useQuickChange();
  const release = useBlacklistKind('blacklist.remove');
  const reassert = useBlacklistKind('blacklist.reassert');
  const clear = () => setSelected(new Set());
  const open = (kind: typeof release, title: string) => (entries: readonly RegisterEntry[]) =>
    quick?.open({ kind, rows: entries.map(({ cid }) => [cid]), title, onDone: clear });
  const actions: RowActions | null =
    doors && quick
      ? {
          selection: {
            has: (cid) => selected.has(cid),
            toggle: (cid) =>
              setSelected(
                new Set([...selected].filter((one) => one !== cid).concat(selected.has(cid) ? [] : [cid])),
              ),
          },
          onRelease: open(release, t('releaseTitle')),
          onAlter: setAltering,
        }
      : null;
  const columns = useRegisterColumns(actions);
  const { pages, entries } = register;
  const chosen = entries.filter(({ cid }) => selected.has(cid));
  return (
    <div className="flex flex-col gap-4">
      <Callout title={t('note')}>{t('noteBody')}</Callout>
      <Filters register={register} />
      {chosen.length > 0 && actions ? (
        <Chosen
          entries={chosen}
          actions={actions}
          onReassert={open(reassert, t('reassertTitle'))}
          onClear={clear}
        />
      ) : null}
      {pages.error ? (
        <Section>
          <FailureState
            failure={failureOf(pages.error)}
            onRetry={() => pages.refetch()}
            isRetrying={pages.isFetching}
          />
        </Section>
      ) : (
        <Section flush>
          {actions && entries.length > 0 ? (
            <div className="border-b border-line px-4 py-1.5">
              <Checkbox
                isSelected={chosen.length === entries.length}
                isIndeterminate={chosen.length > 0 && chosen.length < entries.length}
                onChange={(isOn) => setSelected(new Set(isOn ? entries.map(({ cid }) => cid) : []))}
              >
                <span className="text-sm">{t('selectAll')}</span>
              </Checkbox>
            </div>
          ) : null}
          <Table
            caption={t('tab')}
            columns={columns}
            rows={entries}
            rowKey={({ cid }) => cid}
            isLoading={pages.isPending}
            isCurrent={({ cid }) => selected.has(cid)}
            empty={<Empty register={register} onStart={onStart} />}
          />
        </Section>
      )}
      <More register={register} />
      {altering && doors ? (
        <AlterDialog
          entries={altering}
          alter={doors.alter}
          onClose={() => setAltering(null)}
          onDone={() => {
            setAltering(null);
            clear();
          }}
        />
      ) : null}
    </div>
  );
}

function Filters({ register }: Readonly<{ register: Register }>) {
  const t = useTranslations('blacklist.register');
  const format = useFormatter();
  const appId = useShownApp();
  const { view, setView, source, setSource, filter, setText } = register;
  const counts = useRead('blacklist.counts', {});
  const count = (id: View): string => {
    if (!counts.data) return '';
    const { asserted, unknown, released, soon, failed } = counts.data;
    const figures = {
      active: asserted + unknown,
      unknown,
      soon,
      failed,
      released,
      all: asserted + unknown + released,
    };
    return ` ${format.number(figures[id])}`;
  };
  const file = (kind: 'csv' | 'xlsx') =>
    `/api/exports/blacklist?${new URLSearchParams({ app: appId, format: kind, ...filter })}`;
  return (
    <div className="flex flex-col gap-3">
      <div className="max-w-full overflow-x-auto p-0.5">
        <SegmentedControl
          label={t('views')}
          value={view}
          onChange={setView}
          segments={VIEWS.map((id) => ({ id, label: `${t(`view.${id}`)}${count(id)}` }))}
        />
      </div>
      <div className="flex flex-wrap items-end gap-3">
        <SearchField
          hideLabel
          className="w-full sm:w-80"
          label={t('search')}
          placeholder={t('search')}
          onSubmit={setText}
          onClear={() => setText('')}
        />
        <Select
          hideLabel
          className="w-40"
          label={t('source')}
          options={LIST_SOURCES.map((id) => ({ id, label: t(`sources.${id}`) }))}
          value={source}
          onChange={setSource}
        />
        <div className="flex flex-wrap gap-2 sm:ms-auto">
          {(['csv', 'xlsx'] as const).map((kind) => (
            <a key={kind} href={file(kind)} download className={buttonStyle('quiet', 'md')}>
              <Download aria-hidden className="size-4" />
              {t(kind)}
            </a>
          ))}
        </div>
      </div>
    </div>
  );
}

type ChosenProps = Readonly<{
  entries: readonly RegisterEntry[];
  actions: RowActions;
  onReassert: (entries: readonly RegisterEntry[]) => void;
  onClear: () => void;
}>;

function Chosen({ entries, actions, onReassert, onClear }: ChosenProps) {
  const t = useTranslations('blacklist.register');
  const isTooMany = entries.length > MAX_ALTERED;
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-lg border border-accent/40 bg-accent/8 px-4 py-2">
      <span aria-live="polite" className="me-2 font-medium tabular-nums">
        {t('selected', { count: entries.length })}
      </span>
      <Button size="sm" isDisabled={isTooMany} onPress={() => actions.onRelease(entries)}>
        {t('release')}
      </Button>
      <Button size="sm" isDisabled={isTooMany} onPress={() => actions.onAlter(entries)}>
        {t('alter')}
      </Button>
      <Button size="sm" isDisabled={isTooMany} onPress={() => onReassert(entries)}>
        {t('reassert')}
      </Button>
      <Button size="sm" variant="ghost" onPress={onClear}>
        {t('clear')}
      </Button>
      {isTooMany ? <span className="text-sm text-warn">{t('tooMany', { max: MAX_ALTERED })}</span> : null}
    </div>
  );
}

function Empty({ register, onStart }: Readonly<{ register: Register; onStart: (() => void) | undefined }>) {
  const t = useTranslations('blacklist.register');
  const { text, source, view } = register;
  const isFiltered = text !== '' || source !== 'all' || view !== 'active';
  if (isFiltered) return <EmptyState title={t('emptyView')}>{t('emptyViewBody')}</EmptyState>;
  return (
    <EmptyState
      title={t('empty')}
      actions={onStart ? <Button onPress={onStart}>{t('start')}</Button> : undefined}
    >
      {t('emptyBody')}
    </EmptyState>
  );
}

function More({ register: { pages, entries, total } }: Readonly<{ register: Register }>) {
  const t = useTranslations('blacklist.register');
  if (entries.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center justify-center gap-3 text-sm text-muted">
      <span className="tabular-nums">
        {t('shown', { shown: entries.length, total: Math.max(total, entries.length) })}
      </span>
      {pages.hasNextPage ? (
        <Button size="sm" isPending={pages.isFetchingNextPage} onPress={() => pages.fetchNextPage()}>
          {t('more', { count: LIST_PAGE })}
        </Button>
      ) : null}
    </div>
  );
}
