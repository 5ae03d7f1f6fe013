import 'server-only';
import { bindAliases, releaseAlias, unbindAliases } from '@/lib/aliases/kinds';
import { restoreAliases } from '@/lib/aliases/restore-kind';
import { verifyAliases } from '@/lib/aliases/verify-kind';
import { addToBadge, restoreBadge, setBadge } from '@/lib/badge/kinds';
import { declareBlacklist } from '@/lib/blacklist/declare-kind';
import { addToBlacklist, reassertBlacklist, removeFromBlacklist } from '@/lib/blacklist/kinds';
import { restoreBlacklist } from '@/lib/blacklist/restore-kind';
import type { AnyKind } from '@/lib/changes/kind';
import { createCrowd } from '@/lib/crowds/kind';
import { bindTokens, unbindTokens } from '@/lib/device-tokens/kinds';
import { restoreTokens } from '@/lib/device-tokens/restore-kind';
import { verifyTokens } from '@/lib/device-tokens/verify-kind';
import { editTags } from '@/lib/tags/edit-kind';
import { addTags, removeTags } from '@/lib/tags/kinds';
import { patchTags, replaceTags } from '@/lib/tags/replace-kind';
import { verifyTags } from '@/lib/tags/verify-kind';

/** Every kind of change there is; web and worker both read this. */
export const KINDS: readonly AnyKind[] = [
  bindAliases,
  unbindAliases,
  releaseAlias,
  restoreAliases,
  verifyAliases,
  bindTokens,
  unbindTokens,
  restoreTokens,
  verifyTokens,
  addToBlacklist,
  removeFromBlacklist,
  restoreBlacklist,
  reassertBlacklist,
  declareBlacklist,
  setBadge,
  addToBadge,
  restoreBadge,
  addTags,
  removeTags,
  replaceTags,
  patchTags,
  editTags,
  verifyTags,
  createCrowd,
];

const byId = new Map(KINDS.map((kind) => [kind.id, kind]));

/** @throws when a stored change is of a kind that this version does not have */
export function kindOf(id: string): AnyKind {
  const kind = byId.get(id);
  if (!kind) throw new Error(`no change kind ${id}`);
  return kind;
}
