import { useTranslations } from 'use-intl/react';
import { BIN_DAYS, type SavedAudience, type UsedIn } from '@/lib/audience/saved-schema';
import { FailureCallout } from '../../data/failure-state';
import { LoadingLines } from '../../data/loading-state';
import { failureOf, useRead } from '../../data/reads';
import { useDeed } from '../../data/use-deed';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { showToast } from '../../ui/toast';
import type { AudienceDoors } from './doors';

type BinDialogProps = Readonly<{
  saved: SavedAudience;
  doors: AudienceDoors;
  onClose: () => void;
  onDone: (saved: SavedAudience) => void;
}>;

/** Shows what hangs on an audience before it goes. */
export function BinDialog({ saved, doors, onClose, onDone }: BinDialogProps) {
  const t = useTranslations('audienceSaved');
  const used = useRead('audiences.usedIn', { id: saved.id }, { staleTime: 0 });
  const bin = useDeed(doors.bin, 'audiences.', 'shell.');
  async function go(): Promise<boolean> {
    const gone = await bin.run({ id: saved.id });
    if (!gone) return false;
    showToast({ tone: 'success', title: t('bar.binnedToast', { name: gone.name }) });
    onDone(gone);
    return true;
  }
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('bin.title', { name: saved.name })}
      consequence={t('bin.body', { days: BIN_DAYS })}
      confirmLabel={t('bin.go')}
      isConfirmDisabled={!used.data}
      onConfirm={go}
    >
      {used.error ? <FailureCallout failure={failureOf(used.error)} onRetry={() => used.refetch()} /> : null}
      {used.isPending ? <LoadingLines count={2} /> : null}
      {used.data ? <Uses used={used.data} /> : null}
      {bin.failure ? <FailureCallout failure={bin.failure} /> : null}
    </ConfirmDialog>
  );
}

function Uses({ used }: Readonly<{ used: UsedIn }>) {
  const t = useTranslations('audienceSaved');
  const { changePct, floor, zero } = used.alerts;
  const rules = [changePct !== null, floor !== null, zero].filter(Boolean).length;
  const lines = [
    used.schedule === 'off' ? null : t('bin.schedule', { schedule: t(`schedule.${used.schedule}`) }),
    rules === 0 ? null : t('bin.alerts', { count: rules }),
    used.openAlerts === 0 ? null : t('bin.open', { count: used.openAlerts }),
    used.snapshots === 0 ? null : t('bin.snapshots', { count: used.snapshots }),
    used.clones.length === 0
      ? null
      : t('bin.clones', { names: used.clones.map(({ name }) => name).join('、') }),
  ].filter((line) => line !== null);
  if (lines.length === 0) return <p className="text-sm text-muted">{t('bin.nothing')}</p>;
  return (
    <div>
      <p className="font-medium">{t('bin.used')}</p>
      <ul className="mt-1 list-disc ps-5 text-sm">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
