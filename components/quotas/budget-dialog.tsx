'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { dayReserve, hasBulk, minuteReserve } from '@/lib/budgets/rules';
import { BudgetInput, type BudgetState } from '@/lib/budgets/schema';
import type { Failure } from '@/lib/core/result';
import type { Messages } from '@/lib/i18n/messages/zh-CN';
import { FailureCallout } from '../data/failure-state';
import { useShownApp } from '../data/reads';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { NumberField } from '../ui/number-field';
import { Switch } from '../ui/switch';
import { showToast } from '../ui/toast';
import type { ChangeBudget } from './quotas-screen';

type BudgetDialogProps = Readonly<{
  budget: BudgetState;
  change: ChangeBudget;
  onClose: () => void;
  onSaved: () => void;
}>;

type Rule = keyof Messages['quotas']['rules'];
type Values = { perMinute: number; perDay: number; hasDay: boolean; reserve: number };

/** Asks for limits and reserve of one family. */
export function BudgetDialog({ budget, change, onClose, onSaved }: BudgetDialogProps) {
  const t = useTranslations('quotas');
  const appId = useShownApp();
  const family = t(`family.${budget.family}.name`);
  const [values, setValues] = useState<Values>({
    perMinute: budget.perMinute,
    perDay: budget.perDay ?? budget.perMinute * 1_000,
    hasDay: budget.perDay !== null,
    reserve: budget.reserve,
  });
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isPending, setPending] = useState(false);

  async function save() {
    const input = { family: budget.family, ...toLimits(values) };
    const broken = fieldsOf(input);
    setFailure(broken);
    if (broken) return;
    setPending(true);
    const answer = await change(appId, input).catch(() => ({ ok: false, error: UNEXPECTED }) as const);
    setPending(false);
    if (!answer.ok) return setFailure(answer.error);
    showToast({ tone: 'success', title: t('saved', { family }) });
    onSaved();
  }

  return (
    <Dialog
      title={t('editOf', { family })}
      description={t('editBody')}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      isLocked={isPending}
      size="sm"
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isPending) void save();
        }}
      >
        {failure && !failure.fields ? <FailureCallout failure={failure} /> : null}
        <Fields values={values} onChange={setValues} failure={failure} bulk={hasBulk(budget.family)} />
        <div className="flex justify-end gap-2">
          <Button onPress={onClose} isDisabled={isPending}>
            {t('cancel')}
          </Button>
          <Button type="submit" variant="primary" isPending={isPending}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const UNEXPECTED: Failure = { code: 'UNEXPECTED' };

const toLimits = ({ perMinute, perDay, hasDay, reserve }: Values) => ({
  perMinute,
  perDay: hasDay ? perDay : null,
  reserve,
});

/** The rules that the form breaks, named as the server names them; null when it is fine. */
function fieldsOf(input: BudgetInput): Failure | null {
  const parsed = BudgetInput.safeParse(input);
  if (parsed.success) return null;
  const fields: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues) fields[path.join('.')] ??= message;
  return { code: 'INVALID_INPUT', fields };
}

type FieldsProps = Readonly<{
  values: Values;
  onChange: (values: Values) => void;
  failure: Failure | null;
  /** Jobs use this family, so there is something to keep from them. */
  bulk: boolean;
}>;

function Fields({ values, onChange, failure, bulk }: FieldsProps) {
  const t = useTranslations('quotas');
  const limits = toLimits(values);
  const rule = (field: string) => {
    const broken = failure?.fields?.[field] as Rule | undefined;
    return broken && t.has(`rules.${broken}`) ? t(`rules.${broken}`) : undefined;
  };
  const day = limits.perDay === null ? 0 : dayReserve({ perDay: limits.perDay, reserve: limits.reserve });
  const means = { minute: Math.max(0, minuteReserve(limits)), day: day > 0 ? String(day) : 'none' };
  const whole =
    Number.isInteger(limits.perMinute) && Number.isInteger(limits.reserve) && Number.isInteger(day);
  return (
    <>
      <NumberField
        autoFocus
        label={t('perMinute')}
        value={values.perMinute}
        onChange={(perMinute) => onChange({ ...values, perMinute })}
        error={rule('perMinute')}
      />
      <Switch isSelected={values.hasDay} onChange={(hasDay) => onChange({ ...values, hasDay })}>
        {t('hasDayLimit')}
      </Switch>
      {values.hasDay ? (
        <NumberField
          label={t('perDay')}
          value={values.perDay}
          onChange={(perDay) => onChange({ ...values, perDay })}
          error={rule('perDay')}
        />
      ) : null}
      {bulk ? (
        <NumberField
          label={t('reserveShare')}
          description={whole ? `${t('reserveHint')} ${t('reserveMeans', means)}` : t('reserveHint')}
          value={values.reserve}
          onChange={(reserve) => onChange({ ...values, reserve })}
          error={rule('reserve')}
        />
      ) : null}
    </>
  );
}
