import 'server-only';
import { systemClock } from '@/lib/core/clock';
import type { Database } from '@/lib/db/client';
import type { Duty } from '@/lib/jobs/worker';
import { crowdDesk } from './desk';
import { dropOldDrafts } from './drafts';
import { readDueLists } from './listed';
import { lookForOpen } from './look';
import { followTasks } from './track';

/** What recurs for smart crowds: tasks that are followed, plans that are looked for, plans made elsewhere. */
export const crowdDuties = (db: Database): Duty[] => [
  { name: 'follow crowd tasks', everyMs: 2_000, run: (signal) => followTasks(crowdDesk(db), signal) },
  { name: 'look for crowd plans', everyMs: 2_000, run: (signal) => lookForOpen(crowdDesk(db), signal) },
  { name: 'list crowd plans', everyMs: 60_000, run: (signal) => readDueLists(crowdDesk(db), signal) },
  { name: 'drop old crowd drafts', everyMs: 3_600_000, run: () => dropOldDrafts(db, systemClock.now()) },
];
