'use client';

import {
  ArrowDown,
  ArrowUp,
  Copy,
  CornerDownRight,
  CornerUpLeft,
  EllipsisVertical,
  Eye,
  EyeOff,
  FolderInput,
  FolderOutput,
  GripVertical,
  Lock,
  LockOpen,
  Trash2,
} from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Node } from '@/lib/audience/schema';
import { type Action, canDo, copyOf, stepOf, type Way } from '@/lib/audience/tree';
import { isHeld, neighbourOf, nodeOf, parentOf } from '@/lib/audience/walk';
import { newId } from '@/lib/core/ids';
import { cx } from '../../ui/cx';
import { IconButton } from '../../ui/icon-button';
import { Menu, MenuItem } from '../../ui/menu';
import { useBuilder } from './context';

type PartFrameProps = Readonly<{ node: Node; name: string; isRoot?: boolean; children: ReactNode }>;

/** What every part has: a handle to move it, its users, whether it counts, and a menu. */
export function PartFrame({ node, name, isRoot = false, children }: PartFrameProps) {
  const t = useTranslations('audience.builder');
  const { renderAside } = useBuilder();
  const marks = [node.muted && t('muted'), node.locked && t('locked')].filter(
    (mark) => typeof mark === 'string',
  );
  return (
    <fieldset
      aria-label={[name, ...marks].join(' · ')}
      data-part={node.id}
      data-kind={node.kind}
      tabIndex={-1}
      className={cx(
        'flex min-w-0 flex-wrap items-start gap-1 rounded-md sm:flex-nowrap outline-none focus-visible:outline-2 focus-visible:outline-accent',
        'data-[drop]:outline-accent data-[drop=into]:outline-2 data-[drop=before]:shadow-[0_-3px_0_0_var(--m-accent)] data-[drop=after]:shadow-[0_3px_0_0_var(--m-accent)]',
        !isRoot && 'border border-line bg-surface p-2',
        node.muted && 'opacity-55',
      )}
    >
      {isRoot ? null : <Handle node={node} name={name} />}
      <div className="order-last flex min-w-0 basis-full sm:order-none sm:flex-1 sm:basis-0">{children}</div>
      {isRoot ? null : (
        <div className="ms-auto flex shrink-0 items-center gap-1">
          {marks.length > 0 ? (
            <span className="inline-flex items-center gap-1 text-xs text-muted">
              {node.locked ? <Lock aria-hidden className="size-3" /> : null}
              {marks.join(' · ')}
            </span>
          ) : null}
          <span className="min-w-12 text-end text-sm text-muted tabular-nums">{renderAside(node)}</span>
          <PartMenu node={node} name={name} />
        </div>
      )}
    </fieldset>
  );
}

const WAY_OF: Record<string, Way> = { ArrowUp: 'up', ArrowDown: 'down', ArrowRight: 'in', ArrowLeft: 'out' };

