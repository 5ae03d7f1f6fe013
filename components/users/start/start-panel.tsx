'use client';

import { FileText, X } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { Failure } from '@/lib/core/result';
import { MAX_IDENTIFIERS, type ReadAs } from '@/lib/users/rules';
import { FailureCallout } from '../../data/failure-state';
import { failureOf } from '../../data/json-lines';
import { useShownApp } from '../../data/reads';
import { Button } from '../../ui/button';
import { FileDrop } from '../../ui/file-drop';
import { IconButton } from '../../ui/icon-button';
import { Section } from '../../ui/section';
import { SegmentedControl } from '../../ui/segmented-control';
import { TextArea } from '../../ui/text-area';
import { createLookup, type OpenLookup } from '../lookup/api';
import { type Parsed, parseIdentifiers } from '../parse-identifiers';
import { CountsView } from './counts-view';
import { textOfFile } from './text-of-file';

/** A paste longer than this is kept beside: a text box would freeze over it. */
const BIG = 100_000;

type Source = Readonly<{ text: string; name: string | null }>;
const NOTHING: Source = { text: '', name: null };

/** From a paste or a file to a lookup: what was found is told before anything is sent. */
export function StartPanel({ onMade }: Readonly<{ onMade: (made: OpenLookup) => void }>) {
  const t = useTranslations('users.start');
  const [source, setSource] = useState<Source>(NOTHING);
  const [as, setAs] = useState<ReadAs>('auto');
  const [failure, setFailure] = useState<Failure | null>(null);
  const text = useDeferredValue(source.text);
  const parsed = useMemo(() => parseIdentifiers(text, as), [text, as]);
  const make = useMake(as, onMade, setFailure);
  const { read, isReading } = useFile(setSource, setFailure);
  const isBig = source.name !== null || source.text.length > BIG;
  return (
    <Section title={t('title')} description={t('about', { max: MAX_IDENTIFIERS })}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void make.run(parsed);
        }}
      >
        <div className="grid gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
          {isBig ? (
            <Held source={source} onClear={() => setSource(NOTHING)} />
          ) : (
            <PasteField source={source} onSource={setSource} onSubmit={() => void make.run(parsed)} />
          )}
          <FileDrop
            label={t('drop')}
            buttonLabel={t('choose')}
            description={isReading ? t('reading') : t('files')}
            accept={['.csv', '.txt', '.tsv', '.json', '.xlsx']}
            isDisabled={isReading}
            onFiles={([file]) => file && void read(file)}
          />
        </div>
        {failure ? <FailureCallout failure={failure} /> : null}
        {parsed.total > 0 ? <CountsView parsed={parsed} /> : null}
        <div className="flex flex-wrap items-center gap-3">
          <Button
            type="submit"
            variant="primary"
            isDisabled={!canLookUp(parsed) || text !== source.text}
            isPending={make.isPending}
          >
            {parsed.total > 0 ? t('go', { count: parsed.cids.length + parsed.aliases.length }) : t('goNone')}
          </Button>
          <SegmentedControl
            label={t('as')}
            value={as}
            onChange={setAs}
            segments={(['auto', 'cid', 'alias'] as const).map((id) => ({ id, label: t(`asWhat.${id}`) }))}
          />
          <p className="text-sm text-muted">{t('nothingSent')}</p>
        </div>
      </form>
    </Section>
  );
}

const canLookUp = ({ cids, aliases, isTooMany }: Parsed) => cids.length + aliases.length > 0 && !isTooMany;

function useMake(
  as: ReadAs,
  onMade: (made: OpenLookup) => void,
  setFailure: (failure: Failure | null) => void,
) {
  const app = useShownApp();
  const [isPending, setPending] = useState(false);
  async function run(parsed: Parsed): Promise<void> {
    if (!canLookUp(parsed) || isPending) return;
    setPending(true);
    setFailure(null);
    try {
      onMade(await createLookup(app, parsed, as));
    } catch (error) {
      setFailure(failureOf(error));
    }
    setPending(false);
  }
  return { run, isPending };
}

function useFile(setSource: (source: Source) => void, setFailure: (failure: Failure | null) => void) {
  const app = useShownApp();
  const [isReading, setReading] = useState(false);
  async function read(file: File): Promise<void> {
    setReading(true);
    setFailure(null);
    try {
      setSource({ text: await textOfFile(app, file), name: file.name });
    } catch (error) {
      setFailure(failureOf(error));
    }
    setReading(false);
  }
  return { read, isReading };
}

type PasteFieldProps = Readonly<{ source: Source; onSource: (source: Source) => void; onSubmit: () => void }>;

function PasteField({ source, onSource, onSubmit }: PasteFieldProps) {
  const t = useTranslations('users.start');
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens to its text box
    <div
      onPasteCapture={(event) => {
        const pasted = event.clipboardData.getData('text/plain');
        if (pasted.length + source.text.length <= BIG) return;
        event.preventDefault();
        onSource({ text: source.text ? `${source.text}\n${pasted}` : pasted, name: null });
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        onSubmit();
      }}
    >
      <TextArea
        mono
        autoFocus
        rows={9}
        label={t('paste')}
        placeholder={t('pastePlaceholder')}
        description={t('pasteHint')}
        value={source.text}
        onChange={(text) => onSource({ text, name: null })}
      />
    </div>
  );
}

const SHOWN_LINES = 8;

/** A long paste or a file: its beginning, and a way to take it back. */
function Held({ source, onClear }: Readonly<{ source: Source; onClear: () => void }>) {
  const t = useTranslations('users.start');
  const format = useFormatter();
  const lines = source.text.slice(0, 4000).split('\n').slice(0, SHOWN_LINES);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="font-medium">{t('paste')}</span>
      <div className="flex flex-1 flex-col rounded border border-line bg-sunken">
        <div className="flex items-center gap-2 border-b border-line px-3 py-1.5">
          <FileText aria-hidden className="size-4 text-muted" />
          <span className="min-w-0 flex-1 truncate">
            {source.name ?? t('pasted')}
            <span className="ms-2 text-sm text-muted tabular-nums">
              {t('size', { kb: format.number(Math.ceil(source.text.length / 1024), 'integer') })}
            </span>
          </span>
          <IconButton icon={X} size="sm" label={t('takeBack')} onPress={onClear} />
        </div>
        <pre className="overflow-hidden px-3 py-2 font-mono text-sm text-muted">{`${lines.join('\n')}\n…`}</pre>
      </div>
    </div>
  );
}
