'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { z } from 'zod';
import type {
  AudienceInput,
  CloneInput,
  SavedAudience,
  SaveInput,
  ScheduleInput,
  SnapshotPoint,
} from '@/lib/audience/saved-schema';
import type { Result } from '@/lib/core/result';
import type { CheckCounting } from '../trust/trust-badge';

type Door<I, O> = (appId: string, input: I) => Promise<Result<O>>;
type Which = z.infer<typeof AudienceInput>;

/** What people who may save audiences do things with. */
export type AudienceDoors = Readonly<{
  save: Door<SaveInput, SavedAudience>;
  clone: Door<z.infer<typeof CloneInput>, SavedAudience>;
  bin: Door<Which, SavedAudience>;
  restore: Door<Which, SavedAudience>;
  schedule: Door<ScheduleInput, SavedAudience>;
  snapshot: Door<Which, SnapshotPoint>;
  see: Door<Which, boolean>;
  check: CheckCounting;
}>;

const DoorsContext = createContext<AudienceDoors | null>(null);

type ProviderProps = Readonly<{ doors: AudienceDoors | null; children: ReactNode }>;

/** Hands the doors to everything below; null for people who may only look. */
export function AudienceDoorsProvider({ doors, children }: ProviderProps) {
  return <DoorsContext value={doors}>{children}</DoorsContext>;
}

/** The doors, or null for people who may only look. */
export const useAudienceDoors = (): AudienceDoors | null => useContext(DoorsContext);
