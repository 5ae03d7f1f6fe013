'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { splitCids } from '@/lib/core/cid';
import type { ImportKind } from '../imports/spec';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { Section } from '../ui/section';
import { TextArea } from '../ui/text-area';
import { QUICK_ROWS, useQuickChange } from './quick-change';

export type CidFormProps = Readonly<{
  title: string;
  kind: ImportKind;
  /** Cids as they were pasted. */
  text: string;
  onText: (text: string) => void;
  /** What is said of all of them: before the box, or after it. */
  before?: ReactNode;
  after?: ReactNode;
  /** Whether that is complete. */
  isGood: boolean;
  hint: ReactNode;
  /** More than a quick change takes: on to the import. */
  onImport: (text: string) => void;
  onDone: () => void;
}>;

/** Pasted cids to which one thing is done; up to {@link QUICK_ROWS}, previewed before anything is sent. */
export function CidForm({ title, kind, text, onText, isGood, onImport, onDone, ...around }: CidFormProps) {
  const t = useTranslations('changes.cids');
  const quick = useQuickChange();
  const cids = splitCids(text);
  const isTooMany = cids.length > QUICK_ROWS;
  const canPreview = cids.length > 0 && !isTooMany && isGood;
  return (
    <Section title={title}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (canPreview) quick?.open({ kind, rows: cids.map((cid) => [cid]), title, onDone });
        }}
      >
        {around.before}
        <TextArea
          mono
          rows={8}
          label={t('label')}
          isRequired
          description={t('hint', { max: QUICK_ROWS })}
          value={text}
          onChange={onText}
        />
        {isTooMany ? (
          <Callout
            tone="warn"
            isAlert
            title={t('tooMany', { max: QUICK_ROWS, count: cids.length })}
            actions={<Button onPress={() => onImport(cids.join('\n'))}>{t('toImport')}</Button>}
          >
            {t('tooManyBody')}
          </Callout>
        ) : null}
        {around.after}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" variant="primary" isDisabled={!canPreview}>
            {t('preview')}
          </Button>
          <p aria-live="polite" className="text-sm text-muted tabular-nums">
            {t('count', { count: cids.length })}
          </p>
        </div>
        <p className="text-sm text-muted">{around.hint}</p>
      </form>
    </Section>
  );
}
