import type { ReactNode } from 'react';
import { AudienceDoorsProvider } from '@/components/audience/saved/doors';
import { can } from '@/lib/auth/permissions';
import { requirePage } from '@/lib/auth/server/guard';
import {
  binAudience,
  checkCounting,
  cloneAudience,
  restoreAudience,
  saveAudience,
  scheduleAudience,
  seeAlert,
  snapshotNow,
} from './actions';

const DOORS = {
  save: saveAudience,
  clone: cloneAudience,
  bin: binAudience,
  restore: restoreAudience,
  schedule: scheduleAudience,
  snapshot: snapshotNow,
  see: seeAlert,
  check: checkCounting,
};

export default async function AudienceLayout({ children }: Readonly<{ children: ReactNode }>) {
  const { actor } = await requirePage('audience:read');
  return (
    <AudienceDoorsProvider doors={can(actor.role, 'audience:write') ? DOORS : null}>
      {children}
    </AudienceDoorsProvider>
  );
}
