'use client';

import type { LucideIcon } from 'lucide-react';
import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuSection as AriaMenuSection,
  Header,
  MenuTrigger,
  Popover,
  Separator,
} from 'react-aria-components';
import { cx } from './cx';
import { optionStyle, popoverStyle } from './option';

export type MenuProps = Readonly<{
  /** The button that opens it. */
  trigger: ReactElement;
  /** Names the menu for readers. */
  label: string;
  placement?: 'bottom start' | 'bottom end' | 'top start' | 'top end';
  onOpenChange?: (isOpen: boolean) => void;
  /** Something above the items that is not an item, such as who is signed in. */
  header?: ReactNode;
  /** `MenuItem`, `MenuSection` and `MenuSeparator`. */
  children: ReactNode;
}>;

/** Actions behind a button. */
export function Menu({
  trigger,
  label,
  placement = 'bottom end',
  onOpenChange,
  header,
  children,
}: MenuProps) {
  return (
    <MenuTrigger onOpenChange={onOpenChange}>
      {trigger}
      <Popover placement={placement} className={cx(popoverStyle, 'min-w-48')}>
        {header}
        <AriaMenu aria-label={label} className="p-1 outline-none">
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

export type MenuItemProps = Readonly<{
  id: string;
  label: string;
  icon?: LucideIcon;
  leading?: ReactNode;
  tone?: 'danger';
  isDisabled?: boolean;
  /** Makes it a link; navigation stays on the client. */
  href?: string;
  onAction?: () => void;
}>;

/** One line of a menu; inside a selectable section it carries a tick. */
export function MenuItem({ id, label, icon: Icon, leading, tone, ...props }: MenuItemProps) {
  return (
    <AriaMenuItem
      {...props}
      id={id}
      textValue={label}
      className={cx(optionStyle, tone === 'danger' && 'text-danger')}
    >
      {({ isSelected, selectionMode }) => (
        <>
          {Icon ? <Icon aria-hidden className={cx('size-4 shrink-0', !tone && 'text-muted')} /> : leading}
          <span className="min-w-0 flex-1 truncate">{label}</span>
          {selectionMode !== 'none' && isSelected ? (
            <Check aria-hidden className="size-4 shrink-0 text-accent" />
          ) : null}
        </>
      )}
    </AriaMenuItem>
  );
}

export type MenuSectionProps<Id extends string> = Readonly<{
  title: string;
  /** With `onChange` the section is a choice of one. */
  value?: Id;
  onChange?: (id: Id) => void;
  children: ReactNode;
}>;

/** A titled group of items, optionally a choice of one among them. */
export function MenuSection<Id extends string>({ title, value, onChange, children }: MenuSectionProps<Id>) {
  const selection = onChange
    ? {
        selectionMode: 'single' as const,
        disallowEmptySelection: true,
        selectedKeys: value === undefined ? [] : [value],
        onSelectionChange: (keys: 'all' | Set<string | number>) => {
          const [key] = keys === 'all' ? [] : keys;
          // The keys are the ids of the items given as children.
          if (key !== undefined) onChange(String(key) as Id);
        },
      }
    : {};
  return (
    <AriaMenuSection {...selection}>
      <Header className="px-2 pt-1.5 pb-0.5 text-xs text-muted">{title}</Header>
      {children}
    </AriaMenuSection>
  );
}

/** A hairline between groups of items. */
export function MenuSeparator() {
  return <Separator className="mx-1 my-1 h-px bg-line" />;
}
