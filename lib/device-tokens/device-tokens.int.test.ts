import { afterEach, expect, test } from 'vitest';
import type { Role } from '@/lib/auth/permissions';
import { orderJob } from '@/lib/changes/order';
import { runHeld } from '@/lib/changes/pump';
import { jobRows } from '@/lib/changes/row-pages';
import type { JobRow } from '@/lib/changes/schema';
import { draftUndo } from '@/lib/changes/undo';
import { draftVerification } from '@/lib/changes/verify-job';
import { describeEachDatabase } from '@/lib/db/testing';
import { quickDraft } from '@/lib/imports/quick';
import { hex, importsBench } from '@/lib/imports/testing-bench';
import { kindOf } from '@/lib/launch/kinds';
import { history } from '@/lib/ledger/history';
import { importTokens, importUnbindings } from './import';
import type { Channel } from './rules';

/** The whole way against the sandbox: preview, call, answer row by row, reading back, undoing. */
describeEachDatabase('changes of device tokens', (open) => {
  const made = importsBench(open);
  const { bench, ctx, place, refused, rows } = made;
  const control = () => made.sandbox.control;
  const kinds = () => bench.engine({ kindOf, upstreamOf: place().upstreamOf });
  const tokenOf = (cid: string, wx = false) => {
    const { users } = control().world;
    return users.token(users.find(cid), wx);
  };
  afterEach(() => {
    control().clearFaults();
    control().setDialect({ vendorTokens: '20001/400', wxNeedsMiniProgram: false, detailFields: 'snake' });
  });

  const preview = (cells: string[][], channel: Channel, spec = importTokens) =>
    quickDraft(place(), ctx(), spec, { kind: spec.kind.id, rows: cells, params: { channel } });
  const carryOut = async (draft: { jobId: string; rowsHash: string }) => {
    const order = { ...draft, appId: bench.appId, typed: undefined };
    const { job, chunk } = await orderJob(kinds(), bench.actor, order, bench.now());
    if (chunk) await runHeld(kinds(), bench.held, job, chunk);
    else await bench.drain({ kindOf, upstreamOf: place().upstreamOf });
    return bench.jobOf(draft.jobId);
  };
  const outcomes = async (id: string, role: Role = 'operator'): Promise<JobRow[]> =>
    (await jobRows(bench.db, kindOf, { appId: bench.appId, role }, { id, filter: 'all' }))?.rows ?? [];
  const told = async (cid: string) =>
    (await history(bench.db, bench.appId, { cid, relation: 'device-token' })).map(
      ({ state, source, value }) => `${source} ${state} ${value}`,
    );
  /** Android users with a token of their vendor's channel, and that channel. */
  const withToken = (from: number, count: number) =>
    control()
      .sample()
      .android.flatMap((cid) => {
        const [, prefix, token] = /^([A-Z]+)_(.+)$/.exec(tokenOf(cid) ?? '') ?? [];
        return prefix === 'HW' && token ? [{ cid, token }] : [];
      })
      .slice(from, from + count);

  test('the preview tells what each row replaces, and refuses what is blank or says otherwise', async () => {
    const [one, two] = withToken(0, 2);
    if (!one || !two) throw new Error('the sample is too small');
    const draft = await preview(
      [
        [one.cid, 'new-token', '绑定'],
        [two.cid, two.token, ''],
        [one.cid, '', ''],
        [two.cid, 'x', '解绑'],
        [two.cid, 'x', '改绑'],
        [hex(3), 'x', ''],
      ],
      'hw',
    );
    expect(draft.found).toMatchObject({ valid: 1, replaces: 1, malformed: 4, noChange: 1 });
    expect(await rows(draft.jobId, 'malformed')).toMatchObject([
      { line: 3, field: 'token', detail: 'token-empty' },
      { line: 4, field: 'operation', detail: 'operation-other' },
      { line: 5, field: 'operation', detail: 'operation-unknown' },
      { line: 6, field: 'cid', detail: 'cid-unknown' },
    ]);
    expect(await refused(preview([[one.cid, 'x']], 'nokia' as Channel))).toMatchObject({
      code: 'INVALID_INPUT',
      fields: { channel: expect.any(String) },
    });
  });

  test('bound, read back, undone to what was there; verified in between', async () => {
    control().setDialect({ vendorTokens: 'accept' });
    const [one] = withToken(2, 1);
    if (!one) throw new Error('the sample is too small');
    const job = await carryOut(await preview([[one.cid, 'fresh-1']], 'hw'));
    expect(job).toMatchObject({ state: 'finished', confirmed: 1, verified: 1 });
    expect(tokenOf(one.cid)).toBe('HW_fresh-1');
    expect(await told(one.cid)).toEqual(['wrote verified HW_fresh-1', `wrote released HW_${one.token}`]);
    const of = { appId: bench.appId, jobId: job.id };
    const check = await draftVerification(kinds(), bench.actor, { ...of, sample: null }, bench.now());
    expect(await carryOut(check)).toMatchObject({ confirmed: 1, verified: 1, differing: 0 });
    const undo = await draftUndo(kinds(), bench.actor, of, bench.now());
    expect(undo.counts).toMatchObject({ reverse: 1, changedSince: 0 });
    expect(await carryOut(undo)).toMatchObject({ confirmed: 1, verified: 1 });
    expect(tokenOf(one.cid)).toBe(`HW_${one.token}`);
    const again = await draftUndo(kinds(), bench.actor, { ...of, jobId: undo.jobId }, bench.now());
    expect(await carryOut(again)).toMatchObject({ confirmed: 1 });
    expect(tokenOf(one.cid)).toBe('HW_fresh-1');
  });

  test('unbinding takes the token of the chosen channel alone, and somebody else may have been faster', async () => {
    control().setDialect({ vendorTokens: 'accept' });
    const [one, two] = withToken(3, 2);
    if (!one || !two) throw new Error('the sample is too small');
    const other = await preview([[one.cid, '']], 'xm', importUnbindings);
    expect(other.found).toMatchObject({ valid: 0, noChange: 1 });
    const job = await carryOut(await preview([[one.cid], [two.cid, '解绑']], 'hw', importUnbindings));
    expect(job).toMatchObject({ confirmed: 2, verified: 2 });
    expect([tokenOf(one.cid), tokenOf(two.cid)]).toEqual([null, null]);
    expect(await told(one.cid)).toEqual(['wrote verified ', `wrote released HW_${one.token}`]);
    const { users } = control().world;
    users.setToken(users.find(two.cid), false, 'HW_elsewhere');
    const undo = await draftUndo(kinds(), bench.actor, { appId: bench.appId, jobId: job.id }, bench.now());
    expect(await carryOut(undo)).toMatchObject({ confirmed: 1, skipped: 1 });
    expect([tokenOf(one.cid), tokenOf(two.cid)]).toEqual([`HW_${one.token}`, 'HW_elsewhere']);
  });

  test('errors of single rows stay with their rows; tokens are masked where they must be', async () => {
    control().setDialect({ wxNeedsMiniProgram: true });
    const { miniProgram, android, foreign } = control().sample();
    const ok = miniProgram[0] ?? '';
    const plain = android.find((cid) => !miniProgram.includes(cid)) ?? '';
    const draft = await preview(
      [
        [ok, 'openid-secret'],
        [plain, 'openid-2'],
      ],
      'wx',
    );
    expect(draft.found).toMatchObject({ valid: 2, replaces: 0 });
    // A cid of another app is seen by the preview already.
    const strange = await preview([[foreign[0] ?? '', 'x']], 'wx');
    expect(strange.found).toMatchObject({ valid: 0, malformed: 1 });
    const job = await carryOut(draft);
    expect(job).toMatchObject({ confirmed: 1, rejected: 1, verified: 0 });
    const [first, second] = await outcomes(job.id);
    expect(first).toMatchObject({ outcome: 'confirmed', readBack: 'not-read', code: null });
    expect(second).toMatchObject({ outcome: 'rejected', code: 24004, failure: 'refused' });
    expect(tokenOf(ok, true)).toBe('WX_openid-secret');
    expect(await told(ok)).toEqual(['wrote asserted WX_openid-secret']);
    expect(await told(plain)).toEqual([]);
    const masked = JSON.stringify(await outcomes(job.id, 'viewer'));
    expect(masked).not.toContain('openid-secret');
    expect(masked).toContain(ok);
  });

  test('what an unbinding took is masked as well', async () => {
    control().setDialect({ vendorTokens: 'accept' });
    const [one] = withToken(5, 1);
    if (!one) throw new Error('the sample is too small');
    const job = await carryOut(await preview([[one.cid]], 'hw', importUnbindings));
    expect(JSON.stringify(await outcomes(job.id))).toContain(one.token);
    expect(JSON.stringify(await outcomes(job.id, 'viewer'))).not.toContain(one.token);
  });

  test('a channel that is not enabled changes nothing and says so', async () => {
    const [one] = withToken(6, 1);
    if (!one) throw new Error('the sample is too small');
    const job = await carryOut(await preview([[one.cid, 'x-1']], 'hw'));
    expect(job).toMatchObject({ confirmed: 0, rejected: 1 });
    expect((await outcomes(job.id))[0]).toMatchObject({ failure: 'not-enabled', code: 20001 });
    expect(tokenOf(one.cid)).toBe(`HW_${one.token}`);
    expect(await told(one.cid)).toEqual([]);
  });

  test.each([
    ['after it was applied', 'reset-after', 1],
    ['before it was applied', 'reset-before', 2],
  ] as const)('a lost answer %s is settled by reading back', async (_name, kind, calls) => {
    control().setDialect({ vendorTokens: 'accept' });
    const [one] = withToken(kind === 'reset-after' ? 7 : 8, 1);
    if (!one) throw new Error('the sample is too small');
    const draft = await preview([[one.cid, `lost-${kind}`]], 'hw');
    const endpoint = '/user/bind_dt/$type';
    control().addFault({ match: { method: 'POST', endpoint }, effect: { kind }, times: 1 });
    const since = control().calls().length;
    const job = await carryOut(draft);
    expect(job).toMatchObject({ confirmed: 1, unknown: 0, verified: 1 });
    expect(tokenOf(one.cid)).toBe(`HW_lost-${kind}`);
    const sent = control()
      .calls()
      .slice(since)
      .filter(({ template }) => template?.includes('bind_dt'));
    expect(sent).toHaveLength(calls);
  });

  test('a mini program cannot be read back: a lost answer is sent again, and stays unknown when that is lost too', async () => {
    const [cid = ''] = control().sample().miniProgram.slice(3);
    const draft = await preview([[cid, 'lost-wx']], 'wx');
    const match = { method: 'POST', endpoint: '/user/bind_dt/$type' };
    control().addFault({ match, effect: { kind: 'reset-after' }, times: 0 });
    const job = await carryOut(draft);
    expect(job).toMatchObject({ confirmed: 0, unknown: 1 });
    expect(await told(cid)).toEqual(['wrote unknown WX_lost-wx']);
  });

  test('a mini program is undone by what the ledger knows of it', async () => {
    const [cid = ''] = control().sample().miniProgram.slice(5);
    await carryOut(await preview([[cid, 'first']], 'wx'));
    const draft = await preview([[cid, 'second']], 'wx');
    expect(draft.found).toMatchObject({ valid: 1, replaces: 1 });
    const job = await carryOut(draft);
    const of = { appId: bench.appId, jobId: job.id };
    await carryOut(await draftUndo(kinds(), bench.actor, of, bench.now()));
    expect(tokenOf(cid, true)).toBe('WX_first');
    expect((await told(cid))[0]).toBe('wrote asserted WX_first');
    const gone = await carryOut(await preview([[cid]], 'wx', importUnbindings));
    expect(tokenOf(cid, true)).toBeNull();
    await carryOut(await draftUndo(kinds(), bench.actor, { ...of, jobId: gone.id }, bench.now()));
    expect(tokenOf(cid, true)).toBe('WX_first');
  });

  test('an answer without the fields of tokens proves nothing', async () => {
    control().setDialect({ vendorTokens: 'accept', detailFields: 'camel' });
    const [one] = withToken(9, 1);
    if (!one) throw new Error('the sample is too small');
    const job = await carryOut(await preview([[one.cid]], 'hw', importUnbindings));
    expect(job).toMatchObject({ confirmed: 1, verified: 0, differing: 0 });
    expect((await outcomes(job.id))[0]).toMatchObject({ readBack: 'unreadable' });
    expect(await told(one.cid)).toEqual(['wrote asserted ']);
  });
});
