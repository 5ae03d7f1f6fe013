'use client';

import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components';
import { cx } from './cx';

export type TabItem<Id extends string> = Readonly<{
  id: Id;
  label: string;
  /** A count after the label. */
  count?: number | string;
  content: ReactNode;
}>;

export type TabsProps<Id extends string> = Readonly<{
  label: string;
  items: ReadonlyArray<TabItem<Id>>;
  value?: Id;
  defaultValue?: Id;
  onChange?: (id: Id) => void;
  /** Hidden panels stay as they are: what runs or was typed there is not lost. */
  keepMounted?: boolean;
  className?: string;
}>;

/** Parts of one subject, one at a time. Hidden panels are not kept unless asked. */
export function Tabs<Id extends string>({
  label,
  items,
  value,
  defaultValue,
  onChange,
  keepMounted,
  className,
}: TabsProps<Id>) {
  return (
    <AriaTabs
      {...(value === undefined ? { defaultSelectedKey: defaultValue } : { selectedKey: value })}
      onSelectionChange={(key) => {
        const chosen = items.find((item) => item.id === key);
        if (chosen) onChange?.(chosen.id);
      }}
      className={cx('flex flex-col outline-none', className)}
    >
      <TabList aria-label={label} className="flex gap-5 overflow-x-auto border-b border-line">
        {items.map((item) => (
          <Tab
            key={item.id}
            id={item.id}
            className={cx(
              '-mb-px flex h-9 cursor-default items-center gap-1.5 border-b-2 border-transparent whitespace-nowrap text-muted',
              'transition-colors hover:text-ink selected:border-accent selected:font-medium selected:text-ink',
              'focus-visible:-outline-offset-2',
            )}
          >
            {item.label}
            {item.count === undefined ? null : (
              <span className="rounded bg-sunken px-1 text-xs text-muted tabular-nums">{item.count}</span>
            )}
          </Tab>
        ))}
      </TabList>
      {items.map((item) => (
        <TabPanel
          key={item.id}
          id={item.id}
          shouldForceMount={keepMounted}
          className={({ isInert }) => cx('pt-4', isInert && 'hidden')}
        >
          {item.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
