import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { draftUndo } from '@/lib/changes/undo';
import { Refusal } from '@/lib/core/result';
import { describeEachDatabase } from '@/lib/db/testing';
import { currentOf } from '@/lib/ledger/current';
import { countHolders } from '@/lib/ledger/totals';
import { editTags } from '../edit-kind';
import { addTags, removeTags } from '../kinds';
import { replaceTags } from '../replace-kind';
import { joinTags } from '../rules';
import { tagsBench } from '../testing';
import { dropOldCanaries, watchCanaries } from './canaries';
import { learnTags } from './dictionary';
import { draftEdit } from './edit';
import { overwriteGuard } from './guard';
import { noteTags } from './note';
import { draftRetag } from './retag';
import { tagRoutes, turnToUsers } from './routes';
import { settleTime } from './settle-time';

describeEachDatabase('the desk of tags', (open) => {
  const made = tagsBench(open);
  const { bench } = made;
  const desk = () => ({ db: bench.db, upstreamOf: async () => made.getui });
  const row = (cid: string, tag: string, line = 1) => ({ cid, tag, line });
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error) => (error instanceof Refusal ? error.failure : error),
    );
  const edit = (cid: string, route: 'overwrite' | 'incremental', seen: string[], after: string[]) =>
    draftEdit(made.ctx(), { cid, route, seen, after }, desk());
  const entry = async (tag: string) =>
    (
      await bench.db.orm.execute<{ state: string; owner: string }>(
        sql`select state, owner from tag_entry where app_id = ${bench.appId} and tag = ${tag}`,
      )
    ).rows[0];

  test('an edit is drafted only from what the person saw, and says what it takes', async () => {
    const [cid = ''] = made.cids(1);
    const seen = await made.tags(cid);
    await made.getui.tags.add('别人', [cid]);
    expect(await edit(cid, 'incremental', seen, [...seen, '我的'])).toMatchObject({
      at: 'changed',
      tags: expect.arrayContaining(['别人']),
    });
    const now = await made.tags(cid);
    expect(await refusal(edit(cid, 'incremental', now, now))).toMatchObject({
      fields: { after: 'same-tags' },
    });
    expect(await refusal(edit(cid, 'overwrite', now, []))).toMatchObject({ fields: { after: 'tags-empty' } });
    const after = [...now.filter((tag) => tag !== '别人'), '一', '二'];
    const draft = await edit(cid, 'incremental', now, after);
    if (draft.at !== 'ready') throw new Error('not drafted');
    expect(draft).toMatchObject({ calls: 3, add: ['一', '二'], remove: ['别人'] });
    expect(await made.carryOut(draft)).toMatchObject({ kind: 'tag.edit', confirmed: 3 });
    expect(await made.tags(cid)).toEqual(after.sort());
  });

  test('the one overwriting of a day is remembered, by what we did and what was refused', async () => {
    const [cid = '', other = ''] = made.cids(2);
    const draft = await edit(cid, 'overwrite', await made.tags(cid), ['今天']);
    if (draft.at !== 'ready') throw new Error('not drafted');
    expect(await overwriteGuard(bench.db, bench.appId, cid, Date.now())).toMatchObject({ used: null });
    await made.carryOut(draft);
    const guard = await overwriteGuard(bench.db, bench.appId, cid, Date.now());
    expect(guard).toMatchObject({ used: 'ours', jobId: draft.jobId });
    expect(((guard.nextAt ?? 0) + 8 * 3_600_000) % 86_400_000).toBe(0);
    expect(await refusal(edit(cid, 'overwrite', ['今天'], ['再来']))).toMatchObject({
      code: 'CONFLICT',
      params: { rule: 'used-today' },
    });
    await made.getui.tags.replace(other, ['别处']);
    await made.carryOut(
      await made.draft(replaceTags, [{ cid: other, tags: ['我们'], line: 1 }], {
        before: ['别处'],
        options: {},
      }),
    );
    expect(await overwriteGuard(bench.db, bench.appId, other, Date.now())).toMatchObject({ used: 'refused' });
    expect(await overwriteGuard(bench.db, bench.appId, other, Date.now() + 86_400_000)).toMatchObject({
      used: null,
    });
  });

  test('canaries are read until they show, and teach how long that takes', async () => {
    const cids = made.cids(6);
    await bench.db.orm.execute(sql`delete from tag_canary`);
    expect(await settleTime(bench.db, bench.appId)).toBeNull();
    made.sandbox.control.setDialect({ tagBindDelayMs: 700 });
    try {
      await made.carryOut(
        await made.draft(
          addTags,
          cids.map((cid) => row(cid, '金丝雀')),
          { options: {} },
        ),
      );
      expect(await watchCanaries(bench.db, async () => made.getui)).toBe(3);
      // Whoever has taken them is given time: another process finds none.
      expect(await watchCanaries(bench.db, async () => made.getui)).toBe(0);
      await new Promise((resolve) => setTimeout(resolve, 1_300));
      expect(await watchCanaries(bench.db, async () => made.getui)).toBe(3);
      expect(await watchCanaries(bench.db, async () => made.getui)).toBe(0);
    } finally {
      made.sandbox.control.setDialect({ tagBindDelayMs: 0 });
    }
    const settle = await settleTime(bench.db, bench.appId);
    expect(settle?.samples).toBe(3);
    expect(settle?.medianMs).toBeGreaterThanOrEqual(700);
    const held = await currentOf(bench.db.orm, bench.appId, 'tag', cids);
    expect([...held.values()].filter(({ state }) => state === 'verified')).toHaveLength(3);
    expect([...held.values()].filter(({ state }) => state === 'asserted')).toHaveLength(3);
    await dropOldCanaries(bench.db);
    expect((await settleTime(bench.db, bench.appId))?.samples).toBe(3);
  });

  test('what was read tells who changed what elsewhere, and leaves alone what may be settling', async () => {
    const [cid = ''] = made.cids(1);
    const from = (at: number) => ({ appId: bench.appId, actorId: null, jobId: null, at: new Date(at) });
    await made.carryOut(await made.draft(addTags, [row(cid, '在途')], { options: {} }));
    await learnTags(bench.db, bench.appId);
    const soon = await noteTags(bench.db, cid, ['客户端'], from(Date.now() + 1));
    expect(soon).toEqual({ added: ['客户端'], removed: [] });
    const later = await noteTags(bench.db, cid, ['客户端'], from(Date.now() + 3_600_000));
    expect(later).toEqual({ added: [], removed: ['在途'] });
    expect(await learnTags(bench.db, bench.appId)).toBe(1);
    expect(await entry('客户端')).toMatchObject({ state: 'active' });
  });

  test('renaming gives the new tag first, takes the old one once that was read, and retires it', async () => {
    const cids = made.cids(4);
    await made.carryOut(
      await made.draft(
        addTags,
        cids.map((cid) => row(cid, '旧名')),
        { options: {} },
      ),
    );
    await bench.db.orm.execute(sql`update tag_entry set owner = '小王' where tag = '旧名'`);
    expect(await refusal(draftRetag(made.ctx(), { tags: ['旧名'], into: '旧名' }, bench.db))).toMatchObject({
      fields: { into: 'same-tag' },
    });
    const [gone = ''] = cids;
    const plan = await draftRetag(made.ctx(), { tags: ['旧名'], into: '新名' }, bench.db);
    expect(plan).toMatchObject({ members: 4, calls: 2, draft: { confirmWord: '旧名' } });
    // One of them turns the new tag down: it keeps the old one.
    const refusing = {
      ...made.getui,
      tags: {
        ...made.getui.tags,
        add: async (tag: string, all: readonly string[]) => {
          const said = await made.getui.tags.add(
            tag,
            all.filter((cid) => cid !== gone),
          );
          return new Map([...said, [gone, false]]);
        },
      },
    };
    const { jobId = '', rowsHash = '' } = plan.draft ?? {};
    const { job } = await made.orderTyped({ jobId, rowsHash }, '旧名');
    await made.finish(job.id, { upstreamOf: async () => refusing });
    expect(await bench.jobOf(jobId)).toMatchObject({ confirmed: 6, rejected: 1, skipped: 1 });
    expect(await made.tags(gone)).toContain('旧名');
    for (const cid of cids.slice(1)) {
      expect(await made.tags(cid)).toContain('新名');
      expect(await made.tags(cid)).not.toContain('旧名');
    }
    expect(await entry('旧名')).toMatchObject({ state: 'retired' });
    expect(await entry('新名')).toMatchObject({ state: 'active', owner: '小王' });
    expect(await countHolders(bench.db, bench.appId, 'tag', '旧名')).toBe(1);
    const undo = await draftUndo(made.engine(), bench.actor, made.of(jobId), bench.now());
    await made.carryOut(undo);
    for (const cid of cids) expect(await made.tags(cid)).toContain('旧名');
  });

  test('merging gives each user the tag once, retiring takes it, and nobody is a job of nothing', async () => {
    const [one = '', two = ''] = made.cids(2);
    await made.carryOut(
      await made.draft(addTags, [row(one, '甲1'), row(one, '甲2', 2), row(two, '甲2', 3)], { options: {} }),
    );
    const plan = await draftRetag(made.ctx(), { tags: ['甲1', '甲2'], into: '甲' }, bench.db);
    expect(plan).toMatchObject({ members: 2, calls: 3, draft: { confirmWord: '5' } });
    const none = await draftRetag(made.ctx(), { tags: ['从没有过'], into: null }, bench.db);
    expect(none).toMatchObject({ draft: null, members: 0 });
    const retire = await draftRetag(made.ctx(), { tags: ['甲2'], into: null }, bench.db);
    const { jobId = '', rowsHash = '' } = retire.draft ?? {};
    const { job } = await made.orderTyped({ jobId, rowsHash }, '甲2');
    await made.finish(job.id);
    expect(await made.tags(two)).not.toContain('甲2');
    expect(await entry('甲2')).toMatchObject({ state: 'retired' });
  });

  test('both prices of a file are those of its drafts, and the draft by user does the same', async () => {
    const [one = '', two = ''] = made.cids(2);
    const tags = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7'];
    const rows = [one, two].flatMap((cid) => tags.map((tag, i) => row(cid, tag, i + 1)));
    const batch = await made.draft(addTags, rows, { options: { readFirst: true } });
    const routes = await tagRoutes(made.ctx(), { jobId: batch.jobId }, desk());
    expect(routes).toMatchObject({ now: 'batch', advised: 'overwrite', why: 'cheaper' });
    expect(routes.batch.calls).toBe(7);
    expect(routes.overwrite).toMatchObject({ users: 2, calls: 2, reads: 2, usedToday: 0, jobId: null });
    const { jobId } = await turnToUsers(made.ctx(), { jobId: batch.jobId }, desk());
    expect(await turnToUsers(made.ctx(), { jobId }, desk())).toEqual({ jobId });
    const turned = await tagRoutes(made.ctx(), { jobId }, desk());
    expect(turned).toMatchObject({ now: 'overwrite', batch: { jobId: batch.jobId }, overwrite: { jobId } });
    const before = await made.tags(one);
    const { rowsHash } = await bench.jobOf(jobId);
    expect(await made.carryOut({ jobId, rowsHash })).toMatchObject({ kind: 'tag.patch', confirmed: 2 });
    expect(await made.tags(one)).toEqual([...before, ...tags].sort());
    // The same cids again: they were overwritten today and would be refused.
    const again = await made.draft(addTags, rows, {});
    expect(await tagRoutes(made.ctx(), { jobId: again.jobId }, desk())).toMatchObject({
      advised: 'batch',
      why: 'used-today',
      overwrite: { usedToday: 2 },
    });
  });

  test('removing by overwriting is advised only where something is left', async () => {
    const [cid = ''] = made.cids(1);
    const own = await made.tags(cid);
    const tags = ['x1', 'x2', 'x3'];
    for (const tag of tags) await made.getui.tags.add(tag, [cid]);
    const all = await made.draft(
      removeTags,
      [...own, ...tags].map((tag) => row(cid, tag)),
      {},
    );
    expect(await tagRoutes(made.ctx(), { jobId: all.jobId }, desk())).toMatchObject({ why: 'may-empty' });
    const rest = await made.draft(
      removeTags,
      [...own, ...tags].slice(1).map((tag) => row(cid, tag)),
      {},
    );
    const { why } = await tagRoutes(made.ctx(), { jobId: rest.jobId }, desk());
    expect(why).toBe(own.length + tags.length - 1 > 2 ? 'cheaper' : 'dearer');
  });

  test('a rename waits for the new tag to show before it takes the old one', async () => {
    const [cid = ''] = made.cids(1);
    await made.carryOut(await made.draft(addTags, [row(cid, '慢旧')], { options: {} }));
    const plan = await draftRetag(made.ctx(), { tags: ['慢旧'], into: '慢新' }, bench.db);
    const { jobId = '', rowsHash = '' } = plan.draft ?? {};
    made.sandbox.control.setDialect({ tagBindDelayMs: 1_000 });
    try {
      await made.orderTyped({ jobId, rowsHash }, '慢旧');
      expect(await made.finish(jobId)).toMatchObject({ confirmed: 2, skipped: 0 });
    } finally {
      made.sandbox.control.setDialect({ tagBindDelayMs: 0 });
    }
    expect(await made.tags(cid)).toEqual(expect.arrayContaining(['慢新']));
    expect(await made.tags(cid)).not.toContain('慢旧');
  });

  test('a row that needs another tag stays away until that is there', async () => {
    const [cid = ''] = made.cids(1);
    await made.getui.tags.add('旧', [cid]);
    const rows = [{ op: 'remove' as const, cid, tag: '旧', needs: '新', line: 1 }];
    const job = await made.carryOut(await made.draft(editTags, rows, { before: ['旧'] }));
    expect(job).toMatchObject({ skipped: 1 });
    expect((await bench.chunksOf(job.id))[0]).toMatchObject({ failure: 'awaited', attempts: 0 });
    expect(joinTags(await made.tags(cid))).toContain('旧');
  });
});
