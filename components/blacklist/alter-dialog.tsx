'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { reasonRule, ticketRule } from '@/lib/blacklist/rules';
import type { RegisterEntry } from '@/lib/blacklist/schema';
import type { Failure } from '@/lib/core/result';
import { FailureCallout } from '../data/failure-state';
import { useShownApp } from '../data/reads';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { Dialog } from '../ui/dialog';
import { TextField } from '../ui/text-field';
import { showToast } from '../ui/toast';
import type { BlacklistDoors } from './doors';
import { ExpiryField, isExpiryGood } from './expiry-field';

type AlterDialogProps = Readonly<{
  entries: readonly RegisterEntry[];
  alter: BlacklistDoors['alter'];
  onClose: () => void;
  onDone: () => void;
}>;

/** Reason, ticket and expiry of one entry, or the same for several; only the register changes. */
export function AlterDialog({ entries, alter, onClose, onDone }: AlterDialogProps) {
  const t = useTranslations('blacklist');
  const common = useTranslations('common');
  const queries = useQueryClient();
  const appId = useShownApp();
  const only = entries.length === 1 ? entries[0] : undefined;
  const isOne = only !== undefined;
  const [reason, setReason] = useState(only?.reason ?? '');
  const [ticket, setTicket] = useState(only?.ticket ?? '');
  const [expiresAt, setExpiresAt] = useState(only?.expiresAt ?? null);
  const [chosen, setChosen] = useState({ reason: isOne, ticket: isOne, expires: false });
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const isAny = chosen.reason || chosen.ticket || chosen.expires;
  const isGood =
    isAny &&
    (!chosen.reason || reasonRule(reason) === null) &&
    (!chosen.ticket || ticketRule(ticket) === null) &&
    (!chosen.expires || isExpiryGood(expiresAt));

  async function save(): Promise<void> {
    setPending(true);
    setFailure(null);
    const answer = await alter(appId, {
      cids: entries.map(({ cid }) => cid),
      ...(chosen.reason ? { reason } : {}),
      ...(chosen.ticket ? { ticket } : {}),
      ...(chosen.expires ? { expiresAt } : {}),
    }).catch(() => null);
    setPending(false);
    if (!answer?.ok) return setFailure(answer?.error ?? { code: 'UNEXPECTED' });
    const { altered, skipped } = answer.data;
    showToast({
      tone: skipped > 0 ? 'info' : 'success',
      title: t('alter.done', { count: altered }),
      ...(skipped > 0 ? { description: t('alter.skipped', { count: skipped }) } : {}),
    });
    await queries.invalidateQueries();
    onDone();
  }

  const toggle = (id: keyof typeof chosen) => (isOn: boolean) => setChosen({ ...chosen, [id]: isOn });
  return (
    <Dialog
      isOpen
      title={t('alter.title', { count: entries.length })}
      description={t('alter.body')}
      isLocked={isPending}
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose} isDisabled={isPending}>
            {common('cancel')}
          </Button>
          <Button variant="primary" isPending={isPending} isDisabled={!isGood} onPress={save}>
            {t('alter.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {failure ? <FailureCallout failure={failure} /> : null}
        <div className="flex flex-col gap-2">
          <Checkbox isSelected={chosen.reason} onChange={toggle('reason')}>
            {t('alter.reason')}
          </Checkbox>
          {chosen.reason ? (
            <TextField
              hideLabel
              label={t('reason')}
              value={reason}
              error={
                reason !== '' && reasonRule(reason)
                  ? t('kind.broken.reason-too-long', { count: reason.length })
                  : undefined
              }
              onChange={setReason}
            />
          ) : null}
        </div>
        <div className="flex flex-col gap-2">
          <Checkbox isSelected={chosen.ticket} onChange={toggle('ticket')}>
            {t('alter.ticket')}
          </Checkbox>
          {chosen.ticket ? (
            <TextField
              hideLabel
              label={t('ticket')}
              value={ticket}
              error={
                ticketRule(ticket) ? t('kind.broken.ticket-too-long', { count: ticket.length }) : undefined
              }
              onChange={setTicket}
            />
          ) : null}
        </div>
        <div className="flex flex-col gap-2">
          <Checkbox isSelected={chosen.expires} onChange={toggle('expires')}>
            {t('alter.expires')}
          </Checkbox>
          {chosen.expires ? <ExpiryField value={expiresAt} onChange={setExpiresAt} /> : null}
        </div>
        {isAny ? null : <p className="text-sm text-warn">{t('alter.nothing')}</p>}
      </div>
    </Dialog>
  );
}
