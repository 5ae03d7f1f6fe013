'use client';

import type { LucideIcon } from 'lucide-react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { cx } from './cx';

export type Segment<Id extends string> = Readonly<{ id: Id; label: string; icon?: LucideIcon }>;

export type SegmentedControlProps<Id extends string> = Readonly<{
  /** What is being chosen, for readers. */
  label: string;
  segments: ReadonlyArray<Segment<Id>>;
  value: Id;
  onChange: (id: Id) => void;
  isDisabled?: boolean;
  className?: string;
}>;

/** Two to four views of the same thing, one of them always on. */
export function SegmentedControl<Id extends string>({
  label,
  segments,
  value,
  onChange,
  isDisabled,
  className,
}: SegmentedControlProps<Id>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      isDisabled={isDisabled}
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = segments.find((segment) => keys.has(segment.id));
        if (chosen) onChange(chosen.id);
      }}
      className={cx('inline-flex h-8 rounded border border-line-strong/60 bg-sunken', className)}
    >
      {segments.map(({ id, label: text, icon: Icon }) => (
        <ToggleButton
          key={id}
          id={id}
          className={cx(
            'inline-flex flex-1 items-center justify-center gap-1.5 rounded-sm px-3 whitespace-nowrap text-muted transition-colors',
            'hover:text-ink selected:bg-raised selected:font-medium selected:text-ink selected:inset-ring selected:inset-ring-line-strong/60 disabled:opacity-45',
          )}
        >
          {Icon ? <Icon aria-hidden className="size-4" /> : null}
          {text}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
