'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { type Channel, MAX_ROWS, type Operation, parseRows } from '@/lib/device-tokens/rules';
import { useQuickChange } from '../changes/quick-change';
import type { ImportKind } from '../imports/spec';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { Section } from '../ui/section';
import { TextArea } from '../ui/text-area';

type TokenFormProps = Readonly<{
  kind: ImportKind;
  channel: Channel;
  operation: Operation;
  /** More than one form takes: on to the import, with what was pasted. */
  onImport: (text: string) => void;
}>;

/** Rows pasted or typed, up to what one call takes; they are previewed before anything is sent. */
export function TokenForm({ kind, channel, operation, onImport }: TokenFormProps) {
  const t = useTranslations('deviceTokens');
  const quick = useQuickChange();
  const [text, setText] = useState('');
  const rows = parseRows(text, operation);
  const isTooMany = rows.length > MAX_ROWS;
  const blank = operation === 'bind' ? rows.filter(([, token]) => token === '').length : 0;
  const name = t(`channels.${channel}`);
  function preview(): void {
    if (rows.length === 0 || isTooMany) return;
    quick?.open({
      kind,
      rows,
      title: t(`form.${operation}Title`, { channel: name }),
      onDone: (job) => {
        // What did not go through stays in the box, to be put right.
        if (job.confirmed === rows.length) setText('');
      },
    });
  }
  return (
    <Section>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          preview();
        }}
      >
        <TextArea
          mono
          rows={8}
          label={t(`form.${operation}Label`)}
          description={t(`form.${operation}Hint`, { max: MAX_ROWS })}
          placeholder={t(`form.${operation}Placeholder`)}
          value={text}
          onChange={setText}
        />
        {isTooMany ? (
          <Callout
            tone="warn"
            isAlert
            title={t('form.tooMany', { max: MAX_ROWS, count: rows.length })}
            actions={<Button onPress={() => onImport(text)}>{t('form.toImport')}</Button>}
          >
            {t('form.tooManyBody')}
          </Callout>
        ) : null}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" variant="primary" isDisabled={rows.length === 0 || isTooMany}>
            {t('form.preview')}
          </Button>
          <Button variant="ghost" isDisabled={text === ''} onPress={() => setText('')}>
            {t('form.clear')}
          </Button>
          <p aria-live="polite" className="text-sm text-muted tabular-nums">
            {t('form.count', { count: rows.length })}
            {blank > 0 ? <span className="ms-2 text-warn">{t('form.broken', { count: blank })}</span> : null}
          </p>
        </div>
        <p className="text-sm text-muted">{t('form.previewHint')}</p>
      </form>
    </Section>
  );
}
