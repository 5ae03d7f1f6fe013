import 'server-only';
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { appendAudit } from '@/lib/audit/append';
import { can } from '@/lib/auth/permissions';
import type { AppCtx, UploadBody } from '@/lib/auth/server/doors';
import { bodyLines } from '@/lib/core/body';
import { systemClock } from '@/lib/core/clock';
import { refuse } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { lookup } from '@/lib/db/schema/desks';
import type { Cell } from '@/lib/exports/cells';
import { download } from '@/lib/exports/download';
import type { ExportInput } from '../schema';

const MAX_LINE = 64 * 1024;
const Line = z.array(z.union([z.string(), z.number(), z.null()])).max(60);

/**
 * Turns rows of the grid into a file. They come from the browser: what was read is not kept on the server, and reading it
 * again would cost the calls a second time; what a role may not see has never reached its browser. The export is audited
 * first: no audit row, no file.
 * @throws Refusal NOT_FOUND; a line that is no row ends the file early
 */
export async function exportRows(
  db: Database,
  ctx: AppCtx,
  input: ExportInput,
  body: UploadBody,
): Promise<Response> {
  const { lookup: id, format, rows, columns } = input;
  const [known] = await db.orm
    .select({ id: lookup.id })
    .from(lookup)
    .where(and(eq(lookup.id, id), eq(lookup.appId, ctx.app.id)));
  if (!known) refuse('NOT_FOUND');
  await db.transaction((tx) =>
    appendAudit(tx, {
      at: new Date(systemClock.now()),
      actor: { id: ctx.actor.accountId, name: ctx.actor.name },
      appId: ctx.app.id,
      action: 'lookup.export',
      target: id,
      detail: { rows, columns, format, masked: !can(ctx.actor.role, 'alias:reveal') },
    }),
  );
  const lines = bodyLines(body.bytes, MAX_LINE);
  const first = (await lines.next()).value ?? [];
  const [head = '', ...rest] = first;
  const heading = rowOf(head).map(String);
  async function* blocks(): AsyncGenerator<Cell[][]> {
    if (rest.length) yield rest.map(rowOf);
    for await (const block of lines) yield block.map(rowOf);
  }
  return download(format, {
    name: `muster-users-${id}`,
    sheet: 'users',
    head: heading,
    width: heading.map((_, i) => (i === 0 ? 36 : 18)),
    blocks: blocks(),
  });
}

function rowOf(line: string): Cell[] {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    value = null;
  }
  const row = Line.safeParse(value);
  return row.success ? row.data : refuse('INVALID_INPUT', { fields: { rows: 'form' } });
}
