'use client';

import { Check } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslations } from 'use-intl/react';
import { cx } from '../ui/cx';
import { STEPS, type Step } from './use-import';

type StepperProps = Readonly<{
  current: Step;
  /** Earlier steps that can be gone back to. */
  canGo: (step: Step) => boolean;
  onGo: (step: Step) => void;
}>;

/** Where one is on the way, and the way back. */
export function Stepper({ current, canGo, onGo }: StepperProps) {
  const t = useTranslations('imports');
  const at = STEPS.indexOf(current);
  return (
    <nav aria-label={t('steps')}>
      <ol className="flex flex-wrap items-center gap-x-1 gap-y-2">
        {STEPS.map((step, i) => {
          const isDone = i < at;
          const content = (
            <>
              <Mark number={i + 1} isDone={isDone} isCurrent={i === at} />
              <span className={cx(i !== at && 'max-sm:sr-only')}>{t(`step.${step}`)}</span>
              {isDone ? <span className="sr-only">{t('stepDone')}</span> : null}
            </>
          );
          const style = cx(
            'inline-flex h-8 items-center gap-2 rounded px-1.5',
            i === at ? 'font-medium text-ink' : 'text-muted',
          );
          return (
            <li key={step} aria-current={i === at ? 'step' : undefined} className="inline-flex items-center">
              {i > 0 ? <span aria-hidden className="me-1 h-px w-4 bg-line-strong/60 sm:w-8" /> : null}
              {isDone && canGo(step) ? (
                <AriaButton onPress={() => onGo(step)} className={cx(style, 'hover:bg-hover hover:text-ink')}>
                  {content}
                </AriaButton>
              ) : (
                <span className={style}>{content}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function Mark({
  number,
  isDone,
  isCurrent,
}: Readonly<{ number: number; isDone: boolean; isCurrent: boolean }>) {
  return (
    <span
      aria-hidden={isDone}
      className={cx(
        'grid size-5 shrink-0 place-items-center rounded-full border text-xs tabular-nums',
        isCurrent && 'border-accent bg-accent text-accent-ink',
        isDone && 'border-accent text-accent',
        !isCurrent && !isDone && 'border-line-strong text-muted',
      )}
    >
      {isDone ? <Check className="size-3" strokeWidth={3} /> : number}
    </span>
  );
}
