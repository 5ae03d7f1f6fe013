import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { importBinds } from '@/lib/aliases/import';
import { newId } from '@/lib/core/ids';
import { changeJob } from '@/lib/db/schema/changes';
import { describeEachDatabase } from '@/lib/db/testing';
import { createGetui } from '@/lib/getui/client';
import { memoryTokenStore } from '@/lib/getui/token';
import { exportAside } from './export';
import { peekUpload, receiveImport } from './receive';
import type { Peek } from './schema';
import type { AnyImportSpec } from './spec';
import { encodeAs, workbookParts, zipOf } from './testing';
import { hex, importsBench } from './testing-bench';

const specOf = (kind: string) => (kind === 'alias.bind' ? (importBinds as AnyImportSpec) : undefined);

describeEachDatabase('uploads', (open) => {
  const made = importsBench(open);
  const { bench, body, ctx, input, place, readAs, receive, refused, rows } = made;
  const jobs = async () => (await bench.db.orm.select().from(changeJob)).length;

  test('whatever breaks an upload, nothing of it is left', async () => {
    const before = await jobs();
    const good = encodeAs(
      `cid,alias\n${Array.from({ length: 20_000 }, (_, i) => `${hex(i)},a${i}\n`).join('')}`,
      'utf-8',
    );
    const leave = new AbortController();
    async function* cut() {
      yield good.subarray(0, good.length >> 1);
      throw new Error('socket hang up');
    }
    const attempts: [() => Promise<unknown>, string | null][] = [
      [() => receiveImport(place(), ctx(), importBinds, input(), body(good, { bytes: cut() })), 'cut-off'],
      [
        () => receiveImport(place(), ctx(), importBinds, input(), body(good, { length: good.length + 1 })),
        'cut-off',
      ],
      [() => receive(Buffer.concat([good, Uint8Array.of(0xff, 0xfe, 10)])), 'encoding'],
      [() => receive(new Uint8Array(0)), 'empty'],
      [() => receive(encodeAs('cid,alias\n\n', 'utf-8')), 'empty'],
      [() => receive(good, { readAs: { ...readAs, format: 'xlsx' } }), 'not-xlsx'],
      [
        () => receiveImport(place(), ctx(), importBinds, input(), body(good, { length: 3 * 1024 ** 3 })),
        'too-large',
      ],
    ];
    for (const [attempt, rule] of attempts) {
      const failure = await refused(attempt());
      expect(failure?.fields?.file ?? null).toBe(rule);
      expect(failure).not.toBeNull();
    }
    leave.abort();
    expect(
      await refused(
        receiveImport(place(), ctx(), importBinds, input(), body(good, { signal: leave.signal })),
      ),
    ).not.toBeNull();
    expect(await refused(receive(good, { mapping: { cid: 0 } }))).toMatchObject({
      fields: { alias: 'not-mapped' },
    });
    expect(await jobs()).toBe(before);
    expect(readdirSync(join(made.folder, 'uploads'))).toEqual([]);
    const stopped = createGetui(
      { appId: 'a', appKey: 'b', masterSecret: 'c', baseUrl: 'http://127.0.0.1:1/v2' },
      { tokens: memoryTokenStore() },
    );
    const away = { ...place(), upstreamOf: async () => stopped };
    const small = encodeAs(`cid,alias\n${hex(1)},a\n`, 'utf-8');
    expect((await refused(receiveImport(away, ctx(), importBinds, input(), body(small))))?.code).toBe(
      'UPSTREAM_UNREACHABLE',
    );
    expect(await jobs()).toBe(before);
  });

  test('one key, one draft; two uploads a person', async () => {
    const text = encodeAs(`${made.sandbox.control.sample().withoutAlias[2]},k\n`, 'utf-8');
    const same = { key: newId(), readAs: { ...readAs, header: false } };
    const first = await receive(text, same);
    expect((await receive(text, same)).jobId).toBe(first.jobId);
    await bench.db.orm.update(changeJob).set({ state: 'running' }).where(eq(changeJob.id, first.jobId));
    expect(await refused(receive(text, same))).toMatchObject({ code: 'CONFLICT' });
    await bench.db.orm.update(changeJob).set({ state: 'finished' }).where(eq(changeJob.id, first.jobId));
    let go = () => {};
    const wait = new Promise<void>((resolve) => {
      go = resolve;
    });
    async function* slow() {
      await wait;
      yield text;
    }
    const open_ = () =>
      receiveImport(
        place(),
        ctx(),
        importBinds,
        input({ readAs: same.readAs }),
        body(text, { bytes: slow() }),
      );
    const running = [open_(), open_()];
    expect(await refused(open_())).toMatchObject({ code: 'THROTTLED' });
    go();
    await Promise.all(running);
    await open_();
  });

  test('a workbook goes the same way; peeking says how to read it', async () => {
    const [cid = ''] = made.sandbox.control.sample().withoutAlias;
    const sheet = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>13800138000</v></c></row><row r="3"><c r="A3" t="s"><v>2</v></c><c r="B3"><v>12345678901234567</v></c></row>`;
    const bytes = await zipOf(
      workbookParts({ 名单: sheet }, ['<t>设备CID</t>', '<t>手机号</t>', `<t>${cid}</t>`]),
    );
    const peek: Peek = await peekUpload(
      place(),
      importBinds,
      { app: '', kind: 'alias.bind', name: 'x.xlsx' },
      body(bytes),
    );
    expect(peek).toMatchObject({
      readAs: { format: 'xlsx', header: true, sheet: 0 },
      sheets: ['名单'],
      guess: { cid: 0, alias: 1 },
      columns: [{ name: '设备CID' }, { name: '手机号', samples: ['13800138000', '1.2345678901234568E+16'] }],
      warnings: [{ rule: 'scientific', column: 1, line: 3 }],
    });
    const draft = await receive(bytes, { readAs: peek.readAs, mapping: peek.guess });
    expect(draft.found).toMatchObject({ valid: 1, malformed: 1 });
    expect(await rows(draft.jobId, 'valid')).toMatchObject([{ line: 2, cells: [cid, '13800138000'] }]);
    expect(readdirSync(join(made.folder, 'uploads'))).toEqual([]);
  });

  test('what was set aside is handed out, and comes back cell by cell', async () => {
    const nasty = ['=1+1', "'=1", "''=1", "'x", '+86', '-', '@a', '"q"', 'a,b', '中\t文', 'x-1'];
    const text = `cid,别名,备注\n${nasty.map((cell) => `${hex(7)},${cell.includes('"') || cell.includes(',') ? `"${cell.replaceAll('"', '""')}"` : cell}x-,${/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell}`).join('\n')}\n`;
    const draft = await receive(encodeAs(text.replaceAll('"x-,', 'x-",'), 'utf-8'));
    expect(draft.found.malformed).toBe(nasty.length);
    const stored = await rows(draft.jobId, 'malformed');
    for (const format of ['csv', 'xlsx'] as const) {
      const asker = { appId: bench.appId, actor: bench.actor };
      const answer = await exportAside(bench.db, specOf, asker, { id: draft.jobId, verdict: 'all', format });
      const bytes = new Uint8Array(await answer.arrayBuffer());
      if (format === 'csv') expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      const peek: Peek = await peekUpload(
        place(),
        importBinds,
        { app: '', kind: 'alias.bind', name: 'x' },
        body(bytes),
      );
      expect(peek.guess).toEqual({ cid: 2, alias: 3 });
      expect(peek.rows.map(({ cells }) => cells[4])).toEqual(nasty);
      const again = await receive(bytes, { readAs: peek.readAs, mapping: peek.guess });
      expect((await rows(again.jobId, 'malformed')).map(({ cells }) => cells)).toEqual(
        stored.map(({ cells }) => cells),
      );
    }
    const viewer = { ...bench.actor, role: 'viewer' as const };
    const asked = exportAside(
      bench.db,
      specOf,
      { appId: bench.appId, actor: viewer },
      { id: draft.jobId, verdict: 'all', format: 'csv' },
    );
    expect(await refused(asked)).toMatchObject({ code: 'FORBIDDEN' });
  });
});
