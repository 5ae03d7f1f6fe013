import type { Cell } from '@/lib/core/csv-lines';

export type { Cell } from '@/lib/core/csv-lines';
/** Rows on their way into a file, in blocks: one step for many rows. */
export type Blocks = AsyncIterable<readonly (readonly Cell[])[]>;
