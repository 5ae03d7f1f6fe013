import { Button as AriaButton } from 'react-aria-components';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { TagEntry } from '@/lib/tags/schema';
import { Checkbox } from '../ui/checkbox';
import { StatusDot } from '../ui/status';
import type { TableColumn } from '../ui/table';
import { Time } from '../ui/time';

type Selection = { selected: ReadonlySet<string>; toggle: (tag: string, on: boolean) => void };

const NONE = <span className="text-faint">—</span>;

/** What the dictionary shows of each tag. */
export function useDictionaryColumns({
  onOpen,
  selection,
}: Readonly<{ onOpen: (tag: string) => void; selection: Selection | undefined }>): TableColumn<TagEntry>[] {
  const t = useTranslations('tags.dictionary');
  const format = useFormatter();
  const select: TableColumn<TagEntry>[] = selection
    ? [
        {
          key: 'select',
          header: <span className="sr-only">{t('merge')}</span>,
          width: 'w-10',
          cell: ({ tag }) => (
            <Checkbox isSelected={selection.selected.has(tag)} onChange={(on) => selection.toggle(tag, on)}>
              <span className="sr-only">{t('select', { tag })}</span>
            </Checkbox>
          ),
        },
      ]
    : [];
  return [
    ...select,
    {
      key: 'tag',
      header: t('column.tag'),
      isRowHeader: true,
      cell: ({ tag }) => (
        <AriaButton
          aria-label={t('open', { tag })}
          onPress={() => onOpen(tag)}
          className="max-w-60 cursor-pointer truncate text-start font-medium text-accent hover:underline"
        >
          {tag}
        </AriaButton>
      ),
    },
    {
      key: 'members',
      header: t('column.members'),
      align: 'end',
      cell: ({ members }) => <span className="tabular-nums">{format.number(members)}</span>,
    },
    { key: 'upstream', header: t('column.upstream'), align: 'end', cell: (row) => <Upstream row={row} /> },
    { key: 'gap', header: t('column.gap'), align: 'end', cell: (row) => <Gap row={row} /> },
    { key: 'used', header: t('column.used'), cell: (row) => <Time value={row.lastUsedAt} show="relative" /> },
    { key: 'owner', header: t('column.owner'), cell: ({ owner }) => owner || NONE },
    {
      key: 'note',
      header: t('column.note'),
      cell: ({ note }) =>
        note ? (
          <span className="block max-w-72 truncate" title={note}>
            {note}
          </span>
        ) : (
          NONE
        ),
    },
    {
      key: 'state',
      header: t('column.state'),
      cell: ({ state }) => (
        <StatusDot
          tone={state === 'active' ? 'ok' : 'neutral'}
          hollow={state === 'retired'}
          label={t(`states.${state}`)}
        />
      ),
    },
  ];
}

/** The upstream's count with its age: it was true when it was asked. */
export function Upstream({ row: { upstream, countedAt } }: Readonly<{ row: TagEntry }>) {
  const t = useTranslations('tags.dictionary');
  const format = useFormatter();
  if (upstream === null || countedAt === null) return <span className="text-faint">{t('never')}</span>;
  return (
    <span className="tabular-nums">
      {format.number(upstream)}
      <span className="ms-2 text-sm text-muted">
        {t('countedAt')} <Time value={countedAt} show="relative" />
      </span>
    </span>
  );
}

/** What the upstream has more than the ledger. */
function Gap({ row: { upstream, members } }: Readonly<{ row: TagEntry }>) {
  const format = useFormatter();
  if (upstream === null) return NONE;
  const gap = upstream - members;
  return (
    <span className={gap === 0 ? 'text-muted tabular-nums' : 'text-warn tabular-nums'}>
      {format.number(gap, { signDisplay: 'exceptZero' })}
    </span>
  );
}
