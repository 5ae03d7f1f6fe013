import 'server-only';
import { upstreamOf } from '@/lib/apps/server/upstream';
import type { Clock } from '@/lib/core/clock';
import { systemClock } from '@/lib/core/clock';
import type { Database } from '@/lib/db/client';
import type { Getui } from '@/lib/getui/client';

/** What plans are followed with. */
export type Desk = {
  readonly db: Database;
  readonly clock: Clock;
  readonly upstreamOf: (appId: string) => Promise<Getui>;
};

/** The desk outside of tests. */
export const crowdDesk = (db: Database): Desk => ({ db, clock: systemClock, upstreamOf });
