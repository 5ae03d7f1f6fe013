import 'server-only';
import { importBinds, importUnbinds } from '@/lib/aliases/import';
import { can, type Role } from '@/lib/auth/permissions';
import type { AppCtx } from '@/lib/auth/server/doors';
import { importBadgeChanges, importBadges } from '@/lib/badge/import';
import { importAdditions, importDeclared, importReasserted, importRemovals } from '@/lib/blacklist/import';
import { refuse } from '@/lib/core/result';
import { database } from '@/lib/db/current';
import { importTokens, importUnbindings } from '@/lib/device-tokens/import';
import { env } from '@/lib/env';
import type { Place } from '@/lib/imports/receive';
import type { AnyImportSpec } from '@/lib/imports/spec';
import { ownDraft } from '@/lib/imports/view';
import { importTagAdds, importTagPatches, importTagRemovals, importTagReplacements } from '@/lib/tags/import';
import { engine } from './engine';

/** Every kind of change that takes files. */
const IMPORTS: readonly AnyImportSpec[] = [
  importBinds,
  importUnbinds,
  importTokens,
  importUnbindings,
  importAdditions,
  importRemovals,
  importDeclared,
  importReasserted,
  importBadges,
  importBadgeChanges,
  importTagAdds,
  importTagRemovals,
  importTagReplacements,
  importTagPatches,
];
const byKind = new Map(IMPORTS.map((spec) => [spec.kind.id, spec]));

/** How files become changes of a kind; undefined for a kind that takes none. */
export const importSpecOf = (kindId: string): AnyImportSpec | undefined => byKind.get(kindId);

/** The same, for doors. @throws Refusal NOT_FOUND, FORBIDDEN for a role that may not order such changes */
export function allowedSpec(role: Role, kindId: string): AnyImportSpec {
  const spec = importSpecOf(kindId) ?? refuse('NOT_FOUND', { params: { what: 'kind' } });
  if (!can(role, spec.kind.permission)) refuse('FORBIDDEN');
  return spec;
}

/** Where this process reads files in. @throws before the engine has started */
export const importPlace = (): Place => {
  const { db, workerId, upstreamOf } = engine();
  return { db, folder: env().dataDir, importer: workerId, upstreamOf };
};

/** The draft of a file and how it was read in, of the person who asks. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function draftSpec(ctx: AppCtx, jobId: string): Promise<AnyImportSpec> {
  const job = await ownDraft(database(), { appId: ctx.app.id, accountId: ctx.actor.accountId }, jobId);
  return allowedSpec(ctx.actor.role, job.kind);
}
