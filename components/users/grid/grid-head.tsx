'use client';

import { ArrowDown, ArrowUp, RotateCw } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useFormatter, useTranslations } from 'use-intl/react';
import { callsFor, type DataColumn, type Group, groupOf } from '@/lib/users/rules';
import { Checkbox } from '../../ui/checkbox';
import { cx } from '../../ui/cx';
import { CID_WIDTH, groupsOf, SHAPES } from './columns';
import { asHead, asRow, asRows } from './roles';
import type { Sort, SortColumn } from './sort';

/** How far a group is. */
export type GroupState = Readonly<{
  total: number;
  read: number;
  failed: number;
  /** Rows of the view that are not read yet. */
  wanting: number;
  isReading: boolean;
  /** The app has not bought it. */
  isClosed: boolean;
}>;

export type GridHeadProps = Readonly<{
  columns: readonly DataColumn[];
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
  groups: Readonly<Partial<Record<Group, GroupState>>>;
  onRead: (group: Group) => void;
  /** All, some or none of the rows in view. */
  chosen: 'all' | 'some' | 'none';
  onChooseAll: (isChosen: boolean) => void;
}>;

const NEXT = { none: false, up: true } as const;

/** Two lines: groups with what they cost and how far they are, columns with their order. */
export const GridHead = memo(function GridHead(props: GridHeadProps) {
  const { columns, groups, onRead, sort, onSort, chosen, onChooseAll } = props;
  const order = (column: SortColumn) =>
    sort?.column === column ? (sort.isDescending ? 'down' : 'up') : 'none';
  const t = useTranslations('users.grid');
  return (
    <div {...asRows} className="sticky top-0 z-10 w-max min-w-full bg-surface text-sm">
      <div {...asRow(1)} className="flex h-8">
        <div
          {...asHead(1)}
          className={cx(
            'sticky left-0 z-[1] flex shrink-0 items-center border-e border-b border-line bg-surface ps-4',
            CID_WIDTH,
          )}
        >
          <span className="text-muted">{t('user')}</span>
        </div>
        {groupsOf(columns).map((group) => (
          <GroupHead key={group} group={group} columns={columns} state={groups[group]} onRead={onRead} />
        ))}
      </div>
      <div {...asRow(2)} className="flex h-9">
        <HeadCell column="cid" order={order('cid')} onSort={onSort} index={1} isSticky>
          <Checkbox
            aria-label={t('chooseAll')}
            isSelected={chosen === 'all'}
            isIndeterminate={chosen === 'some'}
            onChange={onChooseAll}
          />
        </HeadCell>
        {columns.map((column, i) => (
          <HeadCell
            key={column}
            column={column}
            order={order(column)}
            onSort={onSort}
            index={i + 2}
            width={SHAPES[column].width}
          />
        ))}
      </div>
    </div>
  );
});

type GroupHeadProps = Readonly<{
  group: Group;
  columns: readonly DataColumn[];
  state: GroupState | undefined;
  onRead: (group: Group) => void;
}>;

function GroupHead({ group, columns, state, onRead }: GroupHeadProps) {
  const t = useTranslations('users');
  const format = useFormatter();
  const mine = columns.filter((column) => groupOf(column) === group);
  const width = mine.reduce((sum, column) => sum + SHAPES[column].width, 0);
  const wanting = state?.wanting ?? 0;
  const calls = callsFor(group, wanting || (state?.total ?? 0));
  const cost = group === 'ledger' ? t('grid.free') : t('grid.calls', { calls });
  return (
    <div
      {...asHead(columns.indexOf(mine[0] as DataColumn) + 2, { 'aria-colspan': mine.length })}
      title={t(`groups.${group}.about`)}
      className="flex shrink-0 items-center gap-1.5 overflow-hidden border-e border-b border-line px-3 whitespace-nowrap"
      style={{ width }}
    >
      <span className="font-medium">{t(`groups.${group}.name`)}</span>
      {state?.isClosed ? (
        <span className="truncate text-warn">{t('grid.notEnabled')}</span>
      ) : state?.isReading ? (
        <span className="truncate text-muted tabular-nums">
          {format.number(state.total ? state.read / state.total : 0, 'percent')}
        </span>
      ) : wanting > 0 ? (
        <AriaButton
          onPress={() => onRead(group)}
          aria-label={t('grid.readLabel', { group: t(`groups.${group}.name`), cost })}
          className="inline-flex min-w-0 items-center gap-1 rounded-sm text-accent hover:underline"
        >
          <RotateCw aria-hidden className="size-3 shrink-0" />
          <span className="truncate">{t('grid.read', { cost })}</span>
        </AriaButton>
      ) : (
        <span className="truncate text-muted">{cost}</span>
      )}
    </div>
  );
}

type HeadCellProps = Readonly<{
  column: SortColumn;
  order: 'up' | 'down' | 'none';
  onSort: (sort: Sort | null) => void;
  index: number;
  /** Absent for the first column, whose width follows the window. */
  width?: number;
  isSticky?: boolean;
  children?: ReactNode;
}>;

const HeadCell = memo(function HeadCell({
  column,
  order: mine,
  onSort,
  index,
  width,
  isSticky,
  children,
}: HeadCellProps) {
  const t = useTranslations('users');
  const name = column === 'cid' ? 'cid' : t(`columns.${column}`);
  const Icon = mine === 'down' ? ArrowDown : ArrowUp;
  return (
    <div
      {...asHead(index, {
        'aria-label': name,
        'aria-sort': mine === 'none' ? 'none' : mine === 'up' ? 'ascending' : 'descending',
      })}
      className={cx(
        'flex shrink-0 items-center gap-2.5 border-b border-line bg-surface px-3',
        isSticky && cx('sticky left-0 z-[1] border-e ps-4', CID_WIDTH),
        column !== 'cid' && SHAPES[column].isEnd && 'justify-end',
      )}
      style={{ width }}
    >
      {children}
      <AriaButton
        onPress={() => onSort(mine === 'down' ? null : { column, isDescending: NEXT[mine] })}
        className={cx(
          'inline-flex min-w-0 items-center gap-1 rounded-sm hover:text-ink',
          mine === 'none' ? 'text-muted' : 'font-medium text-ink',
        )}
      >
        <span className="truncate">{name}</span>
        {mine === 'none' ? null : <Icon aria-hidden className="size-3.5 shrink-0" />}
      </AriaButton>
    </div>
  );
});
