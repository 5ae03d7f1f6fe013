import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx';
import { TONE_TEXT, TONE_TINT } from './tone';

export type CalloutProps = Readonly<{
  tone?: 'info' | 'ok' | 'warn' | 'danger';
  title?: ReactNode;
  /** Buttons at the end. */
  actions?: ReactNode;
  /** Reads it out at once; only for what appears because of something the person did. */
  isAlert?: boolean;
  className?: string;
  children?: ReactNode;
}>;

const ICONS = { info: Info, ok: CircleCheck, warn: TriangleAlert, danger: CircleAlert } as const;

/** A note in the flow of the page. */
export function Callout({ tone = 'info', title, actions, isAlert, className, children }: CalloutProps) {
  const Icon = ICONS[tone];
  return (
    <div
      role={isAlert ? 'alert' : undefined}
      className={cx('flex gap-2.5 rounded border px-3 py-2.5', TONE_TINT[tone], className)}
    >
      <Icon aria-hidden className={cx('mt-[3px] size-4 shrink-0', TONE_TEXT[tone])} />
      <div className="flex min-w-0 flex-1 flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-60">
          {title ? <p className="font-medium">{title}</p> : null}
          {children ? <div className={title ? 'text-sm text-muted' : undefined}>{children}</div> : null}
        </div>
        {actions ? <div className="flex shrink-0 flex-wrap gap-2">{actions}</div> : null}
      </div>
    </div>
  );
}
