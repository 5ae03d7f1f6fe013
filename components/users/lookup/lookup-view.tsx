'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useMemo, useRef } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { Tabs } from '../../ui/tabs';
import { valuesOf } from '../grid/filter';
import type { SplitId, StepId } from '../xray/compute';
import { type Days, XrayPanel } from '../xray/xray-panel';
import { GridPanel, type LookupViewProps } from './grid-panel';
import { InvalidPanel, invalidCount } from './invalid-panel';
import { useAutoread } from './use-autoread';
import { type GridState, useGridState, useSlow, useView } from './use-grid-state';

const TABS = ['users', 'invalid'] as const;

/** The X-ray of the list, its users, and what is none of them. */
export function LookupView(props: LookupViewProps) {
  const { session, progress, data } = props;
  const t = useTranslations('users');
  const format = useFormatter();
  const state = useGridState();
  const view = useView(session, progress, state);
  useAutoread(session, view, state);
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('users'));
  const version = useSlow(progress.version, progress.reading.size > 0);
  const xray = useXrayActions(state, setTab);
  const number = (value: number) => format.number(value, 'integer');
  return (
    <>
      {session.store.size > 0 ? (
        <XrayPanel
          meta={data.meta}
          store={session.store}
          version={version}
          days={state.days}
          isOpen={state.isXrayOpen}
          filters={state.filters}
          {...xray}
        />
      ) : null}
      <Tabs
        label={t('lookup.title')}
        value={tab}
        onChange={(next) => void setTab(next)}
        items={[
          {
            id: 'users',
            label: t('tab.users'),
            count: number(session.store.size),
            content: <GridPanel {...props} state={state} view={view} />,
          },
          {
            id: 'invalid',
            label: t('tab.invalid'),
            count: number(invalidCount(session.store, data)),
            content: <InvalidPanel {...props} />,
          },
        ]}
      />
    </>
  );
}

/** What the X-ray does to the grid. The same functions all the time, so that its charts are drawn anew only for news. */
function useXrayActions(state: GridState, setTab: (tab: 'users') => unknown) {
  const latest = useRef({ state, setTab });
  latest.current = { state, setTab };
  return useMemo(
    () => ({
      onDays: (days: Days) => void latest.current.state.setUrl({ days }),
      onOpen: (xray: boolean) => void latest.current.state.setUrl({ xray }),
      onStep: (step: StepId) => {
        latest.current.setTab('users');
        showStep(latest.current.state, step);
      },
      onSplit: (split: SplitId, value: string) => {
        latest.current.setTab('users');
        const { filters, setFilter } = latest.current.state;
        const values = valuesOf(filters, split);
        setFilter(split, values.length === 1 && values[0] === value ? [] : [value]);
      },
    }),
    [],
  );
}

/** Filters that together leave those who reached a step. */
function showStep(state: GridState, step: StepId): void {
  const asked = [
    { column: 'valid', values: ['1'] },
    { column: 'notifications', values: ['1'] },
    { column: 'vendorToken', values: ['1'] },
    { column: 'active', values: [state.days] },
    { column: 'blacklisted', values: ['0'] },
  ] as const;
  const steps: StepId[] = ['valid', 'notifications', 'vendorToken', 'active', 'notBlacklisted'];
  const others = state.filters.filter(({ column }) => !asked.some((one) => one.column === column));
  void state.setUrl({ f: [...others, ...asked.slice(0, steps.indexOf(step) + 1)] });
}
