import { cx } from './cx';

export type ButtonVariant = 'primary' | 'quiet' | 'danger' | 'ghost';
export type ButtonSize = 'sm' | 'md' | 'lg';

const VARIANTS: Readonly<Record<ButtonVariant, string>> = {
  primary: 'bg-accent text-accent-ink border-transparent hover:bg-accent-hover pressed:bg-accent-hover',
  quiet: 'bg-surface text-ink border-line-strong/60 hover:bg-hover pressed:bg-hover',
  danger: 'bg-danger-solid text-danger-ink border-transparent hover:bg-danger-hover pressed:bg-danger-hover',
  ghost: 'bg-transparent text-ink border-transparent hover:bg-hover pressed:bg-hover',
};

const SIZES: Readonly<Record<ButtonSize, string>> = {
  sm: 'h-7 px-2 text-sm gap-1',
  md: 'h-8 px-3 text-base gap-1.5',
  lg: 'h-10 px-4 text-base gap-2',
};

const SQUARES: Readonly<Record<ButtonSize, string>> = { sm: 'size-7', md: 'size-8', lg: 'size-10' };

const BASE =
  'relative inline-flex shrink-0 items-center justify-center whitespace-nowrap rounded border font-medium select-none ' +
  'transition-colors duration-100 disabled:opacity-45 disabled:pointer-events-none';

/** One look for buttons and for links that act like buttons. */
export function buttonStyle(variant: ButtonVariant, size: ButtonSize, square = false): string {
  return cx(BASE, VARIANTS[variant], square ? `${SQUARES[size]} text-base` : SIZES[size]);
}
