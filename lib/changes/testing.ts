import { afterEach, beforeAll } from 'vitest';
import { bindAliases, releaseAlias, unbindAliases } from '@/lib/aliases/kinds';
import { registerApp } from '@/lib/apps/server/apps';
import { createAccount } from '@/lib/auth/server/accounts';
import type { Actor } from '@/lib/auth/server/session';
import { systemClock } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import type { Database } from '@/lib/db/client';
import { pushApp } from '@/lib/db/schema/apps';
import type { Getui } from '@/lib/getui/client';
import { GetuiError } from '@/lib/getui/errors';
import { draftJob } from './draft';
import type { Engine, RunEvent } from './engine';
import type { AnyKind } from './kind';
import { orderJob } from './order';
import { jobDetail } from './view';

const kinds: AnyKind[] = [bindAliases, unbindAliases, releaseAlias];
export const kindOf = (id: string) => {
  const kind = kinds.find((one) => one.id === id);
  if (!kind) throw new Error(id);
  return kind;
};

/** An upstream of one map, with a switch for what goes wrong; the real client meets the sandbox in other suites. */
export function fakeUpstream() {
  const aliasOf = new Map<string, string>();
  const state = { calls: 0, wrong: null as null | 'refused' | 'lost-before' | 'lost-after' };
  const write = async (apply: () => void) => {
    state.calls++;
    const facts = { endpoint: 'POST /user/alias', requestId: 'r' } as const;
    if (state.wrong === 'refused') {
      throw new GetuiError({
        ...facts,
        kind: 'refused',
        outcome: 'not-applied',
        code: 20001,
        httpStatus: 400,
        msg: 'target user is invalid',
      });
    }
    if (state.wrong !== 'lost-before') apply();
    if (state.wrong) throw new GetuiError({ ...facts, kind: 'lost', outcome: 'unknown' });
  };
  const aliases = {
    bind: (pairs: { cid: string; alias: string }[]) =>
      write(() => {
        for (const { cid, alias } of pairs) aliasOf.set(cid, alias);
      }),
    unbind: (pairs: { cid: string; alias: string }[]) =>
      write(() => {
        for (const { cid } of pairs) aliasOf.delete(cid);
      }),
    release: (alias: string) =>
      write(() => {
        for (const [cid, held] of aliasOf) if (held === alias) aliasOf.delete(cid);
      }),
    byCid: async (cid: string) => aliasOf.get(cid) ?? null,
    byAlias: async (alias: string) => [...aliasOf].filter(([, held]) => held === alias).map(([cid]) => cid),
  };
  return { aliasOf, state, getui: { aliases } as unknown as Getui };
}

/** One operator, one app and one upstream for the tests of a suite, made before them and emptied between them. */
export function changesBench(open: () => Promise<Database>) {
  let db: Database;
  let actor: Actor;
  let appId: string;
  const upstream = fakeUpstream();
  const events: RunEvent[] = [];
  const engine = (): Engine => ({
    db,
    clock: systemClock,
    kindOf,
    upstreamOf: async () => upstream.getui,
    onEvent: (event) => events.push(event),
  });
  const now = () => new Date();

  beforeAll(async () => {
    db = await open();
    const by = { id: null, name: 'test' };
    const person = { email: 'op@x.cn', name: 'Op', role: 'operator' as const, passwordHash: null };
    const id = await db.transaction((tx) => createAccount(tx, by, person, now()));
    actor = { accountId: id, name: 'Op', email: person.email, role: 'operator', sessionId: '-' };
    const app = {
      appId: 'a',
      appKey: 'k',
      masterSecret: 's',
      name: 'A',
      environment: 'test' as const,
      baseUrl: 'http://127.0.0.1:1/v2',
    };
    await registerApp(db, app, Buffer.alloc(32, 1), now());
    appId = (await db.orm.select().from(pushApp))[0]?.id ?? '';
  });
  afterEach(() => {
    upstream.state.wrong = null;
    upstream.state.calls = 0;
    upstream.aliasOf.clear();
    events.length = 0;
  });

  const pair = (alias: string) => ({ cid: newId(), alias, line: 1 });
  const draft = (rows: { cid: string; alias: string; line: number }[], before = rows.map(() => '')) =>
    draftJob(db, bindAliases, { appId, accountId: actor.accountId }, { rows, before, params: {} }, now());
  const order = (made: { jobId: string; rowsHash: string }, typed?: string, who = actor) =>
    orderJob(db, kindOf, who, { ...made, appId, typed }, now());
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error) => error.failure?.code ?? String(error),
    );
  const detail = (id: string) => jobDetail(db, kindOf, { appId, role: 'operator' }, id);
  return {
    upstream,
    events,
    engine,
    now,
    pair,
    draft,
    order,
    refusal,
    detail,
    get db() {
      return db;
    },
    get actor() {
      return actor;
    },
    get appId() {
      return appId;
    },
  };
}
