'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { tagRule } from '@/lib/tags/rules';
import { ImportWizard } from '../imports/import-wizard';
import { TagField } from '../kinds/tag-input';
import { type TagKind, type TagKindParams, useTagKind } from '../kinds/tags';
import { Callout } from '../ui/callout';
import { RadioGroup } from '../ui/radio-group';
import { Section } from '../ui/section';
import { SegmentedControl } from '../ui/segmented-control';
import type { TagDoors } from './doors';
import { RouteChoice } from './route-choice';

const OPS = ['add', 'remove', 'replace', 'clear'] as const;
type Op = (typeof OPS)[number];
type Source = 'file' | 'given';
const KIND: Readonly<Record<Op, TagKind>> = {
  add: 'tag.add',
  remove: 'tag.remove',
  replace: 'tag.replace',
  clear: 'tag.remove',
};
/** What is done, the one tag for all, and the checked draft, so that a reload finds them again. */
const PARAMETERS = {
  op: parseAsStringLiteral(OPS).withDefault('add'),
  with: parseAsString,
  import: parseAsString,
};

/** Tags of many users from a file: what to do, where the tags are, then the wizard. Adding is what happens unless asked. */
export function BulkDesk({ doors }: Readonly<{ doors: TagDoors }>) {
  const t = useTranslations('tags');
  const [{ op, with: given, import: importing }, set] = useQueryStates(PARAMETERS);
  const canBeGiven = op === 'add' || op === 'remove';
  const source: Source = canBeGiven && given !== null ? 'given' : 'file';
  const rule = source === 'given' && given ? tagRule(given) : null;
  const isReady = source === 'file' || (given !== null && given !== '' && rule === null);
  // A checked file belongs to what it was checked for.
  const choose = (part: { op?: Op; with?: string | null }) => void set({ ...part, import: null });
  const params: TagKindParams =
    op === 'clear' ? { clear: true } : source === 'given' && given ? { tag: given } : {};
  return (
    <div className="flex flex-col gap-4">
      <Section>
        <div className="flex flex-col gap-4">
          <SegmentedControl
            className="self-start"
            label={t('many.what')}
            value={op}
            onChange={(next) => choose({ op: next })}
            segments={OPS.map((id) => ({ id, label: t(`many.ops.${id}`) }))}
          />
          <p className="max-w-[80ch] text-muted">{t(`many.about.${op}`)}</p>
          {canBeGiven ? (
            <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
              <RadioGroup<Source>
                label={t('many.source')}
                value={source}
                onChange={(next) => choose({ with: next === 'given' ? '' : null })}
                options={(['file', 'given'] as const).map((id) => ({ id, label: t(`many.sources.${id}`) }))}
              />
              {source === 'given' ? (
                <TagField
                  className="max-w-sm"
                  label={t('many.given')}
                  isRequired
                  value={given ?? ''}
                  error={rule ? t(`edit.rule.${rule}`, { tag: given ?? '' }) : undefined}
                  onChange={(tag) => choose({ with: tag })}
                />
              ) : null}
            </div>
          ) : null}
        </div>
      </Section>
      {isReady ? (
        <Wizard
          key={`${op} ${JSON.stringify(params)}`}
          kind={KIND[op]}
          params={params}
          doors={doors}
          importing={importing}
          onImporting={(next) => void set({ import: next })}
        />
      ) : (
        <Callout>{t('many.givenFirst')}</Callout>
      )}
    </div>
  );
}

type WizardProps = Readonly<{
  kind: TagKind;
  params: TagKindParams;
  doors: TagDoors;
  importing: string | null;
  onImporting: (jobId: string | null) => void;
}>;

function Wizard({ kind, params, doors, importing, onImporting }: WizardProps) {
  const words = useTagKind(kind, params);
  const [chosen, setChosen] = useState(false);
  const isPair = kind !== 'tag.replace';
  return (
    <ImportWizard
      kind={isPair ? { ...words, also: ['tag.patch'] } : words}
      actions={doors.imports}
      draftId={importing}
      onDraftId={onImporting}
      planned={
        isPair
          ? (draft, onDraft) => (
              <RouteChoice
                jobId={draft.jobId}
                turn={doors.turnRoute}
                mayChoose={!chosen}
                onDraft={(jobId) => {
                  setChosen(true);
                  onDraft(jobId);
                }}
              />
            )
          : undefined
      }
    />
  );
}
