'use client';

import { Check } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { cx } from './cx';

export type StepperProps<Id extends string> = Readonly<{
  /** What the steps lead to, for readers. */
  label: string;
  steps: readonly { readonly id: Id; readonly label: string }[];
  /** Read out after a step that is behind. */
  doneText: string;
  current: Id;
  /** Steps that can be gone to: earlier ones, unless said otherwise. */
  canGo: (step: Id) => boolean;
  onGo: (step: Id) => void;
}>;

/** Where one is on the way, and the way back. */
export function Stepper<Id extends string>(props: StepperProps<Id>) {
  const { label, steps, doneText, current, canGo, onGo } = props;
  const at = steps.findIndex(({ id }) => id === current);
  return (
    <nav aria-label={label}>
      <ol className="flex flex-wrap items-center gap-x-1 gap-y-2">
        {steps.map((step, i) => {
          const isDone = i < at;
          const content = (
            <>
              <Mark number={i + 1} isDone={isDone} isCurrent={i === at} />
              <span className={cx(i !== at && 'max-sm:sr-only')}>{step.label}</span>
              {isDone ? <span className="sr-only">{doneText}</span> : null}
            </>
          );
          const style = cx(
            'inline-flex h-8 items-center gap-2 rounded px-1.5',
            i === at ? 'font-medium text-ink' : 'text-muted',
          );
          return (
            <li
              key={step.id}
              aria-current={i === at ? 'step' : undefined}
              className="inline-flex items-center"
            >
              {i > 0 ? <span aria-hidden className="me-1 h-px w-4 bg-line-strong/60 sm:w-8" /> : null}
              {isDone && canGo(step.id) ? (
                <AriaButton
                  onPress={() => onGo(step.id)}
                  className={cx(style, 'hover:bg-hover hover:text-ink')}
                >
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
