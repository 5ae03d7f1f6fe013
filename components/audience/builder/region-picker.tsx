'use client';

import { ChevronRight, MapPin } from 'lucide-react';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { PRESETS } from '@/lib/audience/presets';
import { regionName } from '@/lib/audience/region-names';
import { citiesOf, PROVINCES, type Region } from '@/lib/audience/regions';
import { Button } from '../../ui/button';
import { Checkbox } from '../../ui/checkbox';
import { cx } from '../../ui/cx';
import { Popover } from '../../ui/popover';
import { SearchField } from '../../ui/search-field';

type RegionPickerProps = Readonly<{
  values: readonly string[];
  onChange: (values: readonly string[]) => void;
}>;

/** Chooses provinces, cities and parts of the country. A province stands for all its cities. */
export function RegionPicker({ values, onChange }: RegionPickerProps) {
  const t = useTranslations('audience.builder');
  const locale = useLocale();
  const [text, setText] = useState('');
  return (
    <Popover
      placement="bottom start"
      label={t('regions')}
      trigger={
        <Button size="sm" icon={MapPin} className="self-start">
          {t('chooseRegions')}
        </Button>
      }
    >
      <div className="flex w-[min(24rem,80vw)] flex-col gap-3">
        <SearchField
          label={t('findRegion')}
          hideLabel
          placeholder={t('findRegion')}
          value={text}
          onChange={setText}
        />
        <fieldset aria-label={t('presets')} className="flex flex-wrap gap-1.5">
          {PRESETS.map((preset) => (
            <Button
              key={preset.zh}
              size="sm"
              onPress={() => onChange(withProvinces(values, preset.provinces))}
            >
              {locale === 'en' ? preset.en : preset.zh}
            </Button>
          ))}
        </fieldset>
        <ul aria-label={t('regions')} className="flex max-h-80 flex-col overflow-y-auto">
          {PROVINCES.map((province) => (
            <Province
              key={province.code}
              {...{ province, values, onChange }}
              text={text.trim().toLowerCase()}
            />
          ))}
        </ul>
        {values.length > 0 ? (
          <Button size="sm" variant="ghost" className="self-start" onPress={() => onChange([])}>
            {t('clearRegions')}
          </Button>
        ) : null}
      </div>
    </Popover>
  );
}

/** With whole provinces; single cities of theirs are no longer named. */
function withProvinces(values: readonly string[], provinces: readonly string[]): string[] {
  const cities = new Set(provinces.flatMap((code) => citiesOf(code).map((city) => city.code)));
  return [...new Set([...values.filter((value) => !cities.has(value)), ...provinces])];
}

type ProvinceProps = RegionPickerProps & Readonly<{ province: Region; text: string }>;

function Province({ province, values, onChange, text }: ProvinceProps) {
  const t = useTranslations('audience.builder');
  const locale = useLocale();
  const [isOpen, setOpen] = useState(false);
  const cities = citiesOf(province.code);
  const fits = ({ code, name }: Region) =>
    text === '' || name.includes(text) || regionName(code, locale).toLowerCase().includes(text);
  const found = text === '' ? [] : cities.filter(fits);
  const name = regionName(province.code, locale);
  if (!fits(province) && found.length === 0) return null;
  const isWhole = values.includes(province.code);
  const chosen = cities.filter(({ code }) => values.includes(code)).length;
  const shown = isOpen ? cities : found;
  function turn(isOn: boolean): void {
    onChange(
      isOn ? withProvinces(values, [province.code]) : values.filter((value) => value !== province.code),
    );
  }
  return (
    <li>
      <div className="flex items-center gap-1">
        {cities.length > 0 ? (
          <button
            type="button"
            aria-expanded={isOpen}
            aria-label={t('cities', { name })}
            onClick={() => setOpen(!isOpen)}
            className="rounded-sm p-0.5 text-muted hover:text-ink focus-visible:outline-2 focus-visible:outline-accent"
          >
            <ChevronRight aria-hidden className={cx('size-4 transition-transform', isOpen && 'rotate-90')} />
          </button>
        ) : (
          <span className="size-5" />
        )}
        <Checkbox isSelected={isWhole} isIndeterminate={!isWhole && chosen > 0} onChange={turn}>
          {name}
          {!isWhole && chosen > 0 ? (
            <span className="ms-1 text-muted">{t('someCities', { count: chosen })}</span>
          ) : null}
        </Checkbox>
      </div>
      {shown.length > 0 ? (
        <ul aria-label={t('citiesOf', { name })} className="ms-7 flex flex-wrap gap-x-4">
          {shown.map((city) => (
            <li key={city.code} className="min-w-28">
              <Checkbox
                isSelected={isWhole || values.includes(city.code)}
                isDisabled={isWhole}
                onChange={(isOn) =>
                  onChange(isOn ? [...values, city.code] : values.filter((value) => value !== city.code))
                }
              >
                {regionName(city.code, locale)}
              </Checkbox>
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}
