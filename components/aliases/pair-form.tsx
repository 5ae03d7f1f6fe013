'use client';

import { Plus, X } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { lintPairs } from '@/lib/aliases/plan';
import { type aliasRule, MAX_PAIRS, type PairRow, parsePairs } from '@/lib/aliases/rules';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { IconButton } from '../ui/icon-button';
import { SegmentedControl } from '../ui/segmented-control';
import { TextArea } from '../ui/text-area';
import { TextField } from '../ui/text-field';
import { useWhy } from './why';

export type Draft = {
  mode: 'paste' | 'rows';
  text: string;
  rows: { key: number; cid: string; alias: string }[];
};

let nextKey = 1;
export const emptyRow = () => ({ key: nextKey++, cid: '', alias: '' });
export const emptyDraft = (): Draft => ({ mode: 'paste', text: '', rows: [emptyRow()] });
/** A draft of known pairs, as rows: text would be cut and guessed at anew. */
export const draftOf = (pairs: readonly { cid: string; alias: string }[]): Draft => ({
  ...emptyDraft(),
  mode: 'rows',
  rows: pairs.map((pair) => ({ ...emptyRow(), ...pair })),
});

/** The pairs of a draft; rows left wholly blank do not count. */
export function pairsOf(draft: Draft): PairRow[] {
  if (draft.mode === 'paste') return parsePairs(draft.text);
  return draft.rows
    .map(({ cid, alias }, i) => ({ line: i + 1, cid: cid.trim(), alias: alias.trim() }))
    .filter(({ cid, alias }) => cid || alias);
}

/** Pairs as a table for the import, each on the line it was pasted on. */
export function tableOf(pairs: readonly PairRow[]): string {
  const lines: string[] = Array.from({ length: pairs.at(-1)?.line ?? 0 }, () => '');
  for (const { line, cid, alias } of pairs) lines[line - 1] = `${cid}\t${alias}`;
  return lines.join('\n');
}

type PairFormProps = Readonly<{
  /** The rule an alias must keep: strict for binding, whatever can be reached for unbinding. */
  rule: typeof aliasRule;
  draft: Draft;
  onChange: (draft: Draft) => void;
  onPreview: (rows: PairRow[]) => void;
  /** More than one form takes: on to the import, with a table of the pairs. */
  onImport: (text: string) => void;
}>;

/** Pairs of cid and alias, pasted or row by row, checked against the rules while typing. */
export function PairForm({ rule, draft, onChange, onPreview, onImport }: PairFormProps) {
  const t = useTranslations('aliases.form');
  const pairs = pairsOf(draft);
  const broken = lintPairs(pairs, rule).filter((row) => row.verdict !== 'binds');
  const tooMany = pairs.length > MAX_PAIRS;
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (pairs.length && !tooMany) onPreview(pairs);
      }}
    >
      <SegmentedControl
        className="self-start"
        label={t('mode')}
        value={draft.mode}
        onChange={(mode) => onChange(switchMode(draft, mode))}
        segments={[
          { id: 'paste', label: t('modes.paste') },
          { id: 'rows', label: t('modes.rows') },
        ]}
      />
      {draft.mode === 'paste' ? (
        <TextArea
          label={t('pasteLabel')}
          description={t('pasteHint', { max: MAX_PAIRS })}
          placeholder={t('pastePlaceholder')}
          rows={10}
          mono
          value={draft.text}
          onChange={(text) => onChange({ ...draft, text })}
        />
      ) : (
        <PairRows rule={rule} draft={draft} onChange={onChange} />
      )}
      {tooMany ? (
        <Callout
          tone="warn"
          isAlert
          title={t('tooMany', { max: MAX_PAIRS, count: pairs.length })}
          actions={<Button onPress={() => onImport(tableOf(pairs))}>{t('toImport')}</Button>}
        >
          {t('tooManyBody')}
        </Callout>
      ) : null}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" isDisabled={pairs.length === 0 || tooMany}>
          {t('preview')}
        </Button>
        <Button
          variant="ghost"
          onPress={() => onChange({ ...emptyDraft(), mode: draft.mode })}
          isDisabled={pairs.length === 0}
        >
          {t('clear')}
        </Button>
        <p aria-live="polite" className="text-sm text-muted tabular-nums">
          {t('count', { count: pairs.length })}
          {broken.length ? (
            <span className="ms-2 text-warn">{t('broken', { count: broken.length })}</span>
          ) : null}
        </p>
      </div>
      <p className="text-sm text-muted">{t('previewHint')}</p>
    </form>
  );
}

/** What was typed one way stays when the other way is chosen. */
function switchMode(draft: Draft, mode: Draft['mode']): Draft {
  if (mode === draft.mode) return draft;
  const pairs = pairsOf(draft);
  if (mode === 'paste')
    return { ...draft, mode, text: pairs.map(({ cid, alias }) => `${cid}, ${alias}`).join('\n') };
  const rows = pairs.slice(0, MAX_PAIRS).map(({ cid, alias }) => ({ ...emptyRow(), cid, alias }));
  return { ...draft, mode, rows: rows.length ? rows : [emptyRow()] };
}

function PairRows({ rule, draft, onChange }: Pick<PairFormProps, 'rule' | 'draft' | 'onChange'>) {
  const t = useTranslations('aliases.form');
  const why = useWhy();
  const linted = new Map(lintPairs(pairsOf(draft), rule).map((row) => [row.line, row]));
  const set = (rows: Draft['rows']) => onChange({ ...draft, rows: rows.length ? rows : [emptyRow()] });
  const edit = (index: number, part: { cid?: string; alias?: string }) =>
    set(draft.rows.map((row, i) => (i === index ? { ...row, ...part } : row)));
  return (
    <div className="flex flex-col gap-2">
      {draft.rows.map((row, i) => {
        const verdict = linted.get(i + 1);
        const error = verdict && verdict.verdict !== 'binds' ? why(verdict) : undefined;
        const onCid = verdict?.verdict.startsWith('cid');
        return (
          <div key={row.key} className="flex flex-wrap items-start gap-2 sm:flex-nowrap">
            <TextField
              mono
              hideLabel
              className="w-full sm:w-96"
              label={t('rowCid', { row: i + 1 })}
              placeholder="cid"
              value={row.cid}
              error={onCid ? error : undefined}
              onChange={(cid) => edit(i, { cid })}
            />
            <TextField
              hideLabel
              className="min-w-0 flex-1"
              label={t('rowAlias', { row: i + 1 })}
              placeholder={t('rowAlias', { row: i + 1 })}
              value={row.alias}
              error={onCid ? undefined : error}
              onChange={(alias) => edit(i, { alias })}
            />
            <IconButton
              icon={X}
              label={t('removeRow', { row: i + 1 })}
              onPress={() => set(draft.rows.filter((_, other) => other !== i))}
            />
          </div>
        );
      })}
      <div>
        <Button
          icon={Plus}
          size="sm"
          isDisabled={draft.rows.length >= MAX_PAIRS}
          onPress={() => set([...draft.rows, emptyRow()])}
        >
          {t('addRow')}
        </Button>
      </div>
    </div>
  );
}
