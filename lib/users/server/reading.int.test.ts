import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '@/lib/db/client';
import { describeEachDatabase } from '@/lib/db/testing';
import { createGetui, type Getui } from '@/lib/getui/client';
import { memoryTokenStore } from '@/lib/getui/token';
import { createTransport } from '@/lib/getui/transport';
import { currentAliases, currentOf } from '@/lib/ledger/current';
import { noteReads } from '@/lib/ledger/reads';
import { CidCodec, hash } from '@/lib/sandbox/cid';
import { type Sandbox, startSandbox } from '@/lib/sandbox/server';
import { columnsOf, type Group } from '../rules';
import type { ReadEvent } from '../schema';
import { Notebook } from './notebook';
import { readersOf } from './readers';
import { readRows } from './reading';
import { orderOf } from './spans';

const APP = 'app';

describeEachDatabase('reading a lookup', (open) => {
  const transport = createTransport();
  let db: Database;
  let sandbox: Sandbox;
  let getui: Getui;
  let cids: string[];
  beforeAll(async () => {
    db = await open();
    await db.orm.execute(sql`
      insert into push_app (id, name, environment, app_id, app_key, master_secret_sealed, base_url)
      values (${APP}, 'A', 'test', ${APP}, 'k', 's', 'u')`);
    sandbox = await startSandbox({ users: 5000 });
    const { appId, appKey, masterSecret, baseUrl } = sandbox;
    getui = createGetui(
      { appId, appKey, masterSecret, baseUrl },
      { tokens: memoryTokenStore(), fetch: transport.fetch },
    );
    const codec = new CidCodec(hash(1, 0, 99), 5000);
    cids = Array.from({ length: 3000 }, (_, i) => codec.encode(i));
  });
  afterAll(async () => {
    await transport.close();
    await sandbox?.close();
  });
  beforeEach(() => sandbox.control.clearFaults());

  type Options = {
    groups: Group[];
    rows?: number[];
    list?: string[];
    masked?: boolean;
    signal?: AbortSignal;
    onEvent?: (event: ReadEvent) => void;
  };
  async function read({ groups, rows, list = cids, masked = false, signal, onEvent }: Options) {
    const events: ReadEvent[] = [];
    const notebook = new Notebook(db, { appId: APP, actorId: null });
    const first = rows ?? [];
    const spans: [number, number][] = rows ? [] : [[0, list.length]];
    await readRows({
      groups,
      readers: readersOf({ db, appId: APP, upstream: getui, masked }),
      cids: list,
      order: orderOf({ first, spans }, list.length),
      requestId: 'test',
      signal: signal ?? new AbortController().signal,
      ending: () => false,
      emit: (event) => {
        events.push(event);
        onEvent?.(event);
      },
      ready: async () => {},
      learn: (learned, at) => notebook.add(learned, at),
    });
    await notebook.close();
    return events;
  }
  const calls = () => sandbox.control.calls(0).length;
  /** Row → cells of a group. */
  function table(events: readonly ReadEvent[], group: Group) {
    const found = new Map<number, Record<string, unknown>>();
    for (const event of events) {
      if (event.t !== 'rows' || event.group !== group) continue;
      let at = 0;
      for (const [from, to] of event.rows)
        for (let row = from; row < to; row++, at++) {
          expect(found.has(row), `row ${row} came twice`).toBe(false);
          const cells = columnsOf(group).map((name, c) => [name, event.columns[c]?.[at]]);
          found.set(row, Object.fromEntries(cells));
        }
    }
    return found;
  }
  const failedRows = (events: readonly ReadEvent[]) =>
    events.flatMap((event) =>
      event.t === 'failed'
        ? event.rows.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i))
        : [],
    );

  test('every row once, what is wanted first comes first, as many calls as it says', async () => {
    await getui.users.detail([cids[0] ?? '']);
    const before = calls();
    const wanted = [2900, 2901, 7];
    const events = await read({ groups: ['detail', 'status'], rows: wanted });
    expect(calls() - before).toBe(2);
    expect([...table(events, 'detail').keys()]).toEqual(wanted);
    const all = await read({ groups: ['detail', 'status'] });
    expect(calls() - before).toBe(2 + 2 * (3000 / 200));
    expect(table(all, 'detail').size).toBe(3000);
    expect(table(all, 'status').size).toBe(3000);
    expect(all.at(-1)).toEqual({ t: 'end' });
    const [first] = table(all, 'detail').values();
    const detail = (await getui.users.detail([cids[0] ?? ''])).valid.get(cids[0] ?? '');
    expect(first).toMatchObject({ valid: 1, brand: detail?.brand, model: detail?.phoneModel });
  });

  test('unknown cids are told as invalid and cost the others nothing, also where asking for them is refused', async () => {
    sandbox.control.setDialect({ statusUnknownCid: '20001/400' });
    try {
      const list = [cids[0] ?? '', 'f'.repeat(32), cids[1] ?? ''];
      const events = await read({ groups: ['detail', 'status', 'tags'], list });
      expect([...table(events, 'detail').values()].map(({ valid }) => valid)).toEqual([1, 0, 1]);
      const status = table(events, 'status');
      expect([status.get(0)?.online === null, status.get(1)?.online === null]).toEqual([false, true]);
      expect(table(events, 'tags').size).toBe(3);
      expect(failedRows(events)).toEqual([]);
    } finally {
      sandbox.control.setDialect({ statusUnknownCid: 'empty' });
    }
  });

  test('a fault in the middle keeps what arrived and names exactly what is missing', async () => {
    sandbox.control.addFault({
      match: { endpoint: '/user/detail/$cids', skip: 5 },
      times: 2,
      effect: { kind: 'status', http: 400, code: 20001, msg: 'cid is invalid' },
    });
    const events = await read({ groups: ['detail'] });
    const missing = failedRows(events);
    const came = table(events, 'detail');
    expect([came.size, missing.length]).toEqual([2600, 400]);
    expect(missing.every((row) => !came.has(row))).toBe(true);
    const again = await read({ groups: ['detail'], rows: missing });
    expect(table(again, 'detail').size).toBe(missing.length);
  });

  test('when all fail alike the rest is not tried', async () => {
    sandbox.control.addFault({
      match: { endpoint: '/user/status/$cids' },
      times: 0,
      effect: { kind: 'status', http: 401, code: 10002, msg: 'blocked' },
    });
    const before = calls();
    const events = await read({ groups: ['detail', 'status'] });
    expect(table(events, 'detail').size).toBe(3000);
    expect(failedRows(events)).toHaveLength(3000);
    expect(calls() - before).toBeLessThan(15 + 9);
    expect(events).toContainEqual(
      expect.objectContaining({
        t: 'failed',
        failure: expect.objectContaining({ code: 'UPSTREAM_CREDENTIALS' }),
      }),
    );
  });

  test('what the app has not bought is told as such', async () => {
    sandbox.control.setDialect({ deviceStatus: false });
    const events = await read({ groups: ['device'] });
    sandbox.control.setDialect({ deviceStatus: true });
    expect(events[0]).toMatchObject({ t: 'failed', failure: { code: 'UPSTREAM_NOT_ENABLED' } });
    expect(failedRows(events)).toHaveLength(3000);
  });

  test('aborting ends the calls on the wire and emits nothing more', async () => {
    sandbox.control.addFault({
      match: { endpoint: '/user/alias/cid/$cid', skip: 20 },
      times: 0,
      effect: { kind: 'delay', ms: 10_000 },
    });
    const abort = new AbortController();
    const before = calls();
    const started = performance.now();
    setTimeout(() => abort.abort(), 300);
    const events = await read({ groups: ['alias'], signal: abort.signal });
    expect(performance.now() - started).toBeLessThan(2000);
    expect(events.at(-1)?.t).not.toBe('end');
    const asked = calls() - before;
    expect(asked).toBeLessThanOrEqual(20 + 8);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(calls() - before).toBe(asked);
  });

  test('aliases are masked for those who may not see them, and the ledger learns them in clear', async () => {
    const { withAlias, withoutAlias } = sandbox.control.sample();
    const [known] = withAlias;
    const list = [known?.cid ?? '', withoutAlias[0] ?? ''];
    const masked = table(await read({ groups: ['alias'], list, masked: true }), 'alias');
    expect(masked.get(0)?.alias).not.toBe(known?.alias);
    expect(masked.get(0)?.alias).toContain('*');
    const clear = table(await read({ groups: ['alias'], list }), 'alias');
    expect([clear.get(0)?.alias, clear.get(1)?.alias]).toEqual([known?.alias, '']);
    expect((await currentAliases(db, APP, list)).get(list[0] ?? '')).toMatchObject({
      value: known?.alias,
      state: 'verified',
    });
    const ledger = table(await read({ groups: ['ledger'], list, masked: true }), 'ledger');
    expect(ledger.get(0)).toMatchObject({ blacklisted: 0, ledgerAlias: masked.get(0)?.alias });
  });

  describe('tags', () => {
    test('what is found is noted, what was verified and is gone is released, what was only sent may still come', async () => {
      const cid = cids[40] ?? '';
      const fact = { subject: cid, relation: 'tag', source: 'read' } as const;
      await noteReads(db, [{ ...fact, value: '旧', state: 'verified' }], {
        appId: APP,
        actorId: null,
        jobId: null,
        at: new Date(Date.now() - 60_000),
      });
      const events = table(await read({ groups: ['tags'], list: [cid] }), 'tags');
      const held = await getui.tags.ofCid(cid);
      expect(events.get(0)).toEqual({ tags: held.join(' '), tagCount: held.length });
      const facts = await currentOf(db.orm, APP, 'tag', [cid]);
      const state = (value: string) => facts.get(`${cid}\n${value}`)?.state;
      expect(state('旧')).toBe('released');
      for (const tag of held) expect(state(tag)).toBe('verified');
    });
  });
});
