import { beforeEach, describe, expect, test } from 'vitest';
import { blacklistEntry } from '@/lib/db/schema/desks';
import { describeEachDatabase } from '@/lib/db/testing';
import { deskBench } from '@/lib/launch/testing-desk';
import { BLACKLISTED } from '@/lib/ledger/codes';
import { history } from '@/lib/ledger/history';
import { countHolders } from '@/lib/ledger/totals';
import { entriesOf } from './register';
import { parseExpiry } from './rules';

const DAY = 86_400_000;
const LOST = { match: { endpoint: '/user/black/cid/$cids' }, effect: { kind: 'reset-after' } } as const;

describeEachDatabase('the blacklist and its register', (open) => {
  const desk = deskBench(open);
  const { quick, carryOut, undo, effects } = desk;
  let cids: string[];
  const entry = async (cid = '') => (await entriesOf(desk.bench.db.orm, desk.bench.appId, [cid])).get(cid);
  const told = async (cid = '') =>
    (await history(desk.bench.db, desk.bench.appId, { cid, relation: 'blacklist' }))
      .map(({ state, source }) => `${source} ${state}`)
      .reverse();
  const isBlack = (cid = '') => desk.sandbox.control.user(cid)?.black;
  const add = async (rows: string[][], params: Record<string, unknown> = { reason: '投诉骚扰' }) =>
    carryOut(await quick('blacklist.add', rows, params));
  const remove = async (...of: (string | undefined)[]) =>
    carryOut(
      await quick(
        'blacklist.remove',
        of.map((cid = '') => [cid]),
      ),
    );

  beforeEach(async () => {
    const { black, android, ios } = desk.sandbox.control.sample();
    const taken = new Set(black);
    // Facts stay from test to test: every test has users of its own.
    await desk.bench.db.orm.delete(blacklistEntry);
    cids = [...android, ...ios].filter((cid) => !taken.has(cid) && !used.has(cid)).slice(0, 6);
    for (const cid of cids) used.add(cid);
  });
  const used = new Set<string>();

  test('adding notes who, why and until when; cells win over what holds for all rows', async () => {
    const [a, b] = cids as [string, string];
    const expiresAt = Date.now() + DAY;
    const job = await add([[a], [b, '误投', 'KF-2', '2099-01-02']], {
      reason: '投诉  骚扰\n',
      ticket: 'KF-1',
      expiresAt,
    });
    expect([isBlack(a), isBlack(b)]).toEqual([true, true]);
    expect(await entry(a)).toMatchObject({
      ...{ state: 'asserted', source: 'wrote', reason: '投诉 骚扰', ticket: 'KF-1', jobId: job },
      ...{ addedBy: desk.bench.actor.accountId, expiresBy: desk.bench.actor.accountId },
      expiresAt: new Date(expiresAt),
    });
    expect(await entry(b)).toMatchObject({
      ...{ reason: '误投', ticket: 'KF-2' },
      expiresAt: new Date('2099-01-02T23:59:00+08:00'),
    });
    expect(await told(a)).toEqual(['wrote asserted']);
    expect(await countHolders(desk.bench.db, desk.bench.appId, 'blacklist', BLACKLISTED)).toBe(2);
  });

  test('the preview names what is wrong with a row, and who is on the list already', async () => {
    const [a, b, c] = cids as [string, string, string];
    await add([[a], [b]]);
    const draft = await quick(
      'blacklist.add',
      [
        [a],
        [b, '另一个原因'],
        [c],
        ['no'],
        ['f'.repeat(32)],
        [c, 'x', '', '昨天'],
        [c, 'x', '', '2020-01-01'],
      ],
      { reason: '投诉骚扰' },
    );
    expect(draft.found).toMatchObject({ valid: 2, replaces: 1, noChange: 1, malformed: 4 });
    expect((await quick('blacklist.add', [[c]])).found).toMatchObject({ valid: 0, malformed: 1 });
    await expect(quick('blacklist.add', [[c]], { reason: '长'.repeat(201) })).rejects.toMatchObject({
      failure: { fields: { reason: 'too-long' } },
    });
  });

  test('removing keeps the entry and goes out for cids of which nothing is known, too', async () => {
    const [a, b] = cids as [string, string];
    await add([[a, '', 'KF-9']]);
    const job = await remove(a, b);
    expect(effects('black')).toEqual([
      { cid: a, before: false, after: true },
      { cid: a, before: true, after: false },
      { cid: b, before: false, after: false },
    ]);
    expect(await entry(a)).toMatchObject({
      ...{ state: 'released', reason: '投诉骚扰', ticket: 'KF-9', releaseJobId: job },
      releasedBy: desk.bench.actor.accountId,
    });
    expect(await entry(b)).toMatchObject({ state: 'released', reason: '', jobId: null });
    expect(await told(a)).toEqual(['wrote asserted', 'wrote released']);
  });

  test('undoing goes both ways and carries reason, ticket and expiry', async () => {
    const [a, b] = cids as [string, string];
    const expires = '2099-05-06 07:08';
    await add([[a, '老原因', 'KF-1', expires]]);
    const overwrite = await add([[a, '新原因'], [b]]);
    const back = await undo(overwrite);
    const old = { reason: '老原因', ticket: 'KF-1', expiresAt: new Date(parseExpiry(expires) ?? 0) };
    expect(await entry(a)).toMatchObject({ state: 'asserted', ...old });
    expect(await entry(b)).toMatchObject({ state: 'released' });
    expect([isBlack(a), isBlack(b)]).toEqual([true, false]);
    await undo(back);
    expect(await entry(a)).toMatchObject({ state: 'asserted', reason: '新原因', expiresAt: null });
    expect([isBlack(a), isBlack(b)]).toEqual([true, true]);

    await add([[a, '老原因', 'KF-1', expires]]);
    const removal = await remove(a);
    await undo(removal);
    expect(await entry(a)).toMatchObject({ state: 'asserted', releasedAt: null, ...old });
    expect(isBlack(a)).toBe(true);
  });

  test('a lost answer is sent again, as a set; when no answer ever comes the entry is unknown', async () => {
    const [a, b] = cids as [string, string];
    desk.sandbox.control.addFault(LOST);
    expect(await desk.outcomes(await add([[a]]))).toEqual(['confirmed']);
    expect(effects('black')).toHaveLength(2);
    expect(await entry(a)).toMatchObject({ state: 'asserted' });

    desk.sandbox.control.addFault({ ...LOST, times: 0 });
    expect(await desk.outcomes(await add([[b]]))).toEqual(['unknown']);
    expect(await entry(b)).toMatchObject({ state: 'unknown', reason: '投诉骚扰' });
    expect(await told(b)).toEqual(['wrote unknown']);
    expect(await desk.outcomes(await remove(a))).toEqual(['unknown']);
    expect(await entry(a)).toMatchObject({ state: 'unknown', releasedAt: null });
  });

  test('a refused cid is found among others and leaves no trace', async () => {
    const rows = cids.map((cid, line) => ({ cid, line, reason: 'r', ticket: '', expiresAt: null }));
    const bad = 'e'.repeat(32);
    const made = await desk.draft('blacklist.add', [...rows, { ...rows[0], cid: bad }]);
    const job = await carryOut(made);
    expect(await desk.outcomes(job)).toEqual([...cids.map(() => 'confirmed'), 'rejected']);
    expect(await entry(bad)).toBeUndefined();
    expect(await told(bad)).toEqual([]);
  });

  describe('declaring a historic list', () => {
    const declare = async (rows: string[][]) =>
      carryOut(await quick('blacklist.declare', rows, { reason: '旧系统名单' }));

    test('sends nothing, fills gaps and overrules nothing', async () => {
      const [a, b, c] = cids as [string, string, string];
      await add([[a]]);
      await remove(a);
      await add([[b, '自己拉黑']]);
      const calls = desk.sandbox.control.calls().length;
      const draft = await quick('blacklist.declare', [[a], [b], [c]], { reason: '旧系统名单' });
      expect(draft.found).toMatchObject({ valid: 1, noChange: 2 });
      // A preview may be old: what Muster did since stands all the same.
      const line = { line: 1, reason: '旧', ticket: '', expiresAt: null, withdrawn: false };
      const job = await carryOut(
        await desk.draft(
          'blacklist.declare',
          [a, b, c].map((cid) => ({ cid, ...line })),
        ),
      );
      expect(desk.sandbox.control.calls()).toHaveLength(calls);
      expect([await entry(a), await entry(b), await entry(c)]).toMatchObject([
        { state: 'released', source: 'wrote' },
        { state: 'asserted', reason: '自己拉黑' },
        { state: 'asserted', source: 'imported', reason: '旧', jobId: job },
      ]);
      expect(await told(c)).toEqual(['imported asserted']);
      expect(await told(a)).toEqual(['wrote asserted', 'wrote released']);
    });

    test('can be taken back, but for what Muster did since', async () => {
      const [a, b] = cids as [string, string];
      const job = await declare([[a], [b]]);
      await add([[b, '后来拉黑']]);
      await undo(job);
      expect(await entry(a)).toBeUndefined();
      expect(await told(a)).toEqual(['imported asserted', 'imported released']);
      expect(await entry(b)).toMatchObject({ state: 'asserted', source: 'wrote' });
    });
  });

  test('asserting again sends what the register holds and leaves it as it is', async () => {
    const [a] = cids as [string];
    await add([[a, '老原因', 'KF-1', '2099-01-01']]);
    const before = await entry(a);
    const elsewhere = await desk.getui.blacklist.remove([a]).then(() => isBlack(a));
    expect(elsewhere).toBe(false);
    await carryOut(await desk.draft('blacklist.reassert', [{ cid: a, line: 1 }]));
    expect(isBlack(a)).toBe(true);
    expect(await entry(a)).toEqual(before);
  });
});
