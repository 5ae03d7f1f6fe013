'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { ReassertDraft } from '@/lib/blacklist/schema';
import type { Failure } from '@/lib/core/result';
import { FailureCallout } from '../data/failure-state';
import { useShownApp } from '../data/reads';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ProgressBar } from '../ui/progress-bar';
import type { BlacklistDoors } from './doors';

type ReassertDialogProps = Readonly<{ doors: BlacklistDoors; onClose: () => void }>;

/** Sends everything that the register holds once more: says how many there are first, then orders it. */
export function ReassertDialog({ doors, onClose }: ReassertDialogProps) {
  const t = useTranslations('blacklist.reassertAll');
  const common = useTranslations('common');
  const appId = useShownApp();
  const router = useRouter();
  const [draft, setDraft] = useState<ReassertDraft | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isPending, setPending] = useState(false);
  const asked = useRef(false);
  async function look(): Promise<void> {
    setFailure(null);
    const answer = await doors.reassert(appId, {}).catch(() => null);
    if (answer?.ok) setDraft(answer.data);
    else setFailure(answer?.error ?? { code: 'UNEXPECTED' });
  }
  useEffect(() => {
    // Strict mode would ask twice.
    if (asked.current) return;
    asked.current = true;
    void look();
  });
  async function go({ jobId, rowsHash }: ReassertDraft): Promise<void> {
    setPending(true);
    const answer = await doors.imports.order(appId, { jobId, rowsHash }).catch(() => null);
    setPending(false);
    if (answer?.ok) router.push(`/jobs/${answer.data.jobId}` as Route);
    else setFailure(answer?.error ?? { code: 'UNEXPECTED' });
  }
  function close(): void {
    // A preview that is not wanted leaves nothing behind; should that fail, it expires by itself.
    if (draft?.jobId) void doors.imports.discard(appId, { id: draft.jobId }).catch(() => undefined);
    onClose();
  }
  const isAny = draft !== null && draft.total > 0;
  return (
    <Dialog
      isOpen
      size="sm"
      title={t('title')}
      isLocked={isPending}
      onOpenChange={(open) => !open && close()}
      footer={
        <>
          <Button onPress={close} isDisabled={isPending}>
            {common(isAny ? 'cancel' : 'close')}
          </Button>
          {isAny ? (
            <Button variant="primary" isPending={isPending} onPress={() => go(draft)}>
              {t('go', { rows: draft.total })}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {failure ? <FailureCallout failure={failure} onRetry={draft ? undefined : look} /> : null}
        {draft ? (
          <p className="leading-relaxed">
            {isAny ? t('body', { rows: draft.total, calls: draft.calls }) : t('nothing')}
          </p>
        ) : failure ? null : (
          <ProgressBar label={t('counting')} />
        )}
      </div>
    </Dialog>
  );
}
