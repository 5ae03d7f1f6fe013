import { type Group, Tree } from '@/lib/audience/schema';
import { emptyTree } from '@/lib/audience/tree';
import { keepDraft, readDraft } from './draft';

/**
 * Opens conditions as a new audience in a tab of its own, which takes over this tab's draft as it is at that moment;
 * what is being built here stays. False when they are too large for an audience.
 */
export function openTree(app: string, tree: Group): boolean {
  if (!Tree.safeParse(tree).success) return false;
  const kept = readDraft(app) ?? emptyTree();
  keepDraft(app, tree);
  window.open('/audience/new', '_blank');
  keepDraft(app, kept);
  return true;
}
