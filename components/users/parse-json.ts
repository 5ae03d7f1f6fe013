/** Names under which an identifier stands in an object, without case, dashes and underscores. */
const NAMES = new Set(['cid', 'cids', 'clientid', 'clientids', 'cidlist', 'alias', 'aliases']);
const named = (key: string) => NAMES.has(key.replace(/[-_\s]/g, '').toLowerCase());
const CID = /^[0-9a-f]{32}$/;

/**
 * The identifiers of a JSON text, or null when it is none: strings and numbers of arrays, values named cid or alias
 * (in an object that has both, the cid), and keys that are cids, as in answers of the platform. Also one object a line.
 */
export function identifiersOfJson(text: string): string[] | null {
  const start = text.search(/\S/);
  const first = start < 0 ? '' : text[start];
  if (first !== '[' && first !== '{' && first !== '"') return null;
  const whole = parsed(text);
  if (whole !== undefined) return collected([whole]);
  if (first === '"') return null;
  const lines: unknown[] = [];
  for (const line of text.split(/[\r\n]+/)) {
    if (line.trim() === '') continue;
    const value = parsed(line.trim().replace(/,$/, ''));
    if (typeof value !== 'object' || value === null) return null;
    lines.push(value);
  }
  return collected(lines);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** By hand, not by recursion: somebody's file may be nested deeper than the stack. */
function collected(roots: readonly unknown[]): string[] {
  const found: string[] = [];
  const open: unknown[] = [...roots].reverse();
  while (open.length) {
    const value = open.pop();
    if (typeof value === 'string') {
      if (value.trim()) found.push(value.trim());
    } else if (typeof value === 'number') found.push(String(value));
    else if (Array.isArray(value)) for (let i = value.length; i-- > 0; ) open.push(value[i]);
    else if (typeof value === 'object' && value !== null) openObject(value, found, open);
  }
  return found;
}

function openObject(value: object, found: string[], open: unknown[]): void {
  const entries = Object.entries(value);
  const known = entries.filter(([key, inner]) => named(key) && inner !== null && inner !== '');
  const cids = known.filter(([key]) => !/alias/i.test(key));
  const taken = cids.length ? cids : known;
  if (taken.length) {
    for (let i = taken.length; i-- > 0; ) open.push(taken[i]?.[1]);
    return;
  }
  for (const [key] of entries) if (CID.test(key)) found.push(key);
  // Of other fields only what may hold identifiers further in: names and numbers of people are none.
  for (let i = entries.length; i-- > 0; ) {
    const [key, inner] = entries[i] ?? [];
    if (typeof inner === 'object' && !CID.test(key ?? '')) open.push(inner);
  }
}
