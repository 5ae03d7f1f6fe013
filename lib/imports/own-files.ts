import { guarded } from '@/lib/core/csv-lines';

/** First column of the files we hand out; whatever begins with it is read back exactly. */
export const LINE_MARK = 'muster_line';
export const REASON_MARK = 'muster_reason';

const isFormula = (text: string) => guarded(text) !== text;
const bare = (text: string) => text.replace(/^'+/, '');

/** A cell for a file of ours: one that looks guarded already gets one quote more, so that reading can take one away. */
export const toOwn = (cell: string): string =>
  cell.startsWith("'") && isFormula(bare(cell)) ? `'${cell}` : cell;

/** The cell as it was before the export put a quote before it. */
export const fromOwn = (cell: string): string =>
  cell.startsWith("'") && isFormula(bare(cell)) ? cell.slice(1) : cell;
