import 'server-only';
import { appendAudit } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/server/session';
import type { Database } from '@/lib/db/client';
import type { Cell } from '@/lib/exports/cells';
import { download } from '@/lib/exports/download';
import { expiryText } from '../rules';
import type { ExportInput, RegisterEntry, RegisterPage } from '../schema';
import { listRegister } from './list';

const AT_ONCE = 500;
/** The first four bear names that the import knows, so that the file can be read in again. */
const HEAD = [
  ...['cid', 'reason', 'ticket', 'expires', 'state', 'source', 'added_by', 'added_at', 'job'],
  ...['released_by', 'released_at', 'release_job', 'released_by_expiry'],
];
const WIDTH = [36, 32, 16, 18, 10, 10, 14, 18, 28, 14, 18, 28, 10];

/**
 * The entries of the register under a filter as UTF-8-BOM CSV or XLSX, streamed; times are Shanghai's. What a spreadsheet
 * would run as a formula is quoted. Audited first: no audit row, no file.
 */
export async function exportRegister(
  db: Database,
  by: { appId: string; actor: Actor },
  { app: _, format, ...filter }: ExportInput,
  now: Date,
): Promise<Response> {
  const { text, ...rest } = filter;
  await db.transaction((tx) =>
    appendAudit(tx, {
      at: now,
      actor: { id: by.actor.accountId, name: by.actor.name },
      appId: by.appId,
      action: 'blacklist.export',
      detail: { format, ...rest, searched: text !== '' },
    }),
  );
  async function* blocks(): AsyncGenerator<Cell[][]> {
    for (let after: RegisterPage['next'] | undefined; after !== null; ) {
      const page: RegisterPage = await listRegister(
        db,
        by.appId,
        { ...filter, ...(after ? { after } : {}) },
        now.getTime(),
        AT_ONCE,
      );
      yield page.entries.map(cells);
      after = page.next;
    }
  }
  return download(format, {
    name: `muster-blacklist-${expiryText(now.getTime()).replace(/\D/g, '')}`,
    sheet: 'blacklist',
    head: HEAD,
    width: WIDTH,
    blocks: blocks(),
  });
}

const cells = (one: RegisterEntry): Cell[] => [
  one.cid,
  one.reason,
  one.ticket,
  expiryText(one.expiresAt),
  one.state,
  one.source,
  one.by ?? '',
  expiryText(one.at),
  one.jobId ?? '',
  one.releasedBy ?? '',
  expiryText(one.releasedAt),
  one.releaseJobId ?? '',
  one.releasedByExpiry ? 'yes' : '',
];
