import { desc, eq } from 'drizzle-orm';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { auditEntry } from '@/lib/db/schema/audit';
import { blacklistEntry } from '@/lib/db/schema/desks';
import { describeEachDatabase } from '@/lib/db/testing';
import { deskBench } from '@/lib/launch/testing-desk';
import { ExportInput, ListInput } from './schema';
import { alterEntries } from './server/alter';
import { exportRegister } from './server/export';
import { countRegister, listRegister } from './server/list';
import { draftReassert } from './server/reassert';

const DAY = 86_400_000;
const cid = (n: number) => n.toString(16).padStart(32, '0');

describeEachDatabase('the register', (open) => {
  const desk = deskBench(open);
  const now = Date.parse('2026-11-25T04:00:00Z');
  type Entry = typeof blacklistEntry.$inferInsert;
  const entry = (n: number, more: Partial<Entry> = {}): Entry => ({
    ...{ appId: desk.bench.appId, cid: cid(n), state: 'asserted', source: 'wrote', reason: `原因${n}` },
    ...{ addedBy: desk.bench.actor.accountId, addedAt: new Date(now - n * 1000) },
    ...more,
  });
  const put = (...entries: Entry[]) => desk.bench.db.orm.insert(blacklistEntry).values(entries);
  const list = async (input: Partial<ListInput> = {}, limit?: number) =>
    listRegister(desk.bench.db, desk.bench.appId, ListInput.parse(input), now, limit);
  const found = async (input: Partial<ListInput>) =>
    (await list(input)).entries.map((one) => Number.parseInt(one.cid, 16));
  const by = () => ({ appId: desk.bench.appId, actor: desk.bench.actor });
  const lastAudit = async (action: string) => {
    const [row] = await desk.bench.db.orm
      .select({ detail: auditEntry.detail })
      .from(auditEntry)
      .where(eq(auditEntry.action, action))
      .orderBy(desc(auditEntry.seq))
      .limit(1);
    return JSON.parse(row?.detail ?? '{}') as unknown;
  };

  beforeEach(() => desk.bench.db.orm.delete(blacklistEntry));
  beforeAll(async () => {
    expect(desk.bench.appId).not.toBe('');
  });

  test('is found by the beginning of a cid, parts of reason and ticket, and people', async () => {
    await put(
      entry(1, { reason: '100% 骚扰_电话' }),
      entry(2, { ticket: 'KF-77' }),
      entry(3, { addedBy: null }),
      entry(0xa1, { reason: 'x' }),
    );
    expect(await found({ text: '0% 骚' })).toEqual([1]);
    expect(await found({ text: 'kf-7' })).toEqual([2]);
    expect(await found({ text: desk.bench.actor.name })).toEqual([1, 2, 0xa1]);
    expect(await found({ text: cid(0xa1) })).toEqual([0xa1]);
    expect(await found({ text: cid(0xa1).slice(0, 31) })).toEqual([0xa1]);
    // Signs that a pattern would mean something by are looked for as they are.
    expect(await found({ text: '%' })).toEqual([1]);
    expect(await found({ text: '骚扰_' })).toEqual([1]);
    expect(await found({ text: "'; --" })).toEqual([]);
  });

  test('shows states, sources and expiries apart, and counts them', async () => {
    const at = (ms: number) => new Date(now + ms);
    await put(
      entry(1),
      entry(2, { state: 'unknown' }),
      entry(3, { state: 'released', releasedAt: at(-1), releasedBy: desk.bench.actor.accountId }),
      entry(4, { source: 'imported' }),
      entry(5, { expiresAt: at(3 * DAY) }),
      entry(6, { expiresAt: at(DAY) }),
      entry(7, { expiresAt: at(8 * DAY) }),
      entry(8, { expiresAt: at(-DAY), expiryTries: 2 }),
      entry(9, { expiresAt: at(-DAY) }),
    );
    expect(await found({})).toEqual([1, 2, 4, 5, 6, 7, 8, 9]);
    expect(await found({ state: 'unknown' })).toEqual([2]);
    expect(await found({ state: 'released' })).toEqual([3]);
    expect(await found({ state: 'all' })).toHaveLength(9);
    expect(await found({ source: 'imported' })).toEqual([4]);
    expect(await found({ expiry: 'soon' })).toEqual([6, 5]);
    expect(await found({ expiry: 'failed' })).toEqual([8]);
    expect(await found({ expiry: 'none' })).toEqual([1, 2, 4]);
    expect(await countRegister(desk.bench.db, desk.bench.appId, now)).toEqual({
      ...{ asserted: 7, unknown: 1, released: 1, imported: 1, soon: 2, failed: 1 },
    });
    expect((await list({ state: 'released' })).entries[0]).toMatchObject({
      ...{ releasedBy: desk.bench.actor.name, releasedByExpiry: false, expiry: null },
    });
    expect((await list({ expiry: 'failed' })).entries[0]?.expiry).toMatchObject({ state: 'waiting' });
    expect(await listRegister(desk.bench.db, 'another', ListInput.parse({}), now)).toMatchObject({
      total: 0,
    });
  });

  test('pages go on where the last one ended, also among entries of one moment', async () => {
    const same = Array.from({ length: 23 }, (_, i) => entry(i + 1, { addedAt: new Date(now) }));
    await put(...same, entry(99, { addedAt: new Date(now - 5) }));
    const seen: string[] = [];
    for (let after: ListInput['after'], go = true; go; ) {
      const page = await list(after ? { after } : {}, 5);
      if (!after) expect(page.total).toBe(24);
      seen.push(...page.entries.map((one) => one.cid));
      go = page.next !== null;
      after = page.next ?? undefined;
    }
    expect(seen).toEqual([...same.map((one) => one.cid), cid(99)]);
  });

  test('altering touches what is on the list, says what it did, and stands in the audit trail', async () => {
    await put(entry(1), entry(2, { state: 'released' }), entry(3, { ticket: 'KF-3' }));
    const cids = [cid(1), cid(2), cid(3), cid(3), cid(4)];
    const expiresAt = now + DAY;
    const alter = (more: object) => alterEntries(desk.bench.db, by(), { cids, ...more }, new Date(now));
    expect(await alter({ reason: '新原因', expiresAt })).toEqual({ altered: 2, skipped: 2 });
    const { entries } = await list({ state: 'all' });
    expect(entries).toMatchObject([
      { reason: '新原因', ticket: '', expiresAt, expiresBy: desk.bench.actor.name },
      { state: 'released', reason: '原因2', expiresAt: null },
      { reason: '新原因', ticket: 'KF-3', expiresAt },
    ]);
    expect(await lastAudit('blacklist.alter')).toEqual({
      ...{ entries: 2, cids: [cid(1), cid(3)], reason: '新原因', expires: '2026-11-26 12:00' },
    });
    await expect(alter({})).rejects.toMatchObject({ failure: { code: 'INVALID_INPUT' } });
    expect(desk.sandbox.control.calls()).toEqual([]);
  });

  test('the export can be imported again, quotes formulas and is audited', async () => {
    await put(
      entry(1, { reason: '=1+1', ticket: '+86', expiresAt: new Date(now + DAY) }),
      entry(2, { state: 'released', reason: '逗号, "引号"' }),
    );
    const input = ExportInput.parse({ app: desk.bench.appId, state: 'all', text: '' });
    const answer = await exportRegister(desk.bench.db, by(), input, new Date(now));
    const [head, first, second] = (await answer.text()).replace('\uFEFF', '').split('\r\n');
    expect(head?.split(',').slice(0, 4)).toEqual(['cid', 'reason', 'ticket', 'expires']);
    expect(first).toContain(`${cid(1)},'=1+1,'+86,2026-11-26 12:00,asserted,wrote`);
    expect(second).toContain('"逗号, ""引号"""');
    expect(await lastAudit('blacklist.export')).toMatchObject({
      format: 'csv',
      state: 'all',
      searched: false,
    });
    const rows = [(first ?? '').split(',').slice(0, 4)];
    expect((await desk.quick('blacklist.declare', rows)).found.malformed).toBe(0);
  });

  test('asserting again takes everything that is asserted and has not expired', async () => {
    const many = Array.from({ length: 450 }, (_, i) => entry(i + 1));
    await put(
      ...many,
      entry(1001, { state: 'unknown' }),
      entry(1002, { state: 'released' }),
      entry(1003, { expiresAt: new Date(now - 1) }),
    );
    const draft = await draftReassert(desk.bench.db, by(), new Date(now));
    expect(draft).toMatchObject({ total: 450, calls: 3 });
    await desk.bench.db.orm.delete(blacklistEntry);
    expect(await draftReassert(desk.bench.db, by(), new Date(now))).toMatchObject({ jobId: '', total: 0 });
  });
});
