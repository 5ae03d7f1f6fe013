import type { Result } from '@/lib/core/result';
import type { EditDraft, EditInput, EntryInput, RetagDraft, RetagInput, TagEntry } from '@/lib/tags/schema';
import type { OrderDoor } from '../changes/use-run';
import type { ImportActions } from '../imports/spec';

/** What people who may write do things with. */
export type TagDoors = Readonly<{
  draftEdit: (appId: string, input: EditInput) => Promise<Result<EditDraft>>;
  saveEntry: (appId: string, input: EntryInput) => Promise<Result<TagEntry>>;
  draftRetag: (appId: string, input: RetagInput) => Promise<Result<RetagDraft>>;
  turnRoute: (appId: string, input: { jobId: string }) => Promise<Result<{ jobId: string }>>;
  order: OrderDoor;
  imports: ImportActions;
}>;
