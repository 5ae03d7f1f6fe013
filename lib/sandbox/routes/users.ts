import {
  type Ask,
  bodyOf,
  cidsInPath,
  DONE,
  endpointOf,
  type Handler,
  type Reply,
  refuseRepeats,
  usersOf,
} from '../ask';
import { shanghaiTime } from '../clock';
import { ApiError, isInvalid, isNull, refusal, wrongType } from '../errors';
import type { Change } from '../journal';
import type { World } from '../world';

/** GET /user/status/$cids; captured: a cid that is online comes without last_login_time. */
export const status: Handler = (world, ask): Reply => {
  const { users, dialect } = world;
  const data: Record<string, object> = Object.create(null);
  for (const cid of cidsInPath(ask, 1000)) {
    const user = users.find(cid);
    if (user >= 0) {
      data[cid] = users.online.has(user)
        ? { status: 'online' }
        : { last_login_time: String(users.lastLoginAt(user)), status: 'offline' };
    } else if (dialect.statusUnknownCid === 'empty') data[cid] = {};
    else if (dialect.statusUnknownCid !== 'omit')
      throw refusal(dialect.statusUnknownCid, 'target user is invalid');
  }
  return { data };
};

/** GET /user/deviceStatus/$cids; each cid has an envelope of its own. */
export const deviceStatus: Handler = (world, ask): Reply => {
  const { users, dialect } = world;
  const cids = cidsInPath(ask, 100);
  // Captured from an app that has not bought it.
  if (!dialect.deviceStatus) throw new ApiError(403, 30020, 'permission denied of querying device status');
  const word = (online: boolean) => (online ? 'online' : 'offline');
  const data: Record<string, object> = Object.create(null);
  for (const cid of cids) {
    const user = users.find(cid);
    data[cid] =
      user < 0
        ? { code: 20001, msg: 'target user is invalid' }
        : {
            code: 0,
            msg: 'success',
            data: { cid_status: word(users.online.has(user)), device_status: word(users.deviceOnline(user)) },
          };
  }
  return { data };
};

/** GET /user/detail/$cids; captured: invalidCids is absent when there is none. */
export const detail: Handler = (world, ask): Reply => {
  const validCids: Record<string, object> = Object.create(null);
  const invalidCids: string[] = [];
  for (const cid of cidsInPath(ask, 1000)) {
    const user = world.users.find(cid);
    if (user < 0) invalidCids.push(cid);
    else
      validCids[cid] =
        world.dialect.detailFields === 'camel' ? oldDetail(world, user) : detailOf(world, user);
  }
  return { data: { ...(invalidCids.length > 0 ? { invalidCids } : {}), validCids } };
};

function detailOf(world: World, user: number): object {
  const { users, credentials } = world;
  const token = users.token(user, false);
  const [, prefix, rest] = /^([A-Z]+)_(.*)$/s.exec(token ?? '') ?? [];
  return {
    client_app_id: credentials.appId,
    package_name: 'com.muster.demo',
    // Captured without the prefix under which the vendor keeps it.
    device_token: rest ?? '',
    phone_type: users.ios.has(user) ? 2 : 1,
    phone_model: users.phoneModel(user),
    notification_switch: users.notices.has(user),
    create_time: shanghaiTime(users.createdAt(user)),
    login_freq: users.loginDays[user],
    brand: prefix === undefined ? 'unknown' : prefix === 'IOS' ? 'iphone' : prefix.toLowerCase(),
  };
}

/** Older copies of the page: four fields in camelCase. */
function oldDetail({ users }: World, user: number): object {
  return {
    phoneModel: users.phoneModel(user),
    notificationSwitch: users.notices.has(user),
    createTime: shanghaiTime(users.createdAt(user)),
    loginFreq: users.loginDays[user],
  };
}

/** POST and DELETE /user/black/cid/$cids; official clients send no body, an empty one or the word null. */
const blacklist =
  (black: boolean): Handler =>
  (world, ask) => {
    const { users } = world;
    const changes = targets(world, ask).map((user): Change => {
      const before = users.black.has(user);
      users.black.set(user, black);
      return { cid: users.cid(user), field: 'black', before, after: black };
    });
    world.record(endpointOf(ask), ask.seq, changes);
    return DONE;
  };
export const addToBlacklist = blacklist(true);
export const removeFromBlacklist = blacklist(false);

function targets(world: World, ask: Ask): number[] {
  const cids = cidsInPath(ask, 200);
  refuseRepeats(world, cids);
  return usersOf(world, [...new Set(cids)]);
}

/** POST /user/badge/cid/$cids: "+N", "-N" or N; the page says String, its sample sends the Number -8. */
export const setBadge: Handler = (world, ask) => {
  const { users, dialect } = world;
  const { badge } = bodyOf(world, ask);
  if (badge === undefined || badge === null) throw isNull('badge');
  if (typeof badge !== 'string' && typeof badge !== 'number') throw wrongType('badge');
  const [, sign, digits] = /^([+-]?)(\d{1,9})$/.exec(String(badge)) ?? [];
  if (digits === undefined) throw isInvalid('badge');
  const found = targets(world, ask);
  if (dialect.badgeAndroid !== 'accept' && found.some((user) => !users.ios.has(user)))
    throw refusal(dialect.badgeAndroid, 'target user is invalid');
  const changes = found.map((user): Change => {
    const before = users.badge(user);
    const raw =
      sign === '+' ? before + Number(digits) : sign === '-' ? before - Number(digits) : Number(digits);
    const after = dialect.badgeFloor ? Math.max(0, raw) : raw;
    users.setBadge(user, after);
    return { cid: users.cid(user), field: 'badge', before, after };
  });
  world.record(endpointOf(ask), ask.seq, changes);
  return DONE;
};
