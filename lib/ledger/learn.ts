import 'server-only';
import type { Tx } from '@/lib/db/client';
import { writeFacts } from './facts';
import { noteReadsIn } from './reads';
import type { Fact, Provenance } from './types';

/** Takes in what a change wrote and what it read; `readAt`: when the reading began. At most a few thousand facts. */
export async function learn(
  tx: Tx,
  facts: readonly Fact[],
  { readAt, ...from }: Provenance & { readAt: Date },
): Promise<void> {
  const read = facts.filter(({ source }) => source === 'read');
  await writeFacts(tx, read.length === 0 ? facts : facts.filter(({ source }) => source !== 'read'), from);
  if (read.length > 0) await noteReadsIn(tx, read, { ...from, at: readAt });
}
