'use client';

import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '../ui/button';
import { Section } from '../ui/section';
import { SegmentedControl } from '../ui/segmented-control';
import { ImportWizard } from './import-wizard';
import type { ImportActions, ImportKind } from './spec';

/** Stands for a file that has not been checked yet where otherwise the id of its draft stands. */
export const NEW_IMPORT = 'new';

/** What is said of all rows before a file is chosen: a reason, a number. */
export type FileWords = Readonly<{
  title: string;
  fields: ReactNode;
  isGood: boolean;
  /** In one line, above the wizard; null: there is nothing to tell. */
  said: ReactNode;
}>;

export type WayDeskProps = Readonly<{
  kind: ImportKind;
  imports: ImportActions;
  /** Null: the form; {@link NEW_IMPORT} or the id of a checked draft: the wizard. */
  importing: string | null;
  onImporting: (importing: string | null) => void;
  /** Rows by hand; more than it takes go on to the wizard by `onImport`. */
  form: (onImport: (text: string) => void) => ReactNode;
  words?: FileWords;
  /** The form is carrying something out: nothing else is offered. */
  isBusy?: boolean;
}>;

/** Rows by hand, or any number of them from a file. */
export function WayDesk({ importing, onImporting, form, isBusy = false, ...file }: WayDeskProps) {
  const t = useTranslations('imports.way');
  const [pasted, setPasted] = useState<string | null>(null);
  const isForm = importing === null || isBusy;
  return (
    <div className="flex flex-col gap-4">
      {isBusy ? null : (
        <SegmentedControl
          className="self-start"
          label={t('label')}
          value={isForm ? 'form' : 'file'}
          onChange={(way) => onImporting(way === 'file' ? (importing ?? NEW_IMPORT) : null)}
          segments={[
            { id: 'form', label: t('form') },
            { id: 'file', label: t('file') },
          ]}
        />
      )}
      {isForm ? (
        form((text) => {
          setPasted(text);
          onImporting(NEW_IMPORT);
        })
      ) : (
        <FileDesk {...file} importing={importing} onImporting={onImporting} pasted={pasted} />
      )}
    </div>
  );
}

type FileDeskProps = Pick<WayDeskProps, 'kind' | 'imports' | 'words' | 'onImporting'> &
  Readonly<{ importing: string; pasted: string | null }>;

/** First what is said of all rows, then the wizard. What it has checked holds for these words: changing them begins anew. */
function FileDesk({ kind, imports, words, importing, onImporting, pasted }: FileDeskProps) {
  const t = useTranslations('imports.way');
  const draftId = importing === NEW_IMPORT ? null : importing;
  // A checked draft carries its words in its rows; those that came along with pasted rows were said already.
  const [isSaid, setSaid] = useState(!words || draftId !== null || (pasted !== null && words.isGood));
  if (words && !isSaid)
    return (
      <Section title={words.title}>
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (words.isGood) setSaid(true);
          }}
        >
          {words.fields}
          <div>
            <Button type="submit" variant="primary" isDisabled={!words.isGood}>
              {t('toFile')}
            </Button>
          </div>
        </form>
      </Section>
    );
  return (
    <>
      {words?.said && draftId === null ? (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
          {words.said}
          <Button size="sm" variant="ghost" onPress={() => setSaid(false)}>
            {t('change')}
          </Button>
        </div>
      ) : null}
      <ImportWizard
        kind={kind}
        actions={imports}
        draftId={draftId}
        onDraftId={(id) => onImporting(id ?? NEW_IMPORT)}
        pasted={pasted}
      />
    </>
  );
}
