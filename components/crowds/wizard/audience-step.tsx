'use client';

import { CheckboxGroup } from 'react-aria-components';
import { useTranslations } from 'use-intl/react';
import {
  BRANDS,
  type Brand,
  MAX_DAYS,
  MAX_SIZE,
  MIN_DAYS,
  MIN_SIZE,
  type PlanContent,
  type Problem,
} from '@/lib/crowds/rules';
import { Button } from '../../ui/button';
import { Checkbox } from '../../ui/checkbox';
import { FieldLabel } from '../../ui/field';
import { NumberField } from '../../ui/number-field';
import { RadioGroup } from '../../ui/radio-group';
import { useRuleText, useSizeText } from '../words';

type AudienceStepProps = Readonly<{
  plan: PlanContent;
  problems: readonly Problem[];
  isStrict: boolean;
  onChange: (more: Partial<PlanContent>) => void;
}>;

const SIZES = [10_000, 50_000, 100_000, 500_000, 1_000_000, 5_000_000] as const;

/** Whom the groups are picked from, and how many at most. */
export function AudienceStep({ plan, problems, isStrict, onChange }: AudienceStepProps) {
  const t = useTranslations('crowds.wizard');
  const say = useRuleText();
  const sizeText = useSizeText();
  const wrong = (field: Problem['field']) => {
    const found = problems.find((one) => one.field === field);
    return found && (isStrict || found.rule !== 'missing') ? say(found) : undefined;
  };
  const number = (value: number) => (Number.isNaN(value) ? null : value);
  return (
    <div className="flex max-w-2xl flex-col gap-5">
      <Brands brands={plan.brands} error={wrong('brands')} onChange={(brands) => onChange({ brands })} />
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <RadioGroup
          label={t('activity')}
          orientation="horizontal"
          value={plan.active ? 'active' : 'inactive'}
          onChange={(id) => onChange({ active: id === 'active' })}
          options={[
            { id: 'active', label: t('active') },
            { id: 'inactive', label: t('inactive') },
          ]}
        />
        <NumberField
          className="w-36"
          label={t('days')}
          description={t('daysHint')}
          value={plan.activeDays ?? Number.NaN}
          onChange={(days) => onChange({ activeDays: number(days) })}
          error={wrong('activeDays')}
        />
        <input
          type="range"
          aria-label={t('daysSlider')}
          min={MIN_DAYS}
          max={MAX_DAYS}
          value={plan.activeDays ?? MIN_DAYS}
          onChange={(event) => onChange({ activeDays: Number(event.currentTarget.value) })}
          className="w-48 accent-accent sm:mt-8"
        />
      </div>
      <div className="flex flex-col gap-2">
        <NumberField
          className="w-56"
          label={t('size')}
          description={plan.groupSize === null ? t('sizeHint') : sizeText(plan.groupSize)}
          // Without a step: it would round what is typed, and what an earlier plan held.
          minValue={0}
          value={plan.groupSize ?? Number.NaN}
          onChange={(size) => onChange({ groupSize: number(size) })}
          error={wrong('groupSize')}
        />
        <fieldset className="flex flex-wrap gap-1.5">
          <legend className="sr-only">{t('sizePresets')}</legend>
          {SIZES.filter((size) => size >= MIN_SIZE && size <= MAX_SIZE).map((size) => (
            <Button key={size} size="sm" onPress={() => onChange({ groupSize: size })}>
              {sizeText(size)}
            </Button>
          ))}
        </fieldset>
      </div>
      <div>
        <Checkbox isSelected={plan.overlap} onChange={(overlap) => onChange({ overlap })}>
          {t('overlap')}
        </Checkbox>
        <p className="ms-6 text-sm text-muted">{t(plan.overlap ? 'overlapOn' : 'overlapOff')}</p>
      </div>
    </div>
  );
}

type BrandsProps = Readonly<{
  brands: readonly Brand[];
  error: string | undefined;
  onChange: (brands: readonly Brand[]) => void;
}>;

function Brands({ brands, error, onChange }: BrandsProps) {
  const t = useTranslations('crowds');
  const isAll = brands.length === BRANDS.length;
  return (
    <CheckboxGroup
      value={[...brands]}
      onChange={(chosen) => onChange(BRANDS.filter((brand) => chosen.includes(brand)))}
      isInvalid={error !== undefined}
      className="group flex flex-col gap-1.5"
    >
      <FieldLabel label={t('wizard.brands')} />
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1.5">
        {BRANDS.map((brand) => (
          <Checkbox key={brand} value={brand}>
            {t(`brand.${brand}`)}
          </Checkbox>
        ))}
        <Button size="sm" isDisabled={isAll} onPress={() => onChange(BRANDS)}>
          {t('wizard.all')}
        </Button>
      </div>
      {error ? <p className="text-sm text-danger">{error}</p> : null}
    </CheckboxGroup>
  );
}
