import { eq } from 'drizzle-orm';
import { strFromU8, unzipSync } from 'fflate';
import Papa from 'papaparse';
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '@/lib/db/client';
import { auditEntry } from '@/lib/db/schema/audit';
import { describeEachDatabase } from '@/lib/db/testing';
import { outcomeText } from '@/lib/i18n/outcome-text';
import { translatorFor } from '@/lib/i18n/server';
import { type ExportOrder, exportJob } from './export';
import type { RowFilter } from './schema';
import { kindOf } from './testing';
import { jobsByHand } from './testing-jobs';

const t = translatorFor('zh-CN');

describeEachDatabase('the files of a change', (open) => {
  let db: Database;
  let hand: Awaited<ReturnType<typeof jobsByHand>>;
  let id: string;
  beforeAll(async () => {
    db = await open();
    hand = await jobsByHand(db);
    const refused = { failure: 'refused', failureKnown: true, httpStatus: 400, upstreamCode: 20001 };
    id = await hand.job({ state: 'finished' }, [
      hand.settled('cc', { before: '旧\n', readBack: 'vv' }),
      hand.settled('cr', { ...refused, upstreamMessage: 'target user is invalid' }, 3),
      {
        ...hand.settled('u', { failure: 'lost', failureKnown: false }, 5),
        rows: `${'f'.repeat(32)}\t=1+1\t5`,
      },
    ]);
  });
  const order = (more: Partial<ExportOrder> = {}): ExportOrder => ({
    id,
    format: 'csv',
    filter: 'all',
    words: (row) => outcomeText(t, row),
    ...more,
  });
  const csv = async (filter: RowFilter, role: 'operator' | 'viewer' = 'operator') => {
    const asker = { appId: hand.appId, actor: { ...hand.actor, role } };
    const response = await exportJob(db, kindOf, asker, order({ filter }));
    const bytes = new Uint8Array((await response?.arrayBuffer()) ?? []);
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    return Papa.parse<Record<string, string>>(new TextDecoder().decode(bytes).trim(), { header: true }).data;
  };

  test('every row with its outcome, code, meaning and remedy', async () => {
    const rows = await csv('all');
    expect(rows).toHaveLength(5);
    expect(Object.keys(rows[0] ?? {})).toEqual([
      ...['line', 'cid', 'alias', 'before', 'outcome', 'read_back', 'code', 'message', 'remedy'],
    ]);
    expect(rows[0]).toMatchObject({
      line: '1',
      alias: '别名1',
      before: '旧',
      outcome: 'confirmed',
      code: '',
    });
    expect(rows[3]).toMatchObject({ outcome: 'rejected', code: '20001' });
    expect(rows[3]?.message).toBe('cid 无效，或不属于当前应用。 target user is invalid');
    expect(rows[3]?.remedy).toContain('核对 cid');
    expect(rows[4]?.alias).toBe(`'=1+1`);
  });

  test('one outcome alone, under the names that an import recognises', async () => {
    const rows = await csv('unfinished');
    expect(rows.map(({ line, outcome }) => [line, outcome])).toEqual([
      ['4', 'rejected'],
      ['5', 'unknown'],
    ]);
    expect(rows[0]).toHaveProperty('cid');
    expect(rows[0]).toHaveProperty('alias');
  });

  test('masked by role, only of this app, and audited before the first byte', async () => {
    expect((await csv('confirmed', 'viewer'))[0]).toMatchObject({ alias: '别**', before: '旧**' });
    const elsewhere = { appId: 'another', actor: hand.actor };
    expect(await exportJob(db, kindOf, elsewhere, order())).toBeNull();
    const before = await db.orm.$count(auditEntry, eq(auditEntry.jobId, id));
    const response = await exportJob(db, kindOf, { appId: hand.appId, actor: hand.actor }, order());
    expect(await db.orm.$count(auditEntry, eq(auditEntry.jobId, id))).toBe(before + 1);
    await response?.body?.cancel();
  });

  test('as a workbook: numbers as numbers, nothing live', async () => {
    const asker = { appId: hand.appId, actor: hand.actor };
    const response = await exportJob(db, kindOf, asker, order({ format: 'xlsx' }));
    expect(response?.headers.get('content-disposition')).toContain(`muster-alias.bind-${id}.xlsx`);
    const files = unzipSync(new Uint8Array((await response?.arrayBuffer()) ?? []));
    const sheet = strFromU8(files['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
    expect(sheet.match(/<row>/g)).toHaveLength(6);
    expect(sheet).toContain('<c><v>4</v></c>');
    expect(sheet).toContain('<c><v>20001</v></c>');
    expect(sheet).toContain(`preserve">'=1+1<`);
  });
});
