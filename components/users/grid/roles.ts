import type { AriaAttributes, HTMLAttributes } from 'react';

/**
 * The roles of a grid for plain elements. Table elements would be measured as a whole and take no place of their own; the
 * grid has the focus itself and names the active cell, so that a row may leave the document while it is the active one.
 */
export const asGrid = (about: HTMLAttributes<HTMLDivElement>) => ({ role: 'grid', tabIndex: 0, ...about });
export const asRows = { role: 'rowgroup' };
/** Counted from 1, the two lines of the head included. */
export const asRow = (index: number, about: AriaAttributes = {}) => ({
  role: 'row',
  'aria-rowindex': index,
  ...about,
});
/** Counted from 1. */
export const asHead = (index: number, about: AriaAttributes = {}) => ({
  role: 'columnheader',
  'aria-colindex': index,
  ...about,
});
export const asCell = (index: number) => ({
  role: index === 1 ? 'rowheader' : 'gridcell',
  'aria-colindex': index,
});
