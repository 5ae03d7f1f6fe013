import { useTranslations } from 'use-intl/react';
import type { AudienceVersion, SavedAudience } from '@/lib/audience/saved-schema';
import { FailureCallout, FailureState } from '../../data/failure-state';
import { LoadingLines } from '../../data/loading-state';
import { failureOf, useRead } from '../../data/reads';
import { useDeed } from '../../data/use-deed';
import { Button } from '../../ui/button';
import { Sheet } from '../../ui/dialog';
import { Badge } from '../../ui/status';
import { Time } from '../../ui/time';
import { showToast } from '../../ui/toast';
import type { AudienceDoors } from './doors';

type VersionsSheetProps = Readonly<{
  saved: SavedAudience;
  doors: AudienceDoors;
  onClose: () => void;
  onDone: (saved: SavedAudience) => void;
}>;

/** What an audience was at each saving; an old version comes back as a new one. */
export function VersionsSheet({ saved, doors, onClose, onDone }: VersionsSheetProps) {
  const t = useTranslations('audienceSaved.versions');
  const versions = useRead('audiences.versions', { id: saved.id }, { staleTime: 0 });
  const { run, failure, isPending } = useDeed(doors.save, 'audiences.', 'shell.');
  async function restore({ version: from, name, note, tree }: AudienceVersion) {
    const { id, version: basedOn, labels } = saved;
    const next = await run({ id, basedOn, name, note, labels: [...labels], tree, ownerId: null });
    if (!next) return;
    showToast({ tone: 'success', title: t('restored', { from, version: next.version }) });
    onDone(next);
  }
  return (
    <Sheet
      isOpen
      title={t('title', { name: saved.name })}
      description={t('body')}
      isLocked={isPending}
      onOpenChange={(isOpen) => !isOpen && onClose()}
    >
      {failure ? <FailureCallout failure={failure} /> : null}
      {versions.isPending ? <LoadingLines /> : null}
      {versions.error ? (
        <FailureState failure={failureOf(versions.error)} onRetry={() => versions.refetch()} />
      ) : null}
      <ol>
        {versions.data?.map((version) => (
          <li key={version.version} className="border-b border-line py-3 last:border-b-0">
            <Version
              version={version}
              saved={saved}
              isPending={isPending}
              onRestore={() => void restore(version)}
            />
          </li>
        ))}
      </ol>
    </Sheet>
  );
}

type VersionProps = Readonly<{
  version: AudienceVersion;
  saved: SavedAudience;
  isPending: boolean;
  onRestore: () => void;
}>;

function Version({ version, saved, isPending, onRestore }: VersionProps) {
  const t = useTranslations('audienceSaved.versions');
  const isCurrent = version.version === saved.version;
  return (
    <div className="flex flex-wrap items-start justify-between gap-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium">{t('version', { version: version.version })}</span>
          {isCurrent ? <Badge tone="accent">{t('current')}</Badge> : null}
          <span className="text-sm text-muted">
            {version.savedBy} <Time value={version.savedAt} show="minute" />
          </span>
        </p>
        {version.name === saved.name ? null : (
          <p className="text-sm">{t('renamed', { name: version.name })}</p>
        )}
        {version.note ? <p className="text-sm whitespace-pre-line text-muted">{version.note}</p> : null}
      </div>
      {isCurrent ? null : (
        <Button
          size="sm"
          isDisabled={isPending}
          aria-label={t('restoreOf', { version: version.version })}
          onPress={onRestore}
        >
          {t('restore')}
        </Button>
      )}
    </div>
  );
}
