'use client';

import { Columns3 } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { columnsOf, type DataColumn, GROUPS } from '@/lib/users/rules';
import { Button } from '../../ui/button';
import { Checkbox } from '../../ui/checkbox';
import { Popover } from '../../ui/popover';
import { inOrder, PRESETS, type Preset, presetOf } from './columns';

type ColumnsPopoverProps = Readonly<{
  columns: readonly DataColumn[];
  onColumns: (columns: DataColumn[]) => void;
}>;

/** Which columns stand in the grid, singly or as a set; each group says what reading it costs. */
export function ColumnsPopover({ columns, onColumns }: ColumnsPopoverProps) {
  const t = useTranslations('users');
  const preset = presetOf(columns);
  const toggle = (column: DataColumn, isShown: boolean) => {
    const next = isShown ? [...columns, column] : columns.filter((one) => one !== column);
    // Without any column there would be nothing to read.
    if (next.length) onColumns(inOrder(next));
  };
  return (
    <Popover
      label={t('columnsMenu.title')}
      placement="bottom start"
      trigger={
        <Button icon={Columns3}>
          {preset && preset !== 'basic' ? t(`columnsMenu.preset.${preset}`) : t('columnsMenu.title')}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <fieldset className="flex flex-wrap gap-1.5" aria-label={t('columnsMenu.presets')}>
          {(Object.keys(PRESETS) as Preset[]).map((name) => (
            <Button
              key={name}
              size="sm"
              variant={preset === name ? 'primary' : 'quiet'}
              onPress={() => onColumns([...PRESETS[name]])}
            >
              {t(`columnsMenu.preset.${name}`)}
            </Button>
          ))}
        </fieldset>
        <div className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3">
          {GROUPS.map((group) => (
            <fieldset key={group} className="flex flex-col gap-1">
              <legend className="mb-1 text-sm">
                <span className="font-medium">{t(`groups.${group}.name`)}</span>
                <span className="ms-1.5 text-xs text-muted">{t(`groups.${group}.price`)}</span>
              </legend>
              {columnsOf(group).map((column) => (
                <Checkbox
                  key={column}
                  isSelected={columns.includes(column)}
                  onChange={(isShown) => toggle(column, isShown)}
                >
                  {t(`columns.${column}`)}
                </Checkbox>
              ))}
            </fieldset>
          ))}
        </div>
      </div>
    </Popover>
  );
}
