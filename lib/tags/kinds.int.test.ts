import { expect, test } from 'vitest';
import { draftUndo } from '@/lib/changes/undo';
import { draftVerification } from '@/lib/changes/verify-job';
import { describeEachDatabase } from '@/lib/db/testing';
import { currentOf } from '@/lib/ledger/current';
import { countHolders } from '@/lib/ledger/totals';
import { addTags, removeTags } from './kinds';
import { tagsBench } from './testing';

describeEachDatabase('tags of many users', (open) => {
  const made = tagsBench(open);
  const { bench } = made;
  const row = (cid: string, tag: string, line = 1) => ({ cid, tag, line });

  test('a matrix in the order of cids takes one call per tag and thousand cids', async () => {
    const cids = made.cids(30);
    const tags = ['甲', '乙', '丙'];
    const rows = cids.flatMap((cid, i) => tags.map((tag) => row(cid, tag, i + 1)));
    const draft = await made.draft(addTags, rows);
    expect(draft).toMatchObject({ total: 90, calls: 3 });
    const job = await made.carryOut(draft);
    expect(job).toMatchObject({ state: 'finished', confirmed: 90, found: { valid: 90, keys: 30 } });
    for (const cid of cids) expect(await made.tags(cid)).toEqual(expect.arrayContaining(tags));
    expect(await countHolders(bench.db, bench.appId, 'tag', '甲')).toBe(30);
  });

  test('thousands of tags in the order of cids make no more calls than a call per tag', async () => {
    const tags = Array.from({ length: 2000 }, (_, i) => `m${i}`);
    const cids = Array.from({ length: 25 }, (_, i) => i.toString(16).padStart(32, '0'));
    const rows = cids.flatMap((cid, i) => tags.map((tag) => row(cid, tag, i + 1)));
    const draft = await made.draft(addTags, rows);
    expect(draft).toMatchObject({ total: 50_000, calls: 2000 });
    const big = Array.from({ length: 2100 }, (_, i) =>
      row(i.toString(16).padStart(32, 'a'), i % 2 ? '单' : '双'),
    );
    expect(await made.draft(addTags, big)).toMatchObject({ calls: 4 });
  });

  test('undoing takes away what was added and nothing that was there before', async () => {
    const [one = '', two = ''] = made.cids(2);
    const before = await made.tags(one);
    await made.getui.tags.add('旧', [two]);
    const job = await made.carryOut(
      await made.draft(addTags, [row(one, '旧'), row(two, '旧', 2), row(one, '新', 3)]),
    );
    expect(job.confirmed).toBe(3);
    const undo = await draftUndo(made.engine(), bench.actor, made.of(job.id), bench.now());
    expect(undo.counts).toMatchObject({ reverse: 2, nothing: 1, compared: 2, changedSince: 0 });
    const undone = await made.carryOut(undo);
    expect(undone).toMatchObject({ kind: 'tag.edit', confirmed: 2 });
    expect(await made.tags(one)).toEqual(before);
    expect(await made.tags(two)).toContain('旧');
    const again = await made.carryOut(
      await draftUndo(made.engine(), bench.actor, made.of(undone.id), bench.now()),
    );
    expect(again.confirmed).toBe(2);
    expect(await made.tags(one)).toEqual([...before, '旧', '新'].sort());
  });

  test('a cid that the upstream turns down is named, the others of its call go', async () => {
    const [one = ''] = made.cids(1);
    const nobody = 'f'.repeat(32);
    const job = await made.carryOut(await made.draft(addTags, [row(one, '丁'), row(nobody, '丁', 2)]));
    expect(job).toMatchObject({ confirmed: 1, rejected: 1 });
    const held = await currentOf(bench.db.orm, bench.appId, 'tag', [one, nobody]);
    expect([...held.keys()]).toEqual([`${one}\n丁`]);
  });

  test('an answer that is lost after the effect is read back and not sent again', async () => {
    const [one = ''] = made.cids(1);
    made.sandbox.control.addFault({ match: { method: 'PUT' }, effect: { kind: 'reset-after' } });
    const job = await made.carryOut(
      await made.draft(addTags, [row(one, '戊')], { options: { interactive: true } }),
    );
    expect(job).toMatchObject({ confirmed: 1, unknown: 0 });
    expect(made.sandbox.control.effects(0, { cid: one })).toHaveLength(1);
  });

  test('what was bound is asserted until a verification has read it', async () => {
    const [one = '', two = ''] = made.cids(2);
    const job = await made.carryOut(await made.draft(addTags, [row(one, '己'), row(two, '己', 2)]));
    const state = async () =>
      [...(await currentOf(bench.db.orm, bench.appId, 'tag', [one, two])).values()].map(
        ({ state: it }) => it,
      );
    expect(await state()).toEqual(['asserted', 'asserted']);
    await made.getui.tags.remove('己', [two]);
    const verified = await made.carryOut(
      await draftVerification(made.engine(), bench.actor, { ...made.of(job.id), sample: null }, bench.now()),
    );
    expect(verified).toMatchObject({ kind: 'tag.verify', confirmed: 2, verified: 1, differing: 1 });
    expect(await state()).toEqual(['verified', 'released']);
  });

  test('removing is undone by adding, where the cid had the tag', async () => {
    const [one = '', two = ''] = made.cids(2);
    await made.getui.tags.add('庚', [one]);
    const job = await made.carryOut(await made.draft(removeTags, [row(one, '庚'), row(two, '庚', 2)]));
    expect(await made.tags(one)).not.toContain('庚');
    await made.carryOut(await draftUndo(made.engine(), bench.actor, made.of(job.id), bench.now()));
    expect(await made.tags(one)).toContain('庚');
    expect(await made.tags(two)).not.toContain('庚');
  });
});
