import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { AppSummary } from '@/lib/apps/server/apps';
import type { AppCtx } from '@/lib/auth/server/doors';
import { draftJob } from '@/lib/changes/draft';
import type { Engine } from '@/lib/changes/engine';
import type { AnyKind } from '@/lib/changes/kind';
import { orderJob } from '@/lib/changes/order';
import { runHeld } from '@/lib/changes/pump';
import { changesBench } from '@/lib/changes/testing';
import { systemClock } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import type { Database } from '@/lib/db/client';
import type { JobOptions } from '@/lib/db/schema/changes';
import { createGetui, type Getui } from '@/lib/getui/client';
import { memoryTokenStore } from '@/lib/getui/token';
import { createTransport } from '@/lib/getui/transport';
import { type Sandbox, startSandbox } from '@/lib/sandbox/server';
import { editTags } from './edit-kind';
import { addTags, removeTags } from './kinds';
import { patchTags, replaceTags } from './replace-kind';
import { verifyTags } from './verify-kind';

export const TAG_KINDS: readonly AnyKind[] = [
  addTags,
  removeTags,
  replaceTags,
  patchTags,
  editTags,
  verifyTags,
];

/** An operator who changes tags against a sandbox that binds at once, on the database of the suite. */
export function tagsBench(open: () => Promise<Database>, users = 3000) {
  const bench = changesBench(open);
  const transport = createTransport();
  let sandbox: Sandbox;
  let getui: Getui;
  beforeAll(async () => {
    sandbox = await startSandbox({ users, dialect: { tagBindDelayMs: 0 } });
    const { appId, appKey, masterSecret, baseUrl } = sandbox;
    getui = createGetui(
      { appId, appKey, masterSecret, baseUrl },
      { tokens: memoryTokenStore(), fetch: transport.fetch, maxCidsPerUrl: 500 },
    );
  });
  afterAll(async () => {
    await transport.close();
    await sandbox?.close();
  });
  beforeEach(() => {
    sandbox.control.clearFaults();
  });

  const kindOf = (id: string): AnyKind => {
    const kind = TAG_KINDS.find((one) => one.id === id);
    if (!kind) throw new Error(id);
    return kind;
  };
  const engine = (more: Partial<Engine> = {}) =>
    bench.engine({ kindOf, upstreamOf: async () => getui, ...more });
  const owner = () => ({ appId: bench.appId, accountId: bench.actor.accountId });
  const draft = <Row>(
    kind: AnyKind,
    rows: readonly Row[],
    more: { params?: unknown; before?: (string | null)[]; options?: JobOptions } = {},
  ) =>
    draftJob(
      bench.db,
      kind,
      owner(),
      {
        rows,
        before: more.before ?? rows.map(() => null),
        params: more.params ?? {},
        options: more.options ?? { readFirst: true },
      },
      bench.now(),
    );
  const orderTyped = (made: { jobId: string; rowsHash: string }, typed?: string) =>
    orderJob(engine(), bench.actor, { ...made, appId: bench.appId, typed }, bench.now());
  /** Orders a draft and does all that can be done now. */
  const carryOut = async (made: { jobId: string; rowsHash: string }, more: Partial<Engine> = {}) => {
    const { job, chunk } = await orderTyped(made);
    if (chunk) await runHeld(engine(more), bench.held, job, chunk);
    return finish(made.jobId, more);
  };
  /** Does what the workers do until a change has ended. */
  const finish = async (jobId: string, more: Partial<Engine> = {}) => {
    for (let round = 0; round < 20; round++) {
      await bench.drain({ kindOf, upstreamOf: async () => getui, ...more });
      const now = await bench.jobOf(jobId);
      if (now.state === 'finished') return now;
      // A change whose answer was lost pauses for a moment.
      await systemClock.sleep(300);
    }
    return bench.jobOf(jobId);
  };
  const ctx = (): AppCtx => ({
    actor: bench.actor,
    app: { id: bench.appId, name: 'A' } as AppSummary,
    apps: [],
    requestId: newId(),
  });
  /** Cids of the sandbox, each test its own. */
  let taken = 0;
  const cids = (count: number): string[] => {
    const { withoutAlias } = sandbox.control.sample();
    const mine = withoutAlias.slice(taken, taken + count);
    taken += count;
    if (mine.length < count) throw new Error('the sandbox has no more users to take');
    return mine;
  };
  return {
    bench,
    engine,
    draft,
    orderTyped,
    finish,
    carryOut,
    ctx,
    cids,
    of: (jobId: string) => ({ appId: bench.appId, jobId }),
    tags: async (cid: string) => (await getui.tags.ofCid(cid)).sort(),
    get getui() {
      return getui;
    },
    get sandbox() {
      return sandbox;
    },
  };
}
