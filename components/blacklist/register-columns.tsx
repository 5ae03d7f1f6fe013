import { MoreHorizontal } from 'lucide-react';
import type { Route } from 'next';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { RegisterEntry } from '@/lib/blacklist/schema';
import { Checkbox } from '../ui/checkbox';
import { Cid } from '../ui/cid';
import { IconButton } from '../ui/icon-button';
import { TextLink } from '../ui/link-button';
import { Menu, MenuItem } from '../ui/menu';
import { Badge, StatusDot } from '../ui/status';
import type { TableColumn } from '../ui/table';
import { Time } from '../ui/time';
import type { Tone } from '../ui/tone';

const TONE: Record<RegisterEntry['state'], Tone> = {
  asserted: 'danger',
  unknown: 'unknown',
  released: 'neutral',
};

export type Selection = Readonly<{ has: (cid: string) => boolean; toggle: (cid: string) => void }>;
export type RowActions = Readonly<{
  selection: Selection;
  onRelease: (entries: readonly RegisterEntry[]) => void;
  onAlter: (entries: readonly RegisterEntry[]) => void;
}>;

/** The columns of the register; boxes and actions only for people who may write. */
export function useRegisterColumns(actions: RowActions | null): TableColumn<RegisterEntry>[] {
  const t = useTranslations('blacklist.register');
  const faint = (text = '—') => <span className="text-faint">{text}</span>;
  const columns: TableColumn<RegisterEntry>[] = [
    {
      key: 'cid',
      header: t('column.cid'),
      isRowHeader: true,
      cell: ({ cid }) => <Cid value={cid} fit="short" href={`/users/${cid}` as Route} />,
    },
    { key: 'state', header: t('column.state'), cell: (entry) => <State entry={entry} /> },
    {
      key: 'reason',
      header: t('column.reason'),
      wrap: true,
      cell: ({ reason }) => (
        <span className="block min-w-40 max-w-[36ch] break-words">{reason || faint(t('noReason'))}</span>
      ),
    },
    { key: 'ticket', header: t('column.ticket'), cell: ({ ticket }) => ticket || faint() },
    { key: 'added', header: t('column.added'), cell: (entry) => <Added entry={entry} /> },
    { key: 'expires', header: t('column.expires'), wrap: true, cell: (entry) => <Expires entry={entry} /> },
  ];
  if (!actions) return columns;
  return [
    {
      key: 'select',
      header: <span className="sr-only">{t('column.act')}</span>,
      width: 'w-8',
      cell: ({ cid }) => (
        <Checkbox
          aria-label={t('select', { cid })}
          isSelected={actions.selection.has(cid)}
          onChange={() => actions.selection.toggle(cid)}
        />
      ),
    },
    ...columns,
    {
      key: 'act',
      header: <span className="sr-only">{t('column.act')}</span>,
      align: 'end',
      width: 'w-12',
      cell: (entry) => <Act entry={entry} actions={actions} />,
    },
  ];
}

function Act({ entry, actions }: Readonly<{ entry: RegisterEntry; actions: RowActions }>) {
  const t = useTranslations('blacklist.register');
  const isActive = entry.state !== 'released';
  return (
    <Menu
      label={t('actions', { cid: entry.cid })}
      trigger={<IconButton icon={MoreHorizontal} label={t('actions', { cid: entry.cid })} />}
    >
      {isActive ? (
        <MenuItem id="release" label={t('release')} onAction={() => actions.onRelease([entry])} />
      ) : null}
      {isActive && entry.expiry?.state !== 'releasing' ? (
        <MenuItem id="alter" label={t('alter')} onAction={() => actions.onAlter([entry])} />
      ) : null}
      <MenuItem id="card" label={t('card')} href={`/users/${entry.cid}`} />
    </Menu>
  );
}

function State({ entry }: Readonly<{ entry: RegisterEntry }>) {
  const t = useTranslations('blacklist.register');
  return (
    <span className="inline-flex items-center gap-2">
      <StatusDot
        tone={TONE[entry.state]}
        hollow={entry.state === 'released'}
        label={t(`state.${entry.state}`)}
      />
      {entry.source === 'imported' ? <Badge>{t('imported')}</Badge> : null}
    </span>
  );
}

/** Who and when, with the change that did it. */
function Added({ entry: { by, at, jobId } }: Readonly<{ entry: RegisterEntry }>) {
  const t = useTranslations('blacklist.register');
  if (by === null) return <span className="text-faint">—</span>;
  return (
    <span className="block">
      <span className="block">{by}</span>
      <span className="block text-sm text-muted">
        <Time value={at} show="minute" />
        {jobId ? (
          <TextLink href={`/jobs/${jobId}` as Route} className="ms-2">
            {t('job')}
          </TextLink>
        ) : null}
      </span>
    </span>
  );
}

/** When it ends or ended, and how; of an expiry that does not come about, why. */
function Expires({ entry }: Readonly<{ entry: RegisterEntry }>) {
  const t = useTranslations('blacklist.register');
  const { state, expiresAt, expiry, releasedAt, releasedBy, releasedByExpiry, releaseJobId } = entry;
  if (state === 'released')
    return (
      <span className="block min-w-36 text-sm">
        {releasedAt === null ? null : <Time value={releasedAt} show="minute" />}
        <span className="block text-muted">
          {t(releasedByExpiry ? 'releasedByExpiry' : 'releasedBy', { name: releasedBy ?? '—' })}
          <JobLink id={releaseJobId} />
        </span>
      </span>
    );
  if (expiresAt === null) return <span className="text-faint">{t('forever')}</span>;
  return (
    <span className="block min-w-36">
      <Time value={expiresAt} show="minute" />
      {expiry ? (
        <span className="block max-w-[32ch] text-sm">
          <ExpiryWords expiry={expiry} />
          <JobLink id={expiry.jobId} />
        </span>
      ) : null}
    </span>
  );
}

function JobLink({ id }: Readonly<{ id: string | null }>) {
  const t = useTranslations('blacklist.register');
  if (id === null) return null;
  return (
    <TextLink href={`/jobs/${id}` as Route} className="ms-2 whitespace-nowrap">
      {t('job')}
    </TextLink>
  );
}

function ExpiryWords({ expiry }: Readonly<{ expiry: NonNullable<RegisterEntry['expiry']> }>) {
  const t = useTranslations('blacklist.register.expiry');
  const format = useFormatter();
  const { state, failures, nextAt } = expiry;
  if (state === 'waiting' || state === 'releasing') return <span className="text-muted">{t(state)}</span>;
  if (state === 'retrying')
    return (
      <span className="text-warn">
        {t('retrying', {
          failures,
          time: nextAt === null ? '—' : format.dateTime(new Date(nextAt), 'minute'),
        })}
      </span>
    );
  return <span className="text-danger">{t('given-up', { failures })}</span>;
}
