import { asc, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { newId } from '@/lib/core/ids';
import { Refusal } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { changeAside, changeChunk, changeJob, changeKey, workerProcess } from '@/lib/db/schema/changes';
import { describeEachDatabase } from '@/lib/db/testing';
import { decodeAside } from './aside';
import { DRAFT_LIFE_MS, deleteDraft, draftLifeMs, dropDeadImports, dropOldDrafts } from './drop';
import { overlaps } from './keys';
import type { ChangeKind } from './kind';
import { beforeOf, hashChunk, hashJob, linesOf } from './rows';
import { changesBench } from './testing';
import { openDraft } from './writer';

type Row = { key: string; group: string; text: string };
const kind = (rowsPerCall: number, grouped: boolean): ChangeKind<Row, { n: number }> => ({
  id: 'test.write',
  permission: 'alias:write',
  effect: 'set',
  rowsPerCall,
  family: null,
  params: z.object({ n: z.number() }),
  columns: [{ id: 'key' }],
  cells: ({ key }) => [key],
  encode: ({ key, group, text }) => `${key}\t${group}\t${text}`,
  decode: (line) => {
    const [key = '', group = '', text = ''] = line.split('\t');
    return { key, group, text };
  },
  key: ({ key }) => key,
  ...(grouped ? { group: ({ group }: Row) => group } : {}),
  send: async () => [],
  facts: () => [],
});
const random = (n: number) => Math.floor(Math.random() * n);

describeEachDatabase('the draft writer', (open) => {
  const bench = changesBench(open);
  const by = () => ({ appId: bench.appId, accountId: bench.actor.accountId });
  const chunksOf = (db: Database, jobId: string) =>
    db.orm.select().from(changeChunk).where(eq(changeChunk.jobId, jobId)).orderBy(asc(changeChunk.seq));
  const jobOf = async (id: string) =>
    (await bench.db.orm.select().from(changeJob).where(eq(changeJob.id, id)))[0];

  async function write(of: ChangeKind<Row, { n: number }>, rows: readonly Row[], ordered = false) {
    const writer = await openDraft(bench.db, of, by(), { params: { n: 1 } }, bench.now());
    for (const [i, row] of rows.entries())
      await writer.add(row, i + 2, i % 3 ? `was ${i}` : i % 2 ? '' : null);
    const draft = await writer.finish();
    if (ordered)
      await bench.db.orm
        .update(changeJob)
        .set({ state: 'running', orderedAt: bench.now() })
        .where(eq(changeJob.id, draft.jobId));
    return draft;
  }

  test.each([
    [1, false],
    [7, false],
    [7, true],
    [100, true],
  ])(
    'random rows in chunks of %d, grouped %s: nothing lost, order of each key kept',
    async (size, grouped) => {
      for (let round = 0; round < 4; round++) {
        const of = kind(size, grouped);
        const rows = Array.from({ length: 1 + random(900) }, (_, i) => ({
          key: `k${random(400)}`,
          group: `g${random(90)}`,
          text: `中 ${i}`,
        }));
        const draft = await write(of, rows);
        const chunks = await chunksOf(bench.db, draft.jobId);
        expect(draft).toMatchObject({ total: rows.length, calls: chunks.length });
        const placed = new Map<string, number[]>();
        const stored: string[] = [];
        for (const [seq, chunk] of chunks.entries()) {
          expect(chunk).toMatchObject({ seq, state: 'planned' });
          const decoded = linesOf(chunk.rows).map(of.decode);
          expect(decoded.length).toBe(chunk.rowCount);
          expect(chunk.rowCount).toBeLessThanOrEqual(size);
          if (grouped) expect(new Set(decoded.map(({ group }) => group)).size).toBe(1);
          expect(new Set(decoded.map(({ key }) => key)).size).toBe(decoded.length);
          const before = beforeOf(chunk);
          for (const [i, row] of decoded.entries()) {
            const at = rows.findIndex(({ text }) => text === row.text);
            expect(before[i]).toBe(at % 3 ? `was ${at}` : at % 2 ? '' : null);
            stored.push(row.text);
            const earlier = placed.get(row.key) ?? [];
            const lastSeq = earlier.at(-1);
            if (lastSeq !== undefined) {
              expect(lastSeq).toBeLessThan(seq);
              expect(chunk.waitsFor).toBeGreaterThanOrEqual(lastSeq);
              expect(chunk.waitsFor).toBeLessThan(seq);
            }
            placed.set(row.key, [...earlier, seq]);
          }
        }
        expect(stored.sort()).toEqual(rows.map(({ text }) => text).sort());
        for (const [key, seqs] of placed) {
          const texts = seqs.map((seq) => {
            const chunk = chunks[seq];
            return linesOf(chunk?.rows ?? '')
              .map(of.decode)
              .find((row) => row.key === key)?.text;
          });
          expect(texts).toEqual(rows.filter((row) => row.key === key).map(({ text }) => text));
        }
        const job = await jobOf(draft.jobId);
        expect(chunks.map(({ rowsHash }) => rowsHash)).toEqual(
          chunks.map(({ rows: text }) => hashChunk(job?.rowsSalt ?? '', text)),
        );
        const hashes = chunks.map(({ rowsHash }) => rowsHash ?? '');
        expect(draft.rowsHash).toBe(hashJob(job?.rowsSalt ?? '', 'test.write', { n: 1 }, hashes));
        expect(job).toMatchObject({ state: 'draft', chunks: chunks.length, rowsHash: draft.rowsHash });
      }
    },
  );

  test('overlaps finds what a model finds, small against large either way', async () => {
    const of = kind(10, false);
    const universe = (from: number, n: number) =>
      Array.from({ length: n }, (_, i) => ({ key: `u${from + i}`, group: '', text: `${i}` }));
    const big = universe(0, 9_000);
    const running = [await write(of, big, true), await write(of, universe(20_000, 30), true)];
    for (let settled = 0; settled < 900; settled += 100) {
      const mine = await write(
        of,
        Array.from({ length: 1 + random(6) }, () => ({ key: `u${random(25_000)}`, group: '', text: 'x' })),
      );
      const keys = new Set(
        (await chunksOf(bench.db, mine.jobId))
          .flatMap(({ rows }) => linesOf(rows))
          .map((l) => of.decode(l).key),
      );
      const model = [];
      for (const { jobId } of running) {
        const shared = (await chunksOf(bench.db, jobId)).filter(
          ({ state, rows }) =>
            state !== 'settled' && linesOf(rows).some((line) => keys.has(of.decode(line).key)),
        );
        const seq = shared.at(-1)?.seq;
        if (seq !== undefined) model.push({ jobId, seq });
      }
      const job = await jobOf(mine.jobId);
      if (!job) throw new Error('no job');
      expect(await bench.db.transaction((tx) => overlaps(tx, job))).toEqual(model);
      await bench.db.orm
        .update(changeChunk)
        .set({ state: 'settled' })
        .where(eq(changeChunk.seq, random(900)));
    }
    const all = await jobOf((await write(of, universe(0, 12_000))).jobId);
    if (!all) throw new Error('no job');
    const found = await bench.db.transaction((tx) => overlaps(tx, all));
    expect(found.map(({ jobId }) => jobId)).toEqual([running[0]?.jobId]);
    await bench.db.orm.update(changeJob).set({ state: 'finished' }).where(eq(changeJob.kind, 'test.write'));
    expect(await bench.db.transaction((tx) => overlaps(tx, all))).toEqual([]);
  });

  test('rows aside are kept as they stood, and counted', async () => {
    const writer = await openDraft(bench.db, kind(2, false), by(), { params: { n: 1 } }, bench.now());
    const cells = ['a\tb', 'c\nd\r', '\\', '\0', '', '中\\t'];
    for (let i = 1; i <= 1200; i++) await writer.aside('malformed', i, 'cid-form', cells);
    await writer.aside('again', 7, '3', ['x']);
    expect(writer.seen({ key: 'k', group: '', text: '' }, 'one')).toBeNull();
    await writer.add({ key: 'k', group: '', text: '' }, 9);
    expect(writer.seen({ key: 'k', group: '', text: '' }, 'one')).toEqual({ line: 9, same: true });
    expect(writer.seen({ key: 'k', group: '', text: '' }, 'two')).toEqual({ line: 9, same: false });
    const draft = await writer.finish();
    expect((await jobOf(draft.jobId))?.found).toEqual({ valid: 1, malformed: 1200, again: 1 });
    const blocks = await bench.db.orm.select().from(changeAside).where(eq(changeAside.jobId, draft.jobId));
    const rows = blocks
      .filter(({ verdict }) => verdict === 'malformed')
      .sort((a, b) => a.seq - b.seq)
      .flatMap(({ rows }) => linesOf(rows).map(decodeAside));
    expect(rows.map(({ line }) => line)).toEqual(Array.from({ length: 1200 }, (_, i) => i + 1));
    expect(rows[5]).toEqual({ line: 6, detail: 'cid-form', cells });
  });

  test('a client key is taken once; what is discarded, dead or old leaves nothing behind', async () => {
    const of = kind(3, false);
    const rows = Array.from({ length: 5_000 }, (_, i) => ({ key: `d${i}`, group: '', text: '' }));
    const begin = (importer?: string, from: 'file' | 'form' = 'file', clientKey?: string) =>
      openDraft(bench.db, of, by(), { params: { n: 1 }, importer, origin: { from }, clientKey }, bench.now());
    const count = async (jobId: string) => {
      const tables = [changeChunk, changeAside, changeKey];
      const found = await Promise.all(
        tables.map((table) => bench.db.orm.select().from(table).where(eq(table.jobId, jobId))),
      );
      return found.flat().length + ((await jobOf(jobId)) ? 1 : 0);
    };
    const first = await begin(undefined, 'file', 'same');
    await expect(begin(undefined, 'file', 'same')).rejects.toBeInstanceOf(Refusal);
    for (const row of rows) await first.add(row);
    await first.aside('duplicate', 1, '', []);
    await first.discard();
    expect(await count(first.jobId)).toBe(0);
    const second = await begin(undefined, 'file', 'same');
    for (const row of rows) await second.add(row);
    const draft = await second.finish();
    expect(await count(draft.jobId)).toBeGreaterThan(1_600);
    expect(await deleteDraft(bench.db, draft.jobId, { ...by(), appId: 'other' })).toBe(false);
    expect(await deleteDraft(bench.db, draft.jobId, by())).toBe(true);
    expect(await count(draft.jobId)).toBe(0);

    const process_ = { id: newId(), host: 'h', pid: 1, lanes: 0, startedAt: new Date(), seenAt: new Date() };
    await bench.db.orm.insert(workerProcess).values(process_);
    const [alive, dead] = [await begin(process_.id), await begin('gone')];
    await dead.add({ key: 'x', group: '', text: '' });
    await dropDeadImports(bench.db, bench.now());
    expect([await count(alive.jobId), await count(dead.jobId)]).toEqual([1, 0]);
    await expect(dead.finish()).rejects.toThrow();
    const silent = new Date(Date.now() - 20_000);
    await bench.db.orm.update(workerProcess).set({ seenAt: silent }).where(eq(workerProcess.id, process_.id));
    await dropDeadImports(bench.db, bench.now());
    expect(await count(alive.jobId)).toBe(0);

    const [file, form] = [await (await begin()).finish(), await (await begin(undefined, 'form')).finish()];
    const after = (ms: number) => new Date(Date.now() + ms);
    await dropOldDrafts(bench.db, after(2 * DRAFT_LIFE_MS + 1000));
    expect([await count(file.jobId), await count(form.jobId)]).toEqual([2, 0]);
    await dropOldDrafts(bench.db, after(2 * draftLifeMs({ from: 'file' }) + 1000));
    expect(await count(file.jobId)).toBe(0);
  });
});
