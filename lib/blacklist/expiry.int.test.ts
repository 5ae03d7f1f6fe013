import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import type { Clock } from '@/lib/core/clock';
import { systemClock } from '@/lib/core/clock';
import type { Database } from '@/lib/db/client';
import { auditEntry } from '@/lib/db/schema/audit';
import { blacklistEntry } from '@/lib/db/schema/desks';
import { describeEachDatabase } from '@/lib/db/testing';
import { deskBench } from '@/lib/launch/testing-desk';
import { releaseExpired } from './expiry';
import type { ListFilter } from './schema';
import { alterEntries } from './server/alter';
import { countRegister, listRegister } from './server/list';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const ANY: ListFilter = { text: '', state: 'all', source: 'all', expiry: 'all' };

describeEachDatabase('the expiry of entries', (open) => {
  const desk = deskBench(open);
  let now: number;
  let expiresAt: number;
  let cids: string[];
  const clock: Clock = { ...systemClock, now: () => now };
  const engine = (more = {}) => desk.engine({ clock, ...more });
  const look = async (more = {}) => {
    const ordered = await releaseExpired(engine(more));
    await desk.bench.drain(engine());
    return ordered;
  };
  const releases = () => desk.effects('black').filter(({ after }) => after === false);
  const entries = async () =>
    (await listRegister(desk.bench.db, desk.bench.appId, ANY, now)).entries.sort((a, b) =>
      a.cid < b.cid ? -1 : 1,
    );
  const alter = (more: { expiresAt?: number | null; reason?: string }) =>
    alterEntries(
      desk.bench.db,
      { appId: desk.bench.appId, actor: desk.bench.actor },
      { cids, ...more },
      new Date(now),
    );

  const used = new Set<string>();
  beforeEach(async () => {
    now = Date.now();
    expiresAt = now + HOUR;
    await desk.bench.db.orm.delete(blacklistEntry);
    const { black, android } = desk.sandbox.control.sample();
    cids = android
      .filter((cid) => !black.includes(cid) && !used.has(cid))
      .slice(0, 3)
      .sort();
    for (const cid of cids) used.add(cid);
    const rows = cids.map((cid) => [cid]);
    await desk.carryOut(await desk.quick('blacklist.add', rows, { reason: '投诉', expiresAt }));
  });

  test('releases at the time, not before, and says who set it', async () => {
    now = expiresAt - 1;
    expect(await look()).toBe(0);
    expect(releases()).toEqual([]);
    now = expiresAt;
    expect(await look()).toBe(1);
    expect(
      releases()
        .map(({ cid }) => cid)
        .sort(),
    ).toEqual(cids);
    const [job] = await desk.jobsOf('blacklist.remove');
    expect(job).toMatchObject({
      ...{ state: 'finished', origin: { from: 'expiry' }, createdBy: desk.bench.actor.accountId },
      ...{ total: 3, confirmed: 3 },
    });
    expect(await entries()).toMatchObject(
      cids.map((cid) => ({
        ...{ cid, state: 'released', releasedByExpiry: true, expiry: null, releaseJobId: job?.id },
        releasedBy: desk.bench.actor.name,
      })),
    );
    const said = await desk.bench.db.orm
      .select({ actor: auditEntry.actorName, detail: auditEntry.detail })
      .from(auditEntry)
      .where(eq(auditEntry.jobId, job?.id ?? ''))
      .orderBy(auditEntry.seq);
    const [intent] = said.map(({ actor, detail }) => ({ actor, ...JSON.parse(detail) }));
    const onBehalfOf = desk.bench.actor.name;
    expect(intent).toMatchObject({ actor: 'muster', intent: true, expiry: true, onBehalfOf, rows: 3 });
    now += 24 * HOUR;
    expect(await look()).toBe(0);
    expect(releases()).toHaveLength(3);
  });

  test('once, however many processes look', async () => {
    now = expiresAt;
    const looks = await Promise.all(
      ['a', 'b', 'c', 'd'].map((workerId) => releaseExpired(engine({ workerId }))),
    );
    expect(looks.reduce((sum, one) => sum + one)).toBeGreaterThanOrEqual(1);
    await desk.bench.drain(engine());
    expect(await look()).toBe(0);
    expect(
      releases()
        .map(({ cid }) => cid)
        .sort(),
    ).toEqual(cids);
  });

  test('also when a process has claimed it and died before it ordered anything', async () => {
    now = expiresAt;
    // The claim is committed in the first transaction; nothing else of the process reaches the database any more.
    const { db } = desk.bench;
    const gone = () => {
      throw new Error('killed');
    };
    let claimed = false;
    const dying: Database = {
      ...db,
      get orm() {
        return claimed ? gone() : db.orm;
      },
      async transaction(work) {
        const answer = await (claimed ? gone() : db.transaction(work));
        claimed = true;
        return answer;
      },
    };
    await expect(releaseExpired(engine({ db: dying }))).rejects.toThrow('killed');
    expect((await entries())[0]?.expiry).toMatchObject({ state: 'waiting' });
    expect(await look()).toBe(0);
    now += MINUTE;
    expect(await look()).toBe(1);
    expect(
      releases()
        .map(({ cid }) => cid)
        .sort(),
    ).toEqual(cids);
  });

  test('again after a refusal, later and later, and not for ever', async () => {
    const refused = { kind: 'status', http: 400, code: 20001, msg: 'target user is invalid' } as const;
    const match = { method: 'DELETE', endpoint: '/user/black/cid/$cids' };
    desk.sandbox.control.addFault({ match, effect: refused, times: 0 });
    now = expiresAt;
    expect(await look()).toBe(1);
    const [first] = await entries();
    expect(first).toMatchObject({ state: 'asserted', expiry: { state: 'retrying', failures: 1 } });
    expect((await countRegister(desk.bench.db, desk.bench.appId, now)).failed).toBe(3);
    const ordered = [];
    for (const pause of [1, 5, 25, 125]) {
      now += pause * MINUTE - 1000;
      ordered.push(await look());
      now += 1000;
      ordered.push(await look());
    }
    expect(ordered).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
    expect((await entries())[0]?.expiry).toMatchObject({ state: 'given-up', failures: 5 });
    now += 240 * HOUR;
    expect(await look()).toBe(0);
    expect(releases()).toEqual([]);
    // Somebody gives it another day: it starts anew.
    desk.sandbox.control.clearFaults();
    expect(await alter({ expiresAt: now + HOUR })).toEqual({ altered: 3, skipped: 0 });
    expect((await entries())[0]?.expiry).toBeNull();
    now += HOUR;
    expect(await look()).toBe(1);
    expect(releases()).toHaveLength(3);
  });

  test('a later time, none at all, and a new reason', async () => {
    expect(await alter({ expiresAt: expiresAt + HOUR, reason: '再留一小时' })).toEqual({
      altered: 3,
      skipped: 0,
    });
    now = expiresAt;
    expect(await look()).toBe(0);
    await alter({ expiresAt: null });
    now += 24 * HOUR;
    expect(await look()).toBe(0);
    expect(await entries()).toMatchObject(cids.map(() => ({ reason: '再留一小时', expiresAt: null })));
    await expect(alter({ expiresAt: now })).rejects.toMatchObject({
      failure: { fields: { expiresAt: 'past' } },
    });
  });

  test('what is being released cannot be altered', async () => {
    now = expiresAt;
    expect(await releaseExpired(engine())).toBe(1);
    expect((await entries())[0]?.expiry).toMatchObject({ state: 'releasing' });
    expect(await alter({ expiresAt: now + HOUR })).toEqual({ altered: 0, skipped: 3 });
    await desk.bench.drain(engine());
    expect(releases()).toHaveLength(3);
  });

  test('undoing a release by expiry blocks again, until somebody releases', async () => {
    now = expiresAt;
    await look();
    const [job] = await desk.jobsOf('blacklist.remove');
    now = Date.now() + 2 * HOUR;
    await desk.undo(job?.id ?? '', { clock });
    expect(await entries()).toMatchObject(
      cids.map(() => ({ state: 'asserted', reason: '投诉', expiresAt: null })),
    );
    expect(await look()).toBe(0);
  });
});
