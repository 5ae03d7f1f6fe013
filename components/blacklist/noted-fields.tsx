'use client';

import { useTranslations } from 'use-intl/react';
import { type Noted, reasonRule, ticketRule } from '@/lib/blacklist/rules';
import { TextField } from '../ui/text-field';
import { ExpiryField, isExpiryGood } from './expiry-field';

export const NOTHING_NOTED: Noted = { reason: '', ticket: '', expiresAt: null };

/** What is noted keeps its rules; `isReasonOpen`: the rows may bring their own. */
export const isNotedGood = ({ reason, ticket, expiresAt }: Noted, isReasonOpen = false): boolean =>
  (reasonRule(reason) === null || (isReasonOpen && reason.trim() === '')) &&
  ticketRule(ticket) === null &&
  isExpiryGood(expiresAt);

type NotedFieldsProps = Readonly<{
  noted: Noted;
  onChange: (noted: Noted) => void;
  /** The file may bring reasons. */
  isReasonOpen?: boolean;
}>;

/** Reason, ticket and expiry of everything that is put down. */
export function NotedFields({ noted, onChange, isReasonOpen = false }: NotedFieldsProps) {
  const t = useTranslations('blacklist');
  const why = (rule: string | null, text: string) =>
    rule === null || rule === 'reason-empty'
      ? undefined
      : t(`kind.broken.${rule as 'reason-too-long' | 'ticket-too-long'}`, {
          count: [...text].length,
        });
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_16rem]">
        <TextField
          label={t('reason')}
          isRequired={!isReasonOpen}
          description={t(isReasonOpen ? 'desk.reasonFileHint' : 'desk.reasonHint')}
          value={noted.reason}
          error={why(reasonRule(noted.reason), noted.reason)}
          onChange={(reason) => onChange({ ...noted, reason })}
        />
        <TextField
          label={t('ticket')}
          description={t('desk.ticketHint')}
          value={noted.ticket}
          error={why(ticketRule(noted.ticket), noted.ticket)}
          onChange={(ticket) => onChange({ ...noted, ticket })}
        />
      </div>
      <ExpiryField value={noted.expiresAt} onChange={(expiresAt) => onChange({ ...noted, expiresAt })} />
    </div>
  );
}