function Handle({ node, name }: Readonly<{ node: Node; name: string }>) {
  const t = useTranslations('audience.builder');
  const { state, dispatch, focus } = useBuilder();
  const drag = useRef(false);
  const marked = useRef<HTMLElement | null>(null);
  const isStill = isHeld(state.tree, node.id);
  function key(event: KeyboardEvent): void {
    const way = WAY_OF[event.key];
    if (!event.altKey || !way) return;
    event.preventDefault();
    const action = stepOf(state.tree, node.id, way);
    if (!action) return;
    focus(node.id);
    dispatch(action);
  }
  /** Shows where the part would go; a step that is forbidden shows nothing. */
  function hover(to: Drop | null): void {
    delete marked.current?.dataset.drop;
    marked.current = to && canDo(state, to.action) ? to.under : null;
    if (to && marked.current) marked.current.dataset.drop = to.side;
  }
  const under = (event: PointerEvent) => dropOf(state.tree, node, event.clientX, event.clientY);
  function end(to: Drop | null): void {
    if (!drag.current) return;
    drag.current = false;
    hover(null);
    if (!to) return;
    focus(node.id);
    dispatch(to.action);
  }
  return (
    <button
      type="button"
      data-first
      disabled={isStill}
      aria-label={t('move', { name })}
      title={t('moveHint')}
      onKeyDown={key}
      onPointerDown={(event) => {
        drag.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => drag.current && hover(under(event))}
      onPointerUp={(event) => end(under(event))}
      onPointerCancel={() => end(null)}
      className="mt-1 shrink-0 cursor-grab touch-none rounded-sm p-0.5 text-faint hover:text-ink focus-visible:outline-2 focus-visible:outline-accent active:cursor-grabbing disabled:cursor-not-allowed disabled:opacity-40"
    >
      <GripVertical aria-hidden className="size-4" />
    </button>
  );
}

type Drop = Readonly<{ action: Action; under: HTMLElement; side: 'before' | 'after' | 'into' }>;

/** At the upper and the lower edge of a group a part goes beside it instead of into it. */
const EDGE_PX = 10;

/** Where a part that is dropped goes: before or after the part under the pointer, or into the group there. */
function dropOf(tree: Parameters<typeof nodeOf>[0], node: Node, x: number, y: number): Drop | null {
  const under = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-part]');
  const target = nodeOf(tree, under?.dataset.part ?? '');
  if (!under || !target || nodeOf(node, target.id)) return null;
  const parent = parentOf(tree, target.id);
  const { top, bottom } = under.getBoundingClientRect();
  const isInside = y > top + EDGE_PX && y < bottom - EDGE_PX;
  if (target.kind === 'group' && (isInside || !parent))
    return { action: { type: 'move', id: node.id, into: target.id }, under, side: 'into' };
  if (!parent) return null;
  const isBelow = y > (top + bottom) / 2;
  const at = parent.parts.filter(({ id }) => id !== node.id).indexOf(target) + (isBelow ? 1 : 0);
  return {
    action: { type: 'move', id: node.id, into: parent.id, at },
    under,
    side: isBelow ? 'after' : 'before',
  };
}

const STEPS = [
  { way: 'up', icon: ArrowUp },
  { way: 'down', icon: ArrowDown },
  { way: 'in', icon: CornerDownRight },
  { way: 'out', icon: CornerUpLeft },
] as const;

function PartMenu({ node, name }: Readonly<{ node: Node; name: string }>) {
  const t = useTranslations('audience.builder');
  const { state, dispatch, focus } = useBuilder();
  const { id } = node;
  const copy = copyOf(state.tree, id);
  const isFree = (action: Action | null): action is Action => action !== null && canDo(state, action);
  const go = (action: Action, then = id) => {
    focus(then);
    dispatch(action);
  };
  const mute: Action = { type: 'mute', id, muted: !node.muted };
  const lock: Action = { type: 'lock', id, locked: !node.locked };
  const wrap: Action = { type: 'wrap', id, as: newId() };
  const dissolve: Action = { type: 'dissolve', id };
  const remove: Action = { type: 'remove', id };
  return (
    <Menu
      label={t('menu', { name })}
      trigger={<IconButton size="sm" icon={EllipsisVertical} label={t('menu', { name })} />}
    >
      {isFree(mute) ? (
        <MenuItem
          id="mute"
          icon={node.muted ? Eye : EyeOff}
          label={t(node.muted ? 'unmute' : 'mute')}
          onAction={() => go(mute)}
        />
      ) : null}
      {isFree(lock) ? (
        <MenuItem
          id="lock"
          icon={node.locked ? LockOpen : Lock}
          label={t(node.locked ? 'unlock' : 'lock')}
          onAction={() => go(lock)}
        />
      ) : null}
      {isFree(copy) ? (
        <MenuItem
          id="clone"
          icon={Copy}
          label={t('clone')}
          onAction={() => go(copy, 'node' in copy ? copy.node.id : id)}
        />
      ) : null}
      {STEPS.map(({ way, icon }) => {
        const action = stepOf(state.tree, id, way);
        return isFree(action) ? (
          <MenuItem key={way} id={way} icon={icon} label={t(`steps.${way}`)} onAction={() => go(action)} />
        ) : null;
      })}
      {isFree(wrap) ? (
        <MenuItem id="wrap" icon={FolderInput} label={t('wrap')} onAction={() => go(wrap)} />
      ) : null}
      {isFree(dissolve) ? (
        <MenuItem
          id="dissolve"
          icon={FolderOutput}
          label={t('dissolve')}
          onAction={() => go(dissolve, neighbourOf(state.tree, id))}
        />
      ) : null}
      {isFree(remove) ? (
        <MenuItem
          id="remove"
          tone="danger"
          icon={Trash2}
          label={t('remove')}
          onAction={() => go(remove, neighbourOf(state.tree, id))}
        />
      ) : null}
    </Menu>
  );
}
