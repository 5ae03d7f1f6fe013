import 'server-only';
import { upstreamOf } from '@/lib/apps/server/upstream';
import { systemClock } from '@/lib/core/clock';
import type { Database } from '@/lib/db/client';
import type { Duty } from '@/lib/jobs/worker';
import { countOnce } from './ask';
import { emptyBin } from './saved';
import { type Desk, dropOldSnapshots, takeDueSnapshots } from './snapshots';

const HOUR = 3_600_000;

/** What snapshots are taken with outside of tests. */
export const snapshotDesk = (db: Database): Desk => ({
  db,
  clock: systemClock,
  upstreamOf,
  count: countOnce,
});

/** What recurs for saved audiences: snapshots, and what is kept no longer. */
export const savedDuties = (db: Database): Duty[] => [
  { name: 'take snapshots', everyMs: 15_000, run: (signal) => takeDueSnapshots(snapshotDesk(db), signal) },
  { name: 'empty the bin of audiences', everyMs: HOUR, run: () => emptyBin(db, systemClock.now()) },
  { name: 'thin out snapshots', everyMs: HOUR, run: () => dropOldSnapshots(db, systemClock.now()) },
];
