'use client';

import { ArrowDown, ArrowUp, ClipboardPaste, CopyPlus, Plus, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import {
  type Copy,
  lengthOf,
  MAX_CONTENT,
  MAX_COPIES,
  MAX_TOPIC,
  type PlanContent,
  type Problem,
} from '@/lib/crowds/rules';
import { Button } from '../../ui/button';
import { cx } from '../../ui/cx';
import { IconButton } from '../../ui/icon-button';
import { TextArea } from '../../ui/text-area';
import { TextField } from '../../ui/text-field';
import { useRuleText } from '../words';
import { SheetDialog } from './sheet-dialog';

type CopiesStepProps = Readonly<{
  plan: PlanContent;
  problems: readonly Problem[];
  /** Also what is still empty is told, after a try to go on. */
  isStrict: boolean;
  onChange: (more: Partial<PlanContent>) => void;
}>;

/** The copies, a card each: counters, every broken rule while typing, order, and a sheet that is pasted. */
export function CopiesStep({ plan, problems, isStrict, onChange }: CopiesStepProps) {
  const t = useTranslations('crowds.wizard');
  const [isPasting, setPasting] = useState(false);
  const cards = useRef<HTMLOListElement>(null);
  const { copies } = plan;
  const put = (next: readonly Copy[]) => onChange({ copies: next });
  const swap = (at: number, to: number) =>
    put(copies.map((copy, i) => (i === at ? copies[to] : i === to ? copies[at] : copy) ?? copy));
  function remove(at: number): void {
    put(copies.filter((_, i) => i !== at));
    // The button that was pressed is gone: the focus goes on to the card in its place.
    const next = Math.min(at, copies.length - 2);
    requestAnimationFrame(() => cards.current?.children[next]?.querySelector('input')?.focus());
  }
  return (
    <>
      <p className="text-sm text-muted">{t('copiesNote', { max: String(MAX_COPIES) })}</p>
      <ol ref={cards} className="grid gap-3 lg:grid-cols-2">
        {copies.map((copy, at) => (
          <CopyCard
            // biome-ignore lint/suspicious/noArrayIndexKey: a card is its place; its texts are what changes
            key={at}
            at={at}
            of={copies.length}
            copy={copy}
            problems={problems.filter((one) => one.copy === at)}
            isStrict={isStrict}
            onChange={(next) => put(copies.map((old, i) => (i === at ? next : old)))}
            onRemove={() => remove(at)}
            onRepeat={() => put([...copies.slice(0, at + 1), copy, ...copies.slice(at + 1)])}
            onMove={(by) => swap(at, at + by)}
          />
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <Button
          icon={Plus}
          isDisabled={copies.length >= MAX_COPIES}
          onPress={() => put([...copies, { topic: '', content: '' }])}
        >
          {t('add')}
        </Button>
        <Button icon={ClipboardPaste} onPress={() => setPasting(true)}>
          {t('sheet')}
        </Button>
      </div>
      {isPasting ? (
        <SheetDialog
          held={copies.filter(({ topic, content }) => topic !== '' || content !== '')}
          onCopies={put}
          onClose={() => setPasting(false)}
        />
      ) : null}
    </>
  );
}

type CardProps = Readonly<{
  at: number;
  of: number;
  copy: Copy;
  problems: readonly Problem[];
  isStrict: boolean;
  onChange: (copy: Copy) => void;
  onRemove: () => void;
  onRepeat: () => void;
  onMove: (by: -1 | 1) => void;
}>;

function CopyCard({ at, of, copy, problems, isStrict, onChange, ...deeds }: CardProps) {
  const t = useTranslations('crowds.wizard');
  const say = useRuleText();
  const n = String(at + 1);
  const wrong = (field: 'topic' | 'content') =>
    problems
      .filter((one) => one.field === field && (isStrict || one.rule !== 'empty'))
      .map((one) => say(one, copy[field]))
      .join(' · ') || undefined;
  return (
    <li className="min-w-0 rounded-lg border border-line p-3">
      <fieldset aria-label={t('copy', { n })} className="flex flex-col gap-3">
        <div className="flex items-center gap-1">
          <span className="flex-1 font-medium">{t('copy', { n })}</span>
          <IconButton
            size="sm"
            icon={ArrowUp}
            label={t('up', { n })}
            isDisabled={at === 0}
            onPress={() => deeds.onMove(-1)}
          />
          <IconButton
            size="sm"
            icon={ArrowDown}
            label={t('down', { n })}
            isDisabled={at === of - 1}
            onPress={() => deeds.onMove(1)}
          />
          <IconButton
            size="sm"
            icon={CopyPlus}
            label={t('duplicate', { n })}
            isDisabled={of >= MAX_COPIES}
            onPress={deeds.onRepeat}
          />
          <IconButton
            size="sm"
            icon={Trash2}
            label={t('remove', { n })}
            isDisabled={of === 1}
            onPress={deeds.onRemove}
          />
        </div>
        <TextField
          label={t('topic')}
          value={copy.topic}
          onChange={(topic) => onChange({ ...copy, topic })}
          error={wrong('topic')}
          trailing={<Counter text={copy.topic} most={MAX_TOPIC} />}
        />
        <div className="relative">
          <TextArea
            label={t('content')}
            rows={2}
            value={copy.content}
            onChange={(content) => onChange({ ...copy, content })}
            error={wrong('content')}
          />
          <span className="absolute end-0 top-0">
            <Counter text={copy.content} most={MAX_CONTENT} />
          </span>
        </div>
      </fieldset>
    </li>
  );
}

/** Characters of how many; red beyond. */
export function Counter({ text, most }: Readonly<{ text: string; most: number }>) {
  const length = lengthOf(text);
  return (
    <span className={cx('text-sm tabular-nums', length > most ? 'text-danger' : 'text-muted')}>
      {length}/{most}
    </span>
  );
}
