'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { BudgetInput, BudgetState } from '@/lib/budgets/schema';
import type { Result } from '@/lib/core/result';
import { FailureCallout, FailureState } from '../data/failure-state';
import { LoadingLines } from '../data/loading-state';
import { failureOf, useRead } from '../data/reads';
import { PageHeader } from '../ui/page-header';
import { Section } from '../ui/section';
import { BudgetDialog } from './budget-dialog';
import { BudgetSection } from './budget-section';

export type ChangeBudget = (appId: string, input: BudgetInput) => Promise<Result<true>>;

const EVERY_MS = 2_000;

/** Every call budget of this app, live. `change` is null for those who may only look. */
export function QuotasScreen({ change }: Readonly<{ change: ChangeBudget | null }>) {
  const t = useTranslations('quotas');
  const { data, error, isFetching, refetch } = useRead('budgets.list', {}, { refetchInterval: EVERY_MS });
  const [editing, setEditing] = useState<BudgetState | null>(null);
  const failure = error ? failureOf(error) : null;
  const retry = { onRetry: () => void refetch(), isRetrying: isFetching };
  return (
    <>
      <PageHeader title={t('title')} description={t('subtitle')} />
      <div className="flex flex-col gap-4">
        {failure && data ? <FailureCallout failure={failure} {...retry} /> : null}
        {data ? (
          data.map((budget) => (
            <BudgetSection
              key={budget.family}
              budget={budget}
              onEdit={change ? () => setEditing(budget) : undefined}
            />
          ))
        ) : (
          <Section>{failure ? <FailureState failure={failure} {...retry} /> : <LoadingLines />}</Section>
        )}
      </div>
      {change && editing ? (
        <BudgetDialog
          budget={editing}
          change={change}
          onClose={() => setEditing(null)}
          onSaved={() => {
            setEditing(null);
            void refetch();
          }}
        />
      ) : null}
    </>
  );
}
