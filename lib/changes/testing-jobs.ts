import { registerApp } from '@/lib/apps/server/apps';
import { createAccount } from '@/lib/auth/server/accounts';
import type { Actor } from '@/lib/auth/server/session';
import { newId } from '@/lib/core/ids';
import type { Database } from '@/lib/db/client';
import { pushApp } from '@/lib/db/schema/apps';
import { changeChunk, changeJob, workerProcess } from '@/lib/db/schema/changes';

type Job = typeof changeJob.$inferInsert;
type Chunk = typeof changeChunk.$inferInsert;

/** An app and an operator, and changes as the engine would leave them, written by hand. For tests. */
export async function jobsByHand(db: Database) {
  const by = { id: null, name: 'test' };
  const person = { email: `${newId()}@x.cn`, name: '小王', role: 'operator' as const, passwordHash: null };
  const accountId = await db.transaction((tx) => createAccount(tx, by, person, new Date()));
  const app = { appId: newId(), appKey: 'k', masterSecret: 's', name: 'A', environment: 'test' as const };
  await registerApp(db, { ...app, baseUrl: 'http://127.0.0.1:1/v2' }, Buffer.alloc(32, 1), new Date());
  const appId = (await db.orm.select().from(pushApp)).find((row) => row.appId === app.appId)?.id ?? '';
  const actor: Actor = { accountId, name: '小王', email: person.email, role: 'operator', sessionId: '-' };

  /** A change that was ordered a minute ago, with these chunks; counters are those of their letters. */
  async function job(values: Partial<Job>, chunks: Partial<Chunk>[] = []): Promise<string> {
    const id = newId();
    const letters = chunks.map(({ outcomes }) => outcomes ?? '').join('');
    const count = (letter: string) => letters.split(letter).length - 1;
    const ago = (ms: number) => new Date(Date.now() - ms);
    await db.orm.insert(changeJob).values({
      id,
      appId,
      kind: 'alias.bind',
      state: 'running',
      params: {},
      rowsSalt: 's',
      rowsHash: 'f'.repeat(64),
      total: chunks.reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0),
      chunks: chunks.length,
      settledChunks: chunks.filter(({ state }) => state === 'settled').length,
      confirmed: count('c'),
      rejected: count('r'),
      unknown: count('u'),
      skipped: count('n'),
      createdBy: accountId,
      createdAt: ago(61_000),
      orderedAt: ago(60_000),
      startedAt: ago(59_000),
      ...values,
    });
    const rows = chunks.map((chunk, seq) => ({ jobId: id, seq, ...chunk }) as Chunk);
    for (let at = 0; at < rows.length; at += 500)
      await db.orm.insert(changeChunk).values(rows.slice(at, at + 500));
    return id;
  }

  /** Rows of the alias kind, as text. */
  const lines = (count: number, from = 1) =>
    Array.from(
      { length: count },
      (_, i) => `${(from + i).toString(16).padStart(32, '0')}\t别名${from + i}\t${from + i}`,
    ).join('\n');

  const settled = (outcomes: string, more: Partial<Chunk> = {}, from = 1): Partial<Chunk> => ({
    state: 'settled',
    rowCount: outcomes.length,
    rows: lines(outcomes.length, from),
    outcomes,
    attempts: 1,
    sentAt: new Date(Date.now() - 10_200),
    settledAt: new Date(Date.now() - 10_000),
    ...more,
  });
  const planned = (count: number, more: Partial<Chunk> = {}, from = 1): Partial<Chunk> => ({
    state: 'planned',
    rowCount: count,
    rows: lines(count, from),
    ...more,
  });
  const worker = async (id: string, seenAgoMs: number, lanes = 4) =>
    db.orm.insert(workerProcess).values({
      id,
      host: 'h',
      pid: 1,
      lanes,
      startedAt: new Date(),
      seenAt: new Date(Date.now() - seenAgoMs),
    });
  return { appId, actor, job, settled, planned, worker };
}
