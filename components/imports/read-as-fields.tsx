'use client';

import { useTranslations } from 'use-intl/react';
import { DELIMITERS, ENCODINGS, type Peek, type ReadAs } from '@/lib/imports/schema';
import { Checkbox } from '../ui/checkbox';
import { Select } from '../ui/select';
import { Spinner } from '../ui/spinner';

const NAMES = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  gb18030: 'GB18030',
} as const;

type ReadAsFieldsProps = Readonly<{
  peek: Peek;
  isPasted: boolean;
  isBusy: boolean;
  onChange: (part: Partial<ReadAs>) => void;
}>;

/** How the file is read, as found out or as chosen; every change shows at once in the preview below. */
export function ReadAsFields({ peek, isPasted, isBusy, onChange }: ReadAsFieldsProps) {
  const t = useTranslations('imports.readAs');
  const ui = useTranslations('ui');
  const { readAs, encodingBy, sheets } = peek;
  const isText = readAs.format === 'text';
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
      <div>
        <p className="mb-1 text-sm font-medium">{t('format')}</p>
        <p className="flex h-8 items-center">{t(`formats.${readAs.format}`)}</p>
      </div>
      {isText && !isPasted ? (
        <Select
          className="w-56"
          label={t('encoding')}
          value={readAs.encoding}
          options={ENCODINGS.map((id) => ({
            id,
            label: id === readAs.encoding ? `${NAMES[id]}${t(`by.${encodingBy}`)}` : NAMES[id],
          }))}
          onChange={(encoding) => onChange({ encoding })}
        />
      ) : null}
      {isText ? (
        <Select
          className="w-40"
          label={t('delimiter')}
          value={readAs.delimiter}
          options={DELIMITERS.map((id) => ({ id, label: t(`delimiters.${DELIMITER_KEYS[id]}`) }))}
          onChange={(delimiter) => onChange({ delimiter })}
        />
      ) : null}
      {!isText && sheets.length > 1 ? (
        <Select
          className="w-56"
          label={t('sheet')}
          value={String(readAs.sheet)}
          options={sheets.map((label, i) => ({ id: String(i), label }))}
          onChange={(id) => onChange({ sheet: Number(id) })}
        />
      ) : null}
      <Checkbox className="mb-1" isSelected={readAs.header} onChange={(header) => onChange({ header })}>
        {t('header')}
      </Checkbox>
      {isBusy ? (
        <span className="mb-1.5">
          <Spinner label={ui('loading')} />
        </span>
      ) : null}
    </div>
  );
}

const DELIMITER_KEYS = { ',': 'comma', '\t': 'tab', ';': 'semicolon', '|': 'bar', ' ': 'blank' } as const;
