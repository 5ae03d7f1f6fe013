import 'server-only';
import { importBinds, importUnbinds } from '@/lib/aliases/import';
import type { AnyImportSpec } from '@/lib/imports/spec';

/** Every kind of change that takes files. */
const IMPORTS: readonly AnyImportSpec[] = [importBinds, importUnbinds];
const byKind = new Map(IMPORTS.map((spec) => [spec.kind.id, spec]));

/** How files become changes of a kind; undefined for a kind that takes none. */
export const importSpecOf = (kindId: string): AnyImportSpec | undefined => byKind.get(kindId);
