import 'server-only';
import { upstreamOf } from '@/lib/apps/server/upstream';
import type { Engine } from '@/lib/changes/engine';
import { systemClock } from '@/lib/core/clock';
import { database } from '@/lib/db/current';
import { kindOf } from './kinds';

/** The engine of changes as this process runs it. */
export const engine = (onEvent?: Engine['onEvent']): Engine => ({
  db: database(),
  clock: systemClock,
  kindOf,
  upstreamOf,
  onEvent,
});
