'use client';

import { useFormatter, useTranslations } from 'use-intl/react';
import type { Peek } from '@/lib/imports/schema';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { Checkbox } from '../ui/checkbox';
import { cx } from '../ui/cx';
import { Select } from '../ui/select';
import { useColumnName } from './format';
import type { ImportField } from './spec';
import { StepFrame } from './step-frame';
import type { Import } from './use-import';
import { Warnings } from './warnings';

const UNUSED = 'unused';

/** Step 2: which column holds what, and what is read besides. Nothing has been uploaded yet. */
export function ColumnsStep({ flow }: Readonly<{ flow: Import }>) {
  const t = useTranslations('imports');
  const common = useTranslations('common');
  const { peek, mapping, kind } = flow;
  if (!peek) return null;
  const missing = kind.fields.filter(({ id, isRequired }) => isRequired && mapping[id] === undefined);
  const twice = kind.fields.filter(({ id }) => isTakenTwice(mapping, id));
  const isOpen = missing.length > 0 || twice.length > 0;
  return (
    <StepFrame
      title={t('step.columns')}
      description={t('columns.intro')}
      takesFocus={flow.hasMoved}
      footer={
        <>
          <Button variant="primary" isDisabled={isOpen} onPress={flow.check}>
            {t('columns.check')}
          </Button>
          <Button onPress={() => flow.go('file')}>{common('previous')}</Button>
          <p aria-live="polite" className="text-sm text-warn">
            {missing.length
              ? t('columns.missing', { fields: missing.map(({ label }) => label).join('、') })
              : ''}
          </p>
        </>
      }
    >
      <div className="flex flex-col divide-y divide-line">
        {kind.fields.map((field) => (
          <FieldRow
            key={field.id}
            field={field}
            peek={peek}
            chosen={mapping[field.id]}
            error={isTakenTwice(mapping, field.id) ? t('columns.twice') : undefined}
            onChange={(index) => flow.setMapping(withColumn(mapping, field.id, index))}
          />
        ))}
      </div>
      <Warnings peek={{ ...peek, warnings: peek.warnings.filter((w) => isMapped(mapping, w.column)) }} />
      {kind.readable === false ? null : <Options flow={flow} />}
    </StepFrame>
  );
}

const isMapped = (mapping: Import['mapping'], column: number) => Object.values(mapping).includes(column);
const isTakenTwice = (mapping: Import['mapping'], id: string) =>
  mapping[id] !== undefined && Object.values(mapping).filter((column) => column === mapping[id]).length > 1;

function withColumn(mapping: Import['mapping'], id: string, index: number | undefined): Import['mapping'] {
  const { [id]: _, ...others } = mapping;
  return index === undefined ? others : { ...others, [id]: index };
}

type FieldRowProps = Readonly<{
  field: ImportField;
  peek: Peek;
  chosen: number | undefined;
  error: string | undefined;
  onChange: (index: number | undefined) => void;
}>;

function FieldRow({ field, peek, chosen, error, onChange }: FieldRowProps) {
  const t = useTranslations('imports.columns');
  const name = useColumnName();
  const column = peek.columns.find(({ index }) => index === chosen);
  const columns = peek.columns.map((each) => ({
    id: String(each.index),
    label: t('option', { number: each.index + 1, name: name(each) }),
    description: each.samples.slice(0, 2).join(' · '),
  }));
  const options = field.isRequired ? columns : [{ id: UNUSED, label: t('unused') }, ...columns];
  return (
    <div className="grid gap-x-6 gap-y-2 py-3 first:pt-0 sm:grid-cols-[18rem_minmax(0,1fr)]">
      <Select
        label={field.label}
        isRequired={field.isRequired}
        placeholder={t('choose')}
        options={options}
        value={chosen === undefined ? (field.isRequired ? null : UNUSED) : String(chosen)}
        error={error}
        onChange={(id) => onChange(id === UNUSED ? undefined : Number(id))}
      />
      <div className="min-w-0">
        <p className="mb-1 text-sm text-muted">{t('samples')}</p>
        {column?.samples.length ? (
          <ul className="flex flex-wrap gap-1.5">
            {column.samples.slice(0, 4).map((sample, i) => (
              <li
                // biome-ignore lint/suspicious/noArrayIndexKey: samples may be equal and never move
                key={i}
                title={sample}
                className={cx(
                  'max-w-64 truncate rounded bg-sunken px-1.5 py-0.5 text-sm',
                  field.mono && 'font-mono',
                )}
              >
                {sample}
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-sm text-faint">—</p>
        )}
      </div>
    </div>
  );
}

/** What is read besides sending, with its price; it belongs to the check, which fixes it. */
function Options({ flow }: Readonly<{ flow: Import }>) {
  const t = useTranslations('imports.options');
  const format = useFormatter();
  const { options, rows, setOptions } = flow;
  const about = format.number(roundUp(rows));
  return (
    <fieldset className="flex flex-col gap-3 border-t border-line pt-4">
      <legend className="sr-only">{t('title')}</legend>
      <p aria-hidden className="text-sm font-medium">
        {t('title')}
      </p>
      <Checkbox isSelected={options.readFirst} onChange={(readFirst) => setOptions({ readFirst })}>
        <span className="block">{t('readFirst')}</span>
        <span className="block max-w-[70ch] text-sm text-muted">{t('readFirstBody', { rows: about })}</span>
      </Checkbox>
      <Checkbox isSelected={options.readBack} onChange={(readBack) => setOptions({ readBack })}>
        <span className="block">{t('readBack')}</span>
        <span className="block max-w-[70ch] text-sm text-muted">{t('readBackBody', { rows: about })}</span>
      </Checkbox>
      {options.readFirst ? null : <Callout tone="warn">{t('noUndo')}</Callout>}
    </fieldset>
  );
}

/** Two figures are all that an estimate is worth. */
function roundUp(rows: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(rows, 1))) - 1);
  return Math.ceil(rows / unit) * unit;
}
