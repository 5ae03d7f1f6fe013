import { type Group, Tree } from '@/lib/audience/schema';

const placeOf = (app: string) => `muster.audience.draft.${app}`;

/** Conditions that were not saved, as this tab keeps them; null when there are none. */
export function readDraft(app: string): Group | null {
  try {
    const parsed = Tree.safeParse(JSON.parse(sessionStorage.getItem(placeOf(app)) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Keeps them for a reload; nothing is kept of an empty tree. */
export function keepDraft(app: string, tree: Group): void {
  try {
    if (tree.parts.length === 0) sessionStorage.removeItem(placeOf(app));
    else sessionStorage.setItem(placeOf(app), JSON.stringify(tree));
  } catch {
    // A browser that keeps nothing: the page works all the same.
  }
}
