import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { importBinds, importUnbinds } from '@/lib/aliases/import';
import { newId } from '@/lib/core/ids';
import { changeJob } from '@/lib/db/schema/changes';
import { describeEachDatabase } from '@/lib/db/testing';
import { quickDraft } from './quick';
import type { AnyImportSpec } from './spec';
import { encodeAs } from './testing';
import { hex, importsBench } from './testing-bench';

describeEachDatabase('changes of a few rows at hand', (open) => {
  const made = importsBench(open);
  const { bench, ctx, place, refused, rows } = made;
  const quick = (cells: string[][], spec: AnyImportSpec = importBinds, params?: Record<string, unknown>) =>
    quickDraft(place(), ctx(), spec, { kind: spec.kind.id, rows: cells, ...(params ? { params } : {}) });
  const jobOf = async (id: string) =>
    (await bench.db.orm.select().from(changeJob).where(eq(changeJob.id, id)))[0];

  test('are judged by the upstream, each with its line and rule', async () => {
    const { withAlias, withoutAlias } = made.sandbox.control.sample();
    const held = withAlias[0]?.cid ?? '';
    const [free = ''] = withoutAlias;
    const draft = await quick([
      [free, 'fresh'],
      [held, 'other'],
      ['no-cid', 'x'],
      [free, 'fresh'],
      [hex(7), 'nobody'],
    ]);
    expect(draft.found).toMatchObject({ valid: 2, replaces: 1, malformed: 2, duplicate: 1 });
    expect(draft).toMatchObject({ checkedBy: 'upstream', confirmWord: null, plan: { calls: 1 } });
    expect(await rows(draft.jobId, 'malformed')).toMatchObject([
      { line: 3, cells: ['no-cid', 'x'], field: 'cid', detail: 'cid-form' },
      { line: 5, field: 'cid', detail: 'cid-unknown' },
    ]);
    expect(await jobOf(draft.jobId)).toMatchObject({
      state: 'draft',
      origin: { from: 'form' },
      options: { interactive: true, readFirst: true, readBack: true },
    });
  });

  test('taking away asks for a typed number from ten rows on', async () => {
    const pairs = made.sandbox.control.sample().withAlias.slice(0, 10);
    const cells = pairs.map(({ cid, alias }) => [cid, alias]);
    expect((await quick(cells.slice(0, 9), importUnbinds)).confirmWord).toBeNull();
    expect((await quick(cells, importUnbinds)).confirmWord).toBe('10');
  });

  test('params are checked by the kind, reach its rows and stand in the change', async () => {
    const seen: unknown[] = [];
    const spec: AnyImportSpec = {
      ...importBinds,
      kind: { ...importBinds.kind, params: z.object({ reason: z.string().min(1, 'empty') }) },
      fields: [
        ...importBinds.fields.slice(0, 1),
        { ...(importBinds.fields[1] as (typeof importBinds.fields)[number]), optional: true },
      ],
      row(cells, line, params) {
        seen.push(params);
        return importBinds.row([cells[0] ?? '', cells[1] || 'default'], line, params);
      },
    };
    const [free = ''] = made.sandbox.control.sample().withoutAlias;
    expect(await refused(quick([[free]], spec, { reason: '' }))).toMatchObject({
      code: 'INVALID_INPUT',
      fields: { reason: 'empty' },
    });
    const draft = await quick([[free]], spec, { reason: '投诉', more: 1 });
    expect(seen).toEqual([{ reason: '投诉' }]);
    expect(await jobOf(draft.jobId)).toMatchObject({ params: { reason: '投诉' }, total: 1 });
    const uploaded = await made.receive(
      encodeAs(`cid\n${free}\n`, 'utf-8'),
      { key: newId(), mapping: { cid: 0 }, params: { reason: '测试' } },
      spec,
    );
    expect(await jobOf(uploaded.jobId)).toMatchObject({ params: { reason: '测试' }, total: 1 });
  });
});
