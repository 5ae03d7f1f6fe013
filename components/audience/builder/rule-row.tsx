'use client';

import { X } from 'lucide-react';
import { useLocale, useTranslations } from 'use-intl/react';
import { regionName } from '@/lib/audience/region-names';
import { type Op, type Rule, Value } from '@/lib/audience/schema';
import { isHeld } from '@/lib/audience/walk';
import { failureOf, useRead } from '../../data/reads';
import { TagInput } from '../../kinds/tag-input';
import { Checkbox } from '../../ui/checkbox';
import { Select } from '../../ui/select';
import { showToast } from '../../ui/toast';
import { useBuilder } from './context';
import { PartFrame } from './part-frame';
import { RegionPicker } from './region-picker';

type RuleRowProps = Readonly<{ rule: Rule; nth: number; of: string }>;

const OPS: readonly Op[] = ['any', 'all', 'none'];
/** Everybody has one phone type and one place at most: all of several would be nobody. */
const SINGLE: readonly Op[] = ['any', 'none'];

/** One condition: what it asks about, how its values are joined, and the values. */
export function RuleRow({ rule, nth, of }: RuleRowProps) {
  const t = useTranslations('audience.builder');
  const { state, dispatch } = useBuilder();
  const isStill = isHeld(state.tree, rule.id);
  const name = t('rule', { group: of, nth, key: t(`key.${rule.key}`) });
  const ops = rule.key === 'tag' || rule.op === 'all' ? OPS : SINGLE;
  const choose = (values: readonly string[]) => dispatch({ type: 'edit', id: rule.id, change: { values } });
  return (
    <PartFrame node={rule} name={name}>
      <div className="flex min-w-0 flex-1 flex-wrap items-start gap-x-3 gap-y-2">
        <span className="flex h-8 items-center text-sm font-medium">{t(`key.${rule.key}`)}</span>
        <Select
          hideLabel
          className="w-28"
          label={t('op', { name })}
          value={rule.op}
          isDisabled={isStill}
          onChange={(op) => dispatch({ type: 'edit', id: rule.id, change: { op } })}
          options={ops.map((id) => ({ id, label: t(`ruleOp.${id}`) }))}
        />
        <div className="flex min-w-0 flex-1 basis-60 flex-col gap-1.5">
          <Values rule={rule} isStill={isStill} onChange={choose} />
        </div>
      </div>
    </PartFrame>
  );
}

type ValuesProps = Readonly<{
  rule: Rule;
  isStill: boolean;
  onChange: (values: readonly string[]) => void;
}>;

function Values({ rule, isStill, onChange }: ValuesProps) {
  if (rule.key === 'phoneType') return <Phones rule={rule} isStill={isStill} onChange={onChange} />;
  if (rule.key === 'region') return <Regions rule={rule} isStill={isStill} onChange={onChange} />;
  return <Tags rule={rule} isStill={isStill} onChange={onChange} />;
}

function Phones({ rule, isStill, onChange }: ValuesProps) {
  const t = useTranslations('audience.builder');
  return (
    <fieldset className="flex min-h-8 flex-wrap items-center gap-4" aria-label={t('key.phoneType')}>
      {(['android', 'ios'] as const).map((id) => (
        <Checkbox
          key={id}
          isSelected={rule.values.includes(id)}
          isDisabled={isStill}
          onChange={(isOn) =>
            onChange(isOn ? [...rule.values, id] : rule.values.filter((value) => value !== id))
          }
        >
          {t(`phone.${id}`)}
        </Checkbox>
      ))}
    </fieldset>
  );
}

function Regions({ rule, isStill, onChange }: ValuesProps) {
  const locale = useLocale();
  return (
    <>
      <Chips
        values={rule.values}
        nameOf={(code) => regionName(code, locale)}
        isStill={isStill}
        onChange={onChange}
      />
      {isStill ? null : <RegionPicker values={rule.values} onChange={onChange} />}
    </>
  );
}

function Tags({ rule, isStill, onChange }: ValuesProps) {
  const t = useTranslations('audience.builder');
  function add(tags: readonly string[]): void {
    const bad = tags.filter((tag) => !Value.safeParse(tag).success);
    if (bad.length > 0) showToast({ tone: 'error', title: t('badTag', { tag: bad[0] ?? '' }) });
    onChange([...rule.values, ...tags.filter((tag) => !bad.includes(tag))]);
  }
  return (
    <>
      <Chips values={rule.values} nameOf={(tag) => tag} isStill={isStill} onChange={onChange} isKnown />
      {isStill ? null : (
        <TagInput label={t('tags')} hideLabel placeholder={t('tagsHint')} without={rule.values} onAdd={add} />
      )}
    </>
  );
}

type ChipsProps = Readonly<{
  values: readonly string[];
  nameOf: (value: string) => string;
  isStill: boolean;
  onChange: (values: readonly string[]) => void;
  /** Whether each is in the dictionary of tags is told. */
  isKnown?: boolean;
}>;

function Chips({ values, nameOf, isStill, onChange, isKnown = false }: ChipsProps) {
  const t = useTranslations('audience.builder');
  if (values.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-1.5 pt-1" aria-label={t('values')}>
      {values.map((value) => (
        <li
          key={value}
          className="inline-flex max-w-full items-center gap-1 overflow-hidden rounded border border-line bg-sunken ps-2 text-sm"
        >
          <span className="max-w-full shrink-0 truncate py-0.5">{nameOf(value)}</span>
          {isKnown ? <Unknown tag={value} /> : null}
          {isStill ? (
            <span className="pe-2" />
          ) : (
            <button
              type="button"
              aria-label={t('takeOut', { value: nameOf(value) })}
              onClick={() => onChange(values.filter((one) => one !== value))}
              className="rounded-sm p-1 text-muted hover:text-ink focus-visible:outline-2 focus-visible:outline-accent"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** A tag that Muster has not seen may exist all the same: other systems bind tags, too. */
function Unknown({ tag }: Readonly<{ tag: string }>) {
  const t = useTranslations('audience.builder');
  const { error } = useRead('tags.entry', { tag }, { staleTime: 60_000 });
  if (!error || failureOf(error).code !== 'NOT_FOUND') return null;
  return <span className="min-w-0 truncate text-warn">{t('unknown')}</span>;
}
