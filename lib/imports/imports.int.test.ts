import { asc, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { importBinds, importUnbinds } from '@/lib/aliases/import';
import { decodeAside } from '@/lib/changes/aside';
import { linesOf } from '@/lib/changes/rows';
import { changeAside, changeChunk } from '@/lib/db/schema/changes';
import { describeEachDatabase } from '@/lib/db/testing';
import { writeFacts } from '@/lib/ledger/facts';
import { ENCODINGS } from './schema';
import { encodeAs } from './testing';
import { hex, importsBench } from './testing-bench';

const random = (n: number) => Math.floor(Math.random() * n);
const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;

describeEachDatabase('checking a file', (open) => {
  const made = importsBench(open);
  const { bench, readAs, receive, rows } = made;

  test('a small file is asked upstream, and every row gets its verdict', async () => {
    const [held = { cid: '', alias: '' }] = made.sandbox.control.sample().withAlias;
    const [free = '', other = ''] = made.sandbox.control.sample().withoutAlias;
    const text = [
      'cid,别名',
      `${free},新别名`,
      `${held.cid},${held.alias}`,
      `${free},新别名`,
      '',
      `${free},又一个`,
      `${hex(1)},nobody`,
      `${other},有-横线`,
      `${held.cid},取代`,
      'x,y',
      `${other},1.23E+15`,
      `${other},#N/A`,
    ].join('\r\n');
    const draft = await receive(encodeAs(text, 'gb18030'), { readAs: { ...readAs, encoding: 'gb18030' } });
    expect(draft).toMatchObject({
      file: '名单.csv',
      rows: 10,
      checkedBy: 'upstream',
      confirmWord: null,
      found: { valid: 3, replaces: 1, again: 1, malformed: 5, duplicate: 1, noChange: 1 },
      plan: { calls: 2, family: null },
    });
    expect(await rows(draft.jobId, 'valid')).toMatchObject([
      { line: 2, cells: [free, '新别名'], before: '' },
      { line: 6, cells: [free, '又一个'], before: null },
      { line: 9, cells: [held.cid, '取代'], before: held.alias },
    ]);
    expect((await rows(draft.jobId, 'replaces')).map(({ line }) => line)).toEqual([9]);
    expect(await rows(draft.jobId, 'again')).toMatchObject([{ line: 6, detail: '2' }]);
    expect(await rows(draft.jobId, 'duplicate')).toMatchObject([{ line: 4, detail: '2' }]);
    expect(await rows(draft.jobId, 'no-change')).toMatchObject([{ line: 3, detail: 'no-change' }]);
    expect(
      (await rows(draft.jobId, 'malformed')).map(({ line, field, detail }) => [line, field, detail]).sort(),
    ).toEqual([
      [10, 'cid', 'cid-form'],
      [11, 'alias', 'scientific'],
      [12, 'alias', 'excel-error'],
      [7, 'cid', 'cid-unknown'],
      [8, 'alias', 'alias-charset'],
    ]);
    const unbind = await receive(
      encodeAs(`cid,alias\n${held.cid},${held.alias}\n${free},x\n`, 'utf-8'),
      { kind: 'alias.unbind' },
      importUnbinds,
    );
    expect(unbind).toMatchObject({ found: { valid: 1, noChange: 1 }, confirmWord: '1' });
  });

  test('random files: every line is in exactly one place, under its own number', async () => {
    for (let round = 0; round < 4; round++) {
      const encoding = pick(ENCODINGS);
      const delimiter = pick([',', '\t', ';'] as const);
      const end = pick(['\n', '\r\n', '\r']);
      const lines = new Map<number, string>();
      let text = '';
      let line = 1;
      const add = (part: string, note?: string) => {
        if (note !== undefined) lines.set(line, note);
        text += part + end;
        line += 1 + (part.match(/\r\n|\r|\n/g)?.length ?? 0);
      };
      if (round % 2) add(`备注${delimiter}CID${delimiter}别名`);
      for (let i = 3000 + random(1500); i > 0; i--) {
        const cid = hex(1000 + random(2000));
        const alias = pick(['张三', 'a_1', 'b', 'x-y', '']);
        const shape = random(12);
        if (shape === 0) add(' ');
        else if (shape === 1) add(`"多${end}行"${delimiter}${cid}${delimiter}"${alias}"`, `${cid} ${alias}`);
        else if (shape === 2) add('孤', ' ');
        else add(`n${delimiter} ${cid} ${delimiter}${alias}`, `${cid} ${alias}`);
      }
      const draft = await receive(encodeAs(text, encoding), {
        readAs: { ...readAs, encoding, delimiter, header: round % 2 === 1 },
        mapping: { cid: 1, alias: 2 },
      });
      const { found } = draft;
      expect(draft.rows).toBe(lines.size);
      expect(found.valid + found.malformed + found.duplicate + found.noChange).toBe(lines.size);
      expect(draft.checkedBy).toBe('ledger');
      const chunks = await bench.db.orm
        .select()
        .from(changeChunk)
        .where(eq(changeChunk.jobId, draft.jobId))
        .orderBy(asc(changeChunk.seq));
      const placed = new Map<number, string>();
      const last = new Map<string, string>();
      for (const chunk of chunks)
        for (const row of linesOf(chunk.rows).map((one) => importBinds.kind.decode(one))) {
          if (placed.has(row.line)) throw new Error(`line ${row.line} twice`);
          placed.set(row.line, `${row.cid} ${row.alias}`);
          last.set(row.cid, row.alias);
        }
      const blocks = await bench.db.orm.select().from(changeAside).where(eq(changeAside.jobId, draft.jobId));
      for (const { verdict, rows: stored } of blocks) {
        if (verdict === 'again' || verdict === 'header') continue;
        for (const row of linesOf(stored).map(decodeAside)) {
          if (placed.has(row.line)) throw new Error(`line ${row.line} twice`);
          placed.set(row.line, `${(row.cells[1] ?? '').trim()} ${(row.cells[2] ?? '').trim()}`);
        }
      }
      expect(new Map([...placed].sort((a, b) => a[0] - b[0]))).toEqual(lines);
      // Sent in order, the last word on each cid is the file's.
      const words = [...lines.values()].filter((one) => /^(张三|a_1|b)$/.test(one.slice(33)));
      expect(last).toEqual(new Map(words.map((one) => [one.slice(0, 32), one.slice(33)])));
    }
  });

  test('a large file is held against the ledger', async () => {
    const from = { appId: bench.appId, actorId: null, jobId: null, at: new Date() };
    const fact = (cid: string, value: string, state: 'verified' | 'released' | 'unknown') =>
      ({ subject: cid, relation: 'alias', value, state, source: 'wrote' }) as const;
    await bench.db.transaction((tx) =>
      writeFacts(
        tx,
        [fact(hex(1), 'same', 'verified'), fact(hex(2), 'old', 'verified'), fact(hex(3), 'q', 'unknown')],
        from,
      ),
    );
    const text = Array.from({ length: 1200 }, (_, i) => `${hex(i)},same`).join('\n');
    const draft = await receive(encodeAs(text, 'utf-8'), { readAs: { ...readAs, header: false } });
    expect(draft).toMatchObject({
      rows: 1200,
      checkedBy: 'ledger',
      found: { valid: 1199, noChange: 1, replaces: 1 },
      confirmWord: '1199',
    });
    expect(await rows(draft.jobId, 'replaces')).toMatchObject([{ line: 3, before: 'old' }]);
    expect((await rows(draft.jobId, 'valid')).length).toBe(1199);
  });
});
