'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { z } from 'zod';
import type { Result } from '@/lib/core/result';
import type {
  Adopted,
  AdoptInput,
  CrowdInput,
  DecideInput,
  DraftSaveInput,
  DraftView,
  PlanPreview,
  ServiceView,
  SubmitInput,
} from '@/lib/crowds/schema';

type Door<I, O> = (appId: string, input: I) => Promise<Result<O>>;
type Which = z.infer<typeof CrowdInput>;

/** What people who may hand in plans do things with. */
export type CrowdDoors = Readonly<{
  save: Door<DraftSaveInput, DraftView>;
  discard: Door<Which, void>;
  clone: Door<Which, DraftView>;
  preview: Door<Which, PlanPreview>;
  submit: Door<SubmitInput, { id: string }>;
  decide: Door<DecideInput, void>;
  adopt: Door<z.infer<typeof AdoptInput>, Adopted>;
  list: Door<Record<string, never>, ServiceView>;
  ask: Door<Which, void>;
  see: Door<Which, boolean>;
}>;

const DoorsContext = createContext<CrowdDoors | null>(null);

type ProviderProps = Readonly<{ doors: CrowdDoors | null; children: ReactNode }>;

/** Hands the doors to everything below; null for people who may only look. */
export function CrowdDoorsProvider({ doors, children }: ProviderProps) {
  return <DoorsContext value={doors}>{children}</DoorsContext>;
}

/** The doors, or null for people who may only look. */
export const useCrowdDoors = (): CrowdDoors | null => useContext(DoorsContext);
