'use client';

import { usePathname } from 'next/navigation';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import type { JobDetail } from '@/lib/changes/schema';
import type { Result } from '@/lib/core/result';
import type { ImportDraft, QuickInput } from '@/lib/imports/schema';
import type { ImportKind } from '../imports/spec';
import { QuickDialog } from './quick-dialog';
import type { OrderDoor } from './use-run';

/** Rows of one quick change; more go through the import wizard. */
export const QUICK_ROWS = 1000;

export type QuickDoors = Readonly<{
  draft: (appId: string, input: QuickInput) => Promise<Result<ImportDraft>>;
  order: OrderDoor;
  discard: (appId: string, input: { id: string }) => Promise<Result<unknown>>;
}>;

export type QuickRequest = Readonly<{
  /** Its words, fields and params. */
  kind: ImportKind;
  /** Cells in the order of the kind's fields; 1 to {@link QUICK_ROWS} rows. */
  rows: readonly (readonly string[])[];
  title: string;
  /** Told once the change has ended, whatever came of its rows. */
  onDone?: (job: JobDetail) => void;
}>;

type Quick = Readonly<{ open: (request: QuickRequest) => void }>;
const QuickContext = createContext<Quick | null>(null);

/**
 * Does something to the users a page shows: previews the rows, asks, carries it out and tells the outcome, all in one
 * dialog. Null for people who may order nothing; whether they may do this very kind, `useMay` tells.
 */
export const useQuickChange = (): Quick | null => useContext(QuickContext);

type ProviderProps = Readonly<{ doors: QuickDoors | undefined; children: ReactNode }>;

export function QuickChangeProvider({ doors, children }: ProviderProps) {
  const path = usePathname();
  const [opened, setOpened] = useState<{ request: QuickRequest; path: string } | null>(null);
  const quick = useMemo(
    () => (doors ? { open: (request: QuickRequest) => setOpened({ request, path }) } : null),
    [doors, path],
  );
  // Whoever follows a link out of the dialog, such as to the job, has left it, and does not find it again on coming back.
  const hasLeft = opened !== null && opened.path !== path;
  if (hasLeft) setOpened(null);
  const request = hasLeft ? null : (opened?.request ?? null);
  return (
    <QuickContext value={quick}>
      {children}
      {doors && request ? (
        <QuickDialog doors={doors} request={request} onClose={() => setOpened(null)} />
      ) : null}
    </QuickContext>
  );
}
