'use client';

import type { ImportKind } from '../../imports/spec';
import { useBadgeKind } from '../../kinds/badge';
import { useBlacklistKind } from '../../kinds/blacklist';
import { useTagKind } from '../../kinds/tags';
import { type Deed, type DeedDraft, notedOf } from './deed';

/** The kind of change behind a deed, and how a user becomes one of its rows. */
export function useDeedKind(
  deed: Deed,
  draft: DeedDraft,
): { kind: ImportKind; rowOf: (cid: string) => string[]; head: string[] } {
  const tag = useTagKind(deed === 'untag' ? 'tag.remove' : 'tag.add');
  const block = useBlacklistKind('blacklist.add', notedOf(draft));
  const badge = useBadgeKind(
    draft.badgeMode === 'set'
      ? { kind: 'badge.set', params: { value: draft.badge } }
      : { kind: 'badge.add', params: { by: draft.badgeMode === 'plus' ? draft.badge : -draft.badge } },
  );
  if (deed === 'block') return { kind: block, rowOf: (cid) => [cid], head: ['cid'] };
  if (deed === 'badge') return { kind: badge, rowOf: (cid) => [cid], head: ['cid'] };
  const name = draft.tag.trim();
  return { kind: tag, rowOf: (cid) => [cid, name], head: ['cid', 'tag'] };
}
