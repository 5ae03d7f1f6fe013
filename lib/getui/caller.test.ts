import { describe, expect, test } from 'vitest';
import { cidsOf, errorOf, type Reply, scripted } from './test-kit';

describe('cids in the path', () => {
  const online = (path: string): Reply => {
    const cids = path.slice(path.lastIndexOf('/') + 1).split(',');
    return {
      json: {
        code: 0,
        msg: 'success',
        data: Object.fromEntries(cids.map((cid) => [cid, { status: 'online' }])),
      },
    };
  };

  test('reads are split by limit and merged', async () => {
    const { getui, calls } = scripted((request) => online(request.path));
    const cids = cidsOf(450);
    const states = await getui.users.status([...cids, ...cids.slice(0, 50)]);
    expect([...states.keys()]).toEqual(cids);
    expect(calls.map((call) => call.path.split(',').length)).toEqual([200, 200, 50]);
    const device = scripted(() => ({ json: { code: 0, data: {} } }));
    await device.getui.users.deviceStatus(cids);
    expect(device.calls).toHaveLength(5);
    expect(await device.getui.users.status([])).toEqual(new Map());
  });

  test('a URL found too long is halved, and the size is remembered', async () => {
    const { getui, calls } = scripted((request) =>
      request.path.split(',').length > 60 ? { status: 431, text: '' } : online(request.path),
    );
    const cids = cidsOf(200);
    expect([...(await getui.users.status(cids)).keys()]).toEqual(cids);
    expect(getui.maxCidsPerUrl()).toBe(50);
    const before = calls.length;
    await getui.users.status(cids);
    expect(calls.length - before).toBe(4);
    const write = await errorOf(getui.blacklist.add(cids));
    expect(write).toMatchObject({ kind: 'too-long', outcome: 'not-applied', httpStatus: null });
    expect(calls.length - before).toBe(4);
  });

  test('a write found too long teaches its size too', async () => {
    const { getui } = scripted(() => ({ status: 414, text: '' }));
    expect((await errorOf(getui.badge.set(cidsOf(100), '1'))).kind).toBe('too-long');
    expect(getui.maxCidsPerUrl()).toBe(50);
  });
});
