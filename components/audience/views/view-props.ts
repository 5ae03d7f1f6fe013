import type { Answer, Group } from '@/lib/audience/schema';

/** What every view of an audience is given. */
export type ViewProps = Readonly<{
  /** The conditions, once they have stayed the same for a moment. */
  tree: Group;
  /** What they reach; null while that is not known. */
  answer: Answer | null;
  /** The saved audience, null for one that is not. */
  audienceId: string | null;
}>;
