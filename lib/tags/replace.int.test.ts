import { expect, test } from 'vitest';
import { draftUndo } from '@/lib/changes/undo';
import { describeEachDatabase } from '@/lib/db/testing';
import type { Getui } from '@/lib/getui/client';
import { currentOf } from '@/lib/ledger/current';
import { patchTags, replaceTags } from './replace-kind';
import { joinTags } from './rules';
import { tagsBench } from './testing';

const OVERWRITE = { method: 'POST', endpoint: '/user/custom_tag/cid/$cid' };

describeEachDatabase('overwriting the tags of a user', (open) => {
  const made = tagsBench(open);
  const { bench } = made;
  const bulk = {};
  const seen = { interactive: true };
  const overwrite = async (cid: string, tags: string[], options: { interactive?: boolean }) => {
    const before = joinTags(await made.tags(cid));
    return made.draft(replaceTags, [{ cid, tags, line: 1 }], { before: [before], options });
  };
  const writes = (cid: string) => made.sandbox.control.effects(0, { cid }).length;

  test.each([
    ['while somebody waits', seen],
    ['in a bulk change', bulk],
  ])('an answer lost after the effect ends confirmed %s', async (_, options) => {
    const [cid = ''] = made.cids(1);
    made.sandbox.control.addFault({ match: OVERWRITE, effect: { kind: 'reset-after' } });
    const job = await settle(await overwrite(cid, ['新', '的'], options));
    expect(job).toMatchObject({ state: 'finished', confirmed: 1, rejected: 0, unknown: 0 });
    expect(await made.tags(cid)).toEqual(['新', '的'].sort());
    expect(writes(cid)).toBe(1);
  });

  test('a limit met after a lost answer is read back first: confirmed, not “limit reached”', async () => {
    const [cid = ''] = made.cids(1);
    const draft = await overwrite(cid, ['甲'], seen);
    made.sandbox.control.addFault({ match: OVERWRITE, effect: { kind: 'reset-after' } });
    // The first look after the lost answer still sees the old tags, as a replica would show them.
    let looks = 0;
    const before = await made.getui.tags.ofCid(cid);
    const stale: Getui = {
      ...made.getui,
      tags: {
        ...made.getui.tags,
        ofCid: async (one, options) => (looks++ < 4 ? before : made.getui.tags.ofCid(one, options)),
      },
    };
    const job = await settle(draft, stale);
    expect(job).toMatchObject({ confirmed: 1, rejected: 0, unknown: 0 });
    const calls = made.sandbox.control.calls(0, { method: 'POST' }).filter(({ path }) => path.includes(cid));
    expect(calls.map(({ code }) => code)).toEqual([null, 30011]);
  });

  test('what cannot be read after the limit stays unknown', async () => {
    const [cid = ''] = made.cids(1);
    const draft = await overwrite(cid, ['甲'], seen);
    made.sandbox.control.addFault({ match: OVERWRITE, effect: { kind: 'reset-after' } });
    const before = await made.getui.tags.ofCid(cid);
    const blind: Getui = { ...made.getui, tags: { ...made.getui.tags, ofCid: async () => before } };
    const job = await settle(draft, blind);
    expect(job).toMatchObject({ confirmed: 0, rejected: 0, unknown: 1 });
  });

  test('a second overwriting the same day is refused by itself and holds up no other', async () => {
    const [one = '', two = ''] = made.cids(2);
    await made.getui.tags.replace(one, ['今天']);
    const rows = [one, two].map((cid, i) => ({ cid, tags: ['乙'], line: i + 1 }));
    const job = await settle(await made.draft(replaceTags, rows, { options: bulk }));
    expect(job).toMatchObject({ state: 'finished', confirmed: 1, rejected: 1, holdFailure: null });
    expect((await bench.chunksOf(job.id)).map(({ upstreamCode }) => upstreamCode)).toEqual([30011, null]);
  });

  test('tags that somebody changed since the preview are left alone', async () => {
    const [cid = ''] = made.cids(1);
    const draft = await overwrite(cid, ['丙'], seen);
    await made.getui.tags.add('别人', [cid]);
    const job = await settle(draft);
    expect(job).toMatchObject({ skipped: 1, confirmed: 0 });
    expect((await bench.chunksOf(job.id))[0]).toMatchObject({ failure: 'changed-since', attempts: 0 });
    expect(await made.tags(cid)).toContain('别人');
  });

  test('is undone tag by tag, since the day has one overwriting', async () => {
    const [cid = ''] = made.cids(1);
    await made.getui.tags.add('留', [cid]);
    const before = await made.tags(cid);
    const job = await settle(await overwrite(cid, ['新1', '新2'], seen));
    expect(job.confirmed).toBe(1);
    const undo = await draftUndo(made.engine(), bench.actor, made.of(job.id), bench.now());
    expect(undo).toMatchObject({ kind: 'tag.edit', total: before.length + 2 });
    expect(await made.carryOut(undo)).toMatchObject({ confirmed: before.length + 2 });
    expect(await made.tags(cid)).toEqual(before);
    const held = await currentOf(bench.db.orm, bench.appId, 'tag', [cid]);
    expect(
      [...held.values()]
        .map(({ value }) => value)
        .filter(Boolean)
        .sort(),
    ).toEqual(before);
  });

  test('a patch keeps what it does not name, whoever added it meanwhile', async () => {
    const [cid = '', other = ''] = made.cids(2);
    await made.getui.tags.add('旧', [cid]);
    const rows = [
      { cid, add: ['新'], remove: ['旧'], line: 1 },
      { cid: other, add: [], remove: await made.tags(other), line: 2 },
    ];
    const draft = await made.draft(patchTags, rows, { options: bulk });
    await made.getui.tags.add('别人', [cid]);
    const job = await settle(draft);
    expect(job.confirmed + job.rejected).toBe(2);
    const tags = await made.tags(cid);
    expect(tags).toEqual(expect.arrayContaining(['别人', '新']));
    expect(tags).not.toContain('旧');
    await settle(await draftUndo(made.engine(), bench.actor, made.of(job.id), bench.now()));
    expect(await made.tags(cid)).toEqual(expect.arrayContaining(['别人', '旧']));
  });

  async function settle(draft: { jobId: string; rowsHash: string }, upstream: Getui = made.getui) {
    return made.carryOut(draft, { upstreamOf: async () => upstream });
  }
});
