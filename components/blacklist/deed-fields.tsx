'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Noted } from '@/lib/blacklist/rules';
import { TextField } from '../ui/text-field';
import { NOTHING_NOTED, NotedFields } from './noted-fields';

export type Deed = 'add' | 'remove' | 'declare';
/** What is filled in: cids as they were pasted, and what is noted of them. */
export type WriteDraft = Readonly<{ text: string; noted: Noted }>;
export const emptyDraft = (text = ''): WriteDraft => ({ text, noted: NOTHING_NOTED });

type DeedFieldsProps = Readonly<{
  deed: Deed;
  draft: WriteDraft;
  onDraft: (draft: WriteDraft) => void;
  /** The rows come from a file, which may bring reasons of its own. */
  isFile?: boolean;
}>;

/** What is said of all rows: reason, ticket and expiry; of a release its reason alone. */
export function DeedFields({ deed, draft, onDraft, isFile = false }: DeedFieldsProps): ReactNode {
  const t = useTranslations('blacklist.desk');
  const { noted } = draft;
  if (deed !== 'remove')
    return (
      <NotedFields
        noted={noted}
        onChange={(next) => onDraft({ ...draft, noted: next })}
        isReasonOpen={isFile}
      />
    );
  return (
    <TextField
      className="max-w-xl"
      label={t('removeReason')}
      description={t('removeReasonHint')}
      value={noted.reason}
      onChange={(reason) => onDraft({ ...draft, noted: { ...noted, reason } })}
    />
  );
}
