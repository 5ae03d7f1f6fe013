'use client';

import { useTranslations } from 'use-intl/react';
import { FailureCallout } from '../data/failure-state';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import type { Trouble } from './spec';

const RULES = [
  'empty',
  'encoding',
  'line-too-long',
  'xls',
  'not-xlsx',
  'xlsx-damaged',
  'xlsx-too-large',
  'no-such-sheet',
  'too-large',
  'too-many-rows',
  'not-mapped',
] as const;
type Rule = (typeof RULES)[number];
const isRule = (rule: string): rule is Rule => (RULES as readonly string[]).includes(rule);

type TroubleCalloutProps = Readonly<{
  trouble: Trouble;
  /** What was under way when the connection broke. */
  during: 'peek' | 'upload' | 'order';
  onRetry?: () => void;
}>;

/** What stopped a step and what to do about it, read out at once. */
export function TroubleCallout({ trouble, during, onRetry }: TroubleCalloutProps) {
  const t = useTranslations('imports');
  const common = useTranslations('common');
  const retry = onRetry ? (
    <Button size="sm" onPress={onRetry}>
      {common('retry')}
    </Button>
  ) : undefined;
  if (trouble === 'lost')
    return (
      <Callout tone="danger" isAlert title={t(`lost.${during}.what`)} actions={retry}>
        {t(`lost.${during}.todo`)}
      </Callout>
    );
  const rules = Object.values(trouble.fields ?? {}).filter(isRule);
  if (trouble.code === 'INVALID_INPUT' && rules.length)
    return (
      <Callout tone="danger" isAlert title={t('refused')} actions={retry}>
        {rules.map((rule) => (
          <p key={rule}>{t(`rule.${rule}`, { line: Number(trouble.params?.line ?? 0) })}</p>
        ))}
      </Callout>
    );
  return <FailureCallout failure={trouble} onRetry={onRetry} />;
}
