'use client';

import type { ReactNode } from 'react';
import { FieldError, Label, Text } from 'react-aria-components';

/** What every field of the kit takes besides its own props. */
export type FieldTexts = Readonly<{
  /** Always there for readers; `hideLabel` only hides it from view. */
  label: ReactNode;
  hideLabel?: boolean;
  description?: ReactNode;
  /** What is wrong and how to put it right; marks the field as invalid. */
  error?: ReactNode;
}>;

/** The box around an input; the ring follows the focus inside. */
export const controlStyle =
  'flex items-center rounded border border-line-strong/70 bg-surface text-ink transition-colors ' +
  'focus-within:border-accent focus-within:outline-2 focus-within:outline-accent focus-within:-outline-offset-1 ' +
  'group-invalid:border-danger group-invalid:focus-within:outline-danger ' +
  'group-disabled:bg-sunken group-disabled:text-faint';

/** The bare input inside {@link controlStyle}; on touch screens 16 px, so that iOS does not zoom in. */
export const inputStyle =
  'min-w-0 flex-1 bg-transparent px-2.5 outline-none max-nav:pointer-coarse:text-lg disabled:cursor-not-allowed';

/**
 * Marks a field as invalid while it has an error. A rule that the server named must not stop the next try, which
 * the browser's own validation would; that one only guards required fields.
 */
export function validity(error: ReactNode, isInvalid?: boolean) {
  return {
    isInvalid: isInvalid ?? (error ? true : undefined),
    validationBehavior: error ? ('aria' as const) : ('native' as const),
  };
}

/** The label above a control. */
export function FieldLabel({
  label,
  hideLabel,
  isRequired,
}: Readonly<{ label: ReactNode; hideLabel?: boolean; isRequired?: boolean }>) {
  return (
    <Label className={hideLabel ? 'sr-only' : 'text-sm font-medium text-ink'}>
      {label}
      {isRequired ? (
        <span aria-hidden className="ms-0.5 text-danger">
          *
        </span>
      ) : null}
    </Label>
  );
}

/** Description and error below a control; both are announced with it. */
export function FieldNotes({ description, error }: Readonly<{ description?: ReactNode; error?: ReactNode }>) {
  return (
    <>
      {description ? (
        <Text slot="description" className="text-sm text-muted">
          {description}
        </Text>
      ) : null}
      <FieldError className="text-sm text-danger">
        {error ? error : ({ validationErrors }) => validationErrors.join(' ')}
      </FieldError>
    </>
  );
}
