import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { importBinds } from '@/lib/aliases/import';
import type { AppSummary } from '@/lib/apps/server/apps';
import type { AppCtx, UploadBody } from '@/lib/auth/server/doors';
import { changesBench } from '@/lib/changes/testing';
import { newId } from '@/lib/core/ids';
import { Refusal } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { scratchFolder } from '@/lib/db/testing';
import { createGetui, type Getui } from '@/lib/getui/client';
import { memoryTokenStore } from '@/lib/getui/token';
import { type Sandbox, startSandbox } from '@/lib/sandbox/server';
import { type Place, receiveImport } from './receive';
import type { ReadAs, UploadInput } from './schema';
import type { AnyImportSpec } from './spec';
import { pieces } from './testing';
import { checkedRows } from './view';

/** A cid of the right form that the sandbox does not know. */
export const hex = (n: number) => n.toString(16).padStart(32, '0');

/** An operator who uploads files, against a sandbox, on the database of the suite. */
export function importsBench(open: () => Promise<Database>) {
  const bench = changesBench(open);
  let sandbox: Sandbox;
  let getui: Getui;
  let folder: string;
  beforeAll(async () => {
    sandbox = await startSandbox({ users: 2000 });
    const { appId, appKey, masterSecret, baseUrl } = sandbox;
    getui = createGetui({ appId, appKey, masterSecret, baseUrl }, { tokens: memoryTokenStore() });
    folder = scratchFolder();
    mkdirSync(join(folder, 'uploads'));
  });
  afterAll(() => sandbox.close());

  const ctx = (): AppCtx => ({
    actor: bench.actor,
    app: { id: bench.appId, name: 'A' } as AppSummary,
    apps: [],
    requestId: newId(),
  });
  const place = (): Place => ({ db: bench.db, folder, importer: undefined, upstreamOf: async () => getui });
  const body = (bytes: Uint8Array, more: Partial<UploadBody> = {}): UploadBody => ({
    bytes: pieces(bytes, 9000),
    length: bytes.length,
    signal: new AbortController().signal,
    ...more,
  });
  const readAs: ReadAs = { format: 'text', encoding: 'utf-8', delimiter: ',', header: true, sheet: 0 };
  const input = (more: Partial<UploadInput> = {}): UploadInput => ({
    app: bench.appId,
    kind: 'alias.bind',
    name: '名单.csv',
    key: newId(),
    readAs,
    mapping: { cid: 0, alias: 1 },
    ...more,
  });
  const receive = (bytes: Uint8Array, more?: Partial<UploadInput>, spec: AnyImportSpec = importBinds) =>
    receiveImport(place(), ctx(), spec, input(more), body(bytes));
  const rows = async (jobId: string, verdict: Parameters<typeof checkedRows>[3]['verdict']) => {
    const asker = { appId: bench.appId, accountId: bench.actor.accountId };
    const all = [];
    for (let after: { seq: number; index: number } | undefined; ; ) {
      const page = await checkedRows(bench.db, importBinds, asker, {
        jobId,
        verdict,
        ...(after ? { after } : {}),
      });
      all.push(...page.rows);
      if (!page.next) return all;
      after = page.next;
    }
  };
  const refused = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error) => (error instanceof Refusal ? error.failure : error),
    );

  return {
    ...{ bench, ctx, place, body, readAs, input, receive, rows, refused },
    get sandbox() {
      return sandbox;
    },
    get folder() {
      return folder;
    },
  };
}
