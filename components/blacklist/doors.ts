import type { Altered, AlterInput, ReassertDraft } from '@/lib/blacklist/schema';
import type { Result } from '@/lib/core/result';
import type { ImportActions } from '../imports/spec';

/** What people who may write do things with. */
export type BlacklistDoors = Readonly<{
  alter: (appId: string, input: AlterInput) => Promise<Result<Altered>>;
  reassert: (appId: string, input: Record<string, never>) => Promise<Result<ReassertDraft>>;
  imports: ImportActions;
}>;
