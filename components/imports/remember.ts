import type { Mapping, Peek } from '@/lib/imports/schema';

const MAX_REMEMBERED = 20;
const place = (kind: string) => `muster.import.${kind}`;

/** A short print of the column names: a first row that only looked like names must not be kept in the browser. */
function printOf(names: readonly string[]): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (const unit of names.join('\u0000')) {
    const code = unit.codePointAt(0) ?? 0;
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36);
}

function load(kind: string): [string, Mapping][] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place(kind)) ?? '[]');
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

const namesOf = (peek: Peek) => peek.columns.map(({ name }) => name);

/** What was last chosen for a file with these column names, or null. */
export function recall(kind: string, peek: Peek): Mapping | null {
  if (!peek.readAs.header) return null;
  const print = printOf(namesOf(peek));
  const found = load(kind).find(([known]) => known === print)?.[1];
  const fits = found && Object.values(found).every((index) => peek.columns.some((c) => c.index === index));
  return fits ? found : null;
}

/** Keeps the choice for files with the same column names, on this browser; no content of the file is kept. */
export function remember(kind: string, peek: Peek, mapping: Mapping): void {
  if (!peek.readAs.header) return;
  const print = printOf(namesOf(peek));
  const others = load(kind).filter(([known]) => known !== print);
  try {
    localStorage.setItem(place(kind), JSON.stringify([[print, mapping], ...others].slice(0, MAX_REMEMBERED)));
  } catch {
    // Storage is full or forbidden: the guess stands next time.
  }
}
