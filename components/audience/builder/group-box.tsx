'use client';

import { FolderPlus, MapPin, Smartphone, Tag } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import type { Group, Key, Op } from '@/lib/audience/schema';
import { canDo, newGroup, newRule } from '@/lib/audience/tree';
import { isHeld } from '@/lib/audience/walk';
import { Button } from '../../ui/button';
import { SegmentedControl } from '../../ui/segmented-control';
import { useBuilder } from './context';
import { Examples } from './examples';
import { PartFrame } from './part-frame';
import { RuleRow } from './rule-row';

type GroupBoxProps = Readonly<{
  group: Group;
  /** Its place among the groups: "1.2". */
  name: string;
}>;

const OPS: readonly Op[] = ['all', 'any', 'none'];
const ICONS = { tag: Tag, region: MapPin, phoneType: Smartphone } as const;

/** A group: how its parts are joined, the parts, and what can be added. */
export function GroupBox({ group, name }: GroupBoxProps) {
  const t = useTranslations('audience.builder');
  const { state, dispatch } = useBuilder();
  const isRoot = group === state.tree;
  const held = isHeld(state.tree, group.id);
  const label = t('group', { name });
  const groups = group.parts.filter(({ kind }) => kind === 'group');
  return (
    <PartFrame node={group} name={label} isRoot={isRoot}>
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <SegmentedControl
          className="self-start"
          label={t('joins', { name: label })}
          value={group.op}
          isDisabled={held}
          onChange={(op) => dispatch({ type: 'edit', id: group.id, change: { op } })}
          segments={OPS.map((id) => ({ id, label: t(`groupOp.${id}`) }))}
        />
        {group.parts.length === 0 ? (
          <>
            <p className="text-sm text-muted">{t(isRoot ? 'empty' : 'emptyGroup')}</p>
            {isRoot && !held ? <Examples /> : null}
          </>
        ) : null}
        {group.parts.length > 0 ? (
          <ul aria-label={t('parts', { name: label })} className="flex flex-col gap-2">
            {group.parts.map((part, i) => (
              <li key={part.id}>
                {part.kind === 'group' ? (
                  <GroupBox group={part} name={`${name}.${groups.indexOf(part) + 1}`} />
                ) : (
                  <RuleRow rule={part} nth={i + 1} of={label} />
                )}
              </li>
            ))}
          </ul>
        ) : null}
        <Adding group={group} isDisabled={held} label={label} />
      </div>
    </PartFrame>
  );
}

type AddingProps = Readonly<{ group: Group; isDisabled: boolean; label: string }>;

function Adding({ group, isDisabled, label }: AddingProps) {
  const t = useTranslations('audience.builder');
  const { state, dispatch, focus } = useBuilder();
  const isFull = !canDo(state, { type: 'insert', into: group.id, node: newRule('tag') });
  const isDeep = !canDo(state, { type: 'insert', into: group.id, node: newGroup() });
  function add(key: Key): void {
    const node = newRule(key);
    focus(node.id);
    dispatch({ type: 'insert', into: group.id, node });
  }
  return (
    <fieldset className="flex flex-wrap items-center gap-1.5" aria-label={t('addTo', { name: label })}>
      {(['tag', 'region', 'phoneType'] as const).map((key) => (
        <Button
          key={key}
          size="sm"
          icon={ICONS[key]}
          isDisabled={isDisabled || isFull}
          onPress={() => add(key)}
        >
          {t(`add.${key}`)}
        </Button>
      ))}
      <Button
        size="sm"
        variant="ghost"
        icon={FolderPlus}
        isDisabled={isDisabled || isDeep}
        onPress={() => {
          const node = newGroup();
          focus(node.id);
          dispatch({ type: 'insert', into: group.id, node });
        }}
      >
        {t('add.group')}
      </Button>
      {!isDisabled && isDeep ? (
        <span className="text-sm text-muted">{t(isFull ? 'full' : 'deep')}</span>
      ) : null}
    </fieldset>
  );
}
