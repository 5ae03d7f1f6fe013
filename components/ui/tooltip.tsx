'use client';

import type { ReactElement, ReactNode } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components';

export type TooltipProps = Readonly<{
  content: ReactNode;
  placement?: 'top' | 'bottom' | 'left' | 'right';
  /** A button or link of this kit, or anything wrapped in react-aria's `Focusable`. */
  children: ReactElement;
}>;

/** A short hint on hover and focus. Never the only place where something important is said. */
export function Tooltip({ content, placement = 'top', children }: TooltipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={100}>
      {children}
      <AriaTooltip
        placement={placement}
        offset={6}
        className="enter-fade z-50 max-w-72 rounded bg-ink px-2 py-1 text-xs text-canvas"
      >
        {content}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
