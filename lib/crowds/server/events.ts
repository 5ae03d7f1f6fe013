import 'server-only';
import { newId } from '@/lib/core/ids';
import type { Tx } from '@/lib/db/client';
import { crowdEvent } from '@/lib/db/schema/crowds';

type Event = typeof crowdEvent.$inferInsert;

/** Writes down what happened to a plan. */
export async function note(
  tx: Tx,
  planId: string,
  at: Date,
  event: Omit<Event, 'id' | 'planId' | 'at'>,
): Promise<void> {
  await tx.insert(crowdEvent).values({ id: newId(at.getTime()), planId, at, ...event });
}
