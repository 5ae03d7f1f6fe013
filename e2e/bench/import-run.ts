import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importBinds } from '../../lib/aliases/import';
import { type AppSummary, registerApp } from '../../lib/apps/server/apps';
import { createAccount } from '../../lib/auth/server/accounts';
import type { AppCtx } from '../../lib/auth/server/doors';
import { deleteDraft } from '../../lib/changes/drop';
import { newId } from '../../lib/core/ids';
import { openDatabase } from '../../lib/db/client';
import { pushApp } from '../../lib/db/schema/apps';
import { receiveImport } from '../../lib/imports/receive';

const ROWS_A_PIECE = 1400;

/** Rows of cid and alias, about 45 bytes each, in pieces of 64 KB as a connection brings them. */
export function* bytesOfRows(rows: number): Generator<Buffer> {
  yield Buffer.from('cid,alias\n');
  for (let from = 0; from < rows; from += ROWS_A_PIECE) {
    let text = '';
    for (let i = from; i < Math.min(rows, from + ROWS_A_PIECE); i++) {
      // Spread like real cids: neighbours in the file are none in any order.
      const mixed = Math.imul(i, 0x9e3779b1) >>> 0;
      text += `${mixed.toString(16).padStart(8, '0')}${i.toString(16).padStart(24, '0')},user_${i}\n`;
    }
    yield Buffer.from(text);
  }
}

/** An embedded database in a folder of its own, with somebody who takes files in. */
export async function importer() {
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
  const db = await openDatabase({ dataDir: folder });
  const now = new Date();
  const person = { email: 'bench@muster', name: 'Bench', role: 'operator' as const, passwordHash: null };
  const accountId = await db.transaction((tx) => createAccount(tx, { id: null, name: 'bench' }, person, now));
  const app = {
    appId: 'a',
    appKey: 'k',
    masterSecret: 's',
    name: 'A',
    environment: 'test' as const,
    baseUrl: 'http://127.0.0.1:1/v2',
  };
  await registerApp(db, app, Buffer.alloc(32, 1), now);
  const [made] = await db.orm.select().from(pushApp);
  if (!made) throw new Error('no app');
  const ctx: AppCtx = {
    actor: { accountId, name: 'Bench', email: person.email, role: 'operator', sessionId: '-' },
    app: { id: made.id, name: 'A' } as AppSummary,
    apps: [],
    requestId: 'bench',
  };
  const place = {
    db,
    folder,
    importer: undefined,
    upstreamOf: () => Promise.reject(new Error('so large a file asks nobody')),
  };
  const take = (bytes: AsyncIterable<Uint8Array>) =>
    receiveImport(
      place,
      ctx,
      importBinds,
      {
        app: made.id,
        kind: 'alias.bind',
        name: 'bench.csv',
        key: newId(),
        readAs: { format: 'text', encoding: 'utf-8', delimiter: ',', header: true, sheet: 0 },
        mapping: { cid: 0, alias: 1 },
      },
      { bytes, length: null, signal: new AbortController().signal },
    );
  return {
    take,
    forget: (jobId: string) => deleteDraft(db, jobId),
    async close() {
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
