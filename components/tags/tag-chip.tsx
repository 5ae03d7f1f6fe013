import { Clock, type LucideIcon, Plus, RotateCcw, X } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { cx } from '../ui/cx';

export type ChipState = 'plain' | 'added' | 'removed' | 'settling';

const LOOK: Readonly<Record<ChipState, string>> = {
  plain: 'border-line bg-sunken',
  added: 'border-ok/40 bg-ok/8',
  removed: 'border-danger/40 bg-danger/8 text-muted line-through',
  settling: 'border-dashed border-line-strong text-muted',
};
const ICON: Partial<Record<ChipState, LucideIcon>> = { added: Plus, settling: Clock };

type TagChipProps = Readonly<{
  tag: string;
  state?: ChipState;
  /** What the state means, for readers: colour and strikethrough alone say nothing. */
  note?: string | undefined;
  action?: { label: string; icon: 'remove' | 'restore'; onPress: () => void } | undefined;
}>;

/** One tag of a list, with what becomes of it. */
export function TagChip({ tag, state = 'plain', note, action }: TagChipProps) {
  const Icon = ICON[state];
  const Act = action?.icon === 'restore' ? RotateCcw : X;
  return (
    <li
      className={cx(
        'inline-flex max-w-full items-center gap-1 rounded border py-0.5 ps-2 text-sm',
        LOOK[state],
        action ? 'pe-0.5' : 'pe-2',
      )}
    >
      {Icon ? <Icon aria-hidden className="size-3 shrink-0" /> : null}
      <span className="min-w-0 truncate" title={tag}>
        {tag}
      </span>
      {note ? <span className="sr-only">（{note}）</span> : null}
      {action ? (
        <AriaButton
          aria-label={action.label}
          onPress={action.onPress}
          className="grid size-6 shrink-0 place-items-center rounded-sm text-muted no-underline hover:bg-hover hover:text-text"
        >
          <Act aria-hidden className="size-3.5" />
        </AriaButton>
      ) : null}
    </li>
  );
}
