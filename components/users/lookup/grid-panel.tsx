'use client';

import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { GROUPS, type Group } from '@/lib/users/rules';
import type { ImportActions } from '../../imports/spec';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { UserDrawer } from '../card/user-drawer';
import { useCellText } from '../grid/cell-text';
import { groupsOf } from '../grid/columns';
import { Grid } from '../grid/grid';
import type { GroupState } from '../grid/grid-head';
import { Selection } from '../grid/selection';
import type { Sort } from '../grid/sort';
import { ROW_HEIGHT } from '../grid/url';
import { ActionsBar } from './actions-bar';
import type { OpenLookup } from './api';
import { GridToolbar } from './grid-toolbar';
import { MissingCallouts } from './missing-callouts';
import type { Progress, Session } from './session';
import { inOrder } from './use-autoread';
import { useCopyCells } from './use-copy-cells';
import type { GridState } from './use-grid-state';

export type LookupViewProps = Readonly<{
  id: string;
  session: Session;
  progress: Progress;
  data: OpenLookup;
  imports: ImportActions | undefined;
}>;

type GridPanelProps = LookupViewProps & Readonly<{ state: GridState; view: Int32Array }>;

/** The grid with what stands around it: search and columns above, what is missing, and what can be done to the chosen. */
export function GridPanel({ id, session, progress, data, imports, state, view }: GridPanelProps) {
  const t = useTranslations('users.grid');
  const { store } = session;
  const [selection] = useState(() => new Selection(store.size));
  const [selected, setSelected] = useState(0);
  const onSelect = useCallback(() => setSelected((n) => n + 1), []);
  const [opened, setOpened] = useState<string | null>(null);
  const sight = useRef<Int32Array>(view.subarray(0, 60));
  const text = useCellText();
  const onCopy = useCopyCells(store, state.columns, text, selection, view);
  const { setUrl } = state;
  const onSort = useCallback((sort: Sort | null) => void setUrl({ sort }), [setUrl]);
  // What is in sight comes first, then the view in its order; of rows that a filter hides nothing is read.
  const onRead = useCallback(
    (group: Group) => session.read([group], sightFirst(sight.current, view)),
    [session, view],
  );
  const onSight = useCallback((rows: Int32Array) => {
    sight.current = rows;
  }, []);
  const order = () => inOrder(view, store.size);
  const groups = useMemo(() => groupStates(session, progress, view), [session, progress, view]);
  return (
    <div className="flex flex-col gap-3">
      <MissingCallouts session={session} progress={progress} order={order} groups={groupsOf(state.columns)} />
      <div className="overflow-clip rounded-lg border border-line bg-surface">
        <GridToolbar
          id={id}
          session={session}
          progress={progress}
          state={state}
          shown={view.length}
          exporting={{ view, selection, text }}
        />
        <Grid
          label={t('label')}
          store={store}
          version={progress.version}
          view={view}
          columns={state.columns}
          rowHeight={ROW_HEIGHT[state.density]}
          reading={progress.reading}
          text={text}
          sort={state.sort}
          onSort={onSort}
          groups={groups}
          onRead={onRead}
          selection={selection}
          selected={selected}
          onSelect={onSelect}
          onOpen={(row) => setOpened(store.cids[row] ?? null)}
          onCopy={onCopy}
          onSight={onSight}
          empty={
            <NoRows isEmpty={store.size === 0} hasAliases={data.meta.counts.unresolved > 0} state={state} />
          }
        />
      </div>
      <ActionsBar
        session={session}
        selection={selection}
        selected={selected}
        view={view}
        imports={imports}
        onClear={() => {
          selection.clear();
          onSelect();
        }}
      />
      {opened ? <UserDrawer cid={opened} onClose={() => setOpened(null)} /> : null}
    </div>
  );
}

function sightFirst(sight: Int32Array, view: Int32Array): Int32Array {
  const inSight = new Set(sight);
  return Int32Array.from([...sight, ...view.filter((row) => !inSight.has(row))]);
}

function groupStates({ store }: Session, { reading }: Progress, view: Int32Array): Record<Group, GroupState> {
  const closed = new Set(
    store.missing().flatMap(({ group, failure }) => (failure.code === 'UPSTREAM_NOT_ENABLED' ? [group] : [])),
  );
  const stateOf = (group: Group): GroupState => {
    const state = store.state(group);
    let wanting = 0;
    if (store.read[group] < store.size) for (const row of view) if (state[row] === 0) wanting++;
    return {
      total: store.size,
      read: store.read[group],
      failed: store.failed[group],
      wanting,
      isReading: reading.has(group),
      isClosed: closed.has(group),
    };
  };
  return Object.fromEntries(GROUPS.map((group) => [group, stateOf(group)])) as Record<Group, GroupState>;
}

type NoRowsProps = Readonly<{ isEmpty: boolean; hasAliases: boolean; state: GridState }>;

function NoRows({ isEmpty, hasAliases, state }: NoRowsProps) {
  const t = useTranslations('users.grid');
  if (isEmpty)
    return <EmptyState title={t('empty')}>{t(hasAliases ? 'emptyAliases' : 'emptyBody')}</EmptyState>;
  return (
    <EmptyState
      title={t('noMatch')}
      actions={
        <Button
          onPress={() => {
            state.setText('');
            void state.setUrl({ f: null });
          }}
        >
          {t('clearFilters')}
        </Button>
      }
    >
      {t('noMatchBody')}
    </EmptyState>
  );
}
