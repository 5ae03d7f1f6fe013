'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useFormatter, useTranslations } from 'use-intl/react';
import { Tabs } from '../../ui/tabs';
import type { StepId } from '../xray/compute';
import { XrayPanel } from '../xray/xray-panel';
import { GridPanel, type LookupViewProps } from './grid-panel';
import { InvalidPanel, invalidCount } from './invalid-panel';
import { useAutoread } from './use-autoread';
import { type GridState, useGridState, useView } from './use-grid-state';

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
  const number = (value: number) => format.number(value, 'integer');
  return (
    <>
      {data && session.store.size > 0 ? (
        <XrayPanel
          meta={data.meta}
          store={session.store}
          version={progress.version}
          days={state.days}
          onDays={(days) => {
            void state.setUrl({ days });
          }}
          isOpen={state.isXrayOpen}
          onOpen={(xray) => void state.setUrl({ xray })}
          onStep={(step) => {
            void setTab('users');
            showStep(state, step);
          }}
          onSplit={(split, value) => {
            void setTab('users');
            const values = valuesOf(state, split);
            const isPicked = values.length === 1 && values[0] === value;
            state.setFilter(split, isPicked ? [] : [value]);
          }}
          picked={(split) => valuesOf(state, split)}
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

const valuesOf = ({ filters }: GridState, column: string): readonly string[] =>
  filters.find((filter) => filter.column === column)?.values ?? [];

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
