import { z } from 'zod';

/** Cids that are listed at once; the desk takes as many. */
export const MOST_OPEN = 1000;

/** All changes of this app, or one. */
export const OpenInput = z.object({ job: z.string().min(10).max(40).optional() });
export type OpenInput = z.infer<typeof OpenInput>;

/** A cid whose badge was changed without an answer, and not set to a number since. Time in ms. */
export type OpenChange = { cid: string; by: number; at: number; jobId: string };
/** Newest first; `isMore`: there are more than {@link MOST_OPEN}. */
export type OpenChanges = { changes: OpenChange[]; isMore: boolean };
