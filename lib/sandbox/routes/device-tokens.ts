import { bodyOf, endpointOf, type Handler, listIn, param, type Reply, spend } from '../ask';
import { isInvalid, refusal, wrongType } from '../errors';
import type { Change } from '../journal';
import type { World } from '../world';

/** user page: wx for mini programs, the others for vendors' channels that need a contract. */
const TYPES = ['wx', 'hw', 'hwq', 'ho', 'xm', 'op', 'opg', 'vv', 'mz', 'fcm', 'st', 'sn', 'ios'];

type Row = { readonly cid: string; readonly token: string | null };
type ErrorRow = { readonly cid: string; readonly device_token?: string; readonly error_code: number };

function rowIn(item: unknown): Row {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) throw wrongType('dt_list');
  const { cid = '', device_token: token = null } = item as Record<string, unknown>;
  if (cid !== null && typeof cid !== 'string') throw wrongType('cid');
  if (token !== null && typeof token !== 'string') throw wrongType('device_token');
  // user page: "传值表示绑定,不传或传空表示解绑".
  return { cid: cid ?? '', token: token || null };
}

/** user page: 24001 cid为空, 24002 cid不存在, 24003 cid和appId不匹配, 24004 cid对应的类型不是小程序; 0 for none. */
function errorOf(world: World, cid: string, wx: boolean): number {
  const { users, dialect } = world;
  if (cid === '') return 24001;
  if (users.foreign.decode(cid) >= 0) return 24003;
  const user = users.find(cid);
  if (user < 0) return 24002;
  return wx && dialect.wxNeedsMiniProgram && !users.miniProgram.has(user) ? 24004 : 0;
}

/** POST /user/bind_dt/$type: rows that fail come back with the token as the platform keeps it, `PREFIX_token`. */
export const bindDeviceTokens: Handler = (world, ask): Reply => {
  const { users, dialect } = world;
  const type = param(ask, 'type');
  if (!TYPES.includes(type)) throw isInvalid('type');
  const rows = listIn(bodyOf(world, ask), 'dt_list', 1000).map(rowIn);
  const wx = type === 'wx';
  if (!wx && dialect.vendorTokens !== 'accept')
    throw refusal(dialect.vendorTokens, `permission required by bind_dt ${type}`);
  spend(world, 'device-token');
  const errorList: ErrorRow[] = [];
  const changes: Change[] = [];
  for (const { cid, token } of rows) {
    const kept = token === null ? null : `${type.toUpperCase()}_${token}`;
    const error_code = errorOf(world, cid, wx);
    if (error_code > 0) {
      errorList.push({ cid, ...(kept === null ? {} : { device_token: kept }), error_code });
      continue;
    }
    const user = users.find(cid);
    changes.push({ cid, field: 'device_token', before: users.token(user, wx), after: kept });
    users.setToken(user, wx, kept);
  }
  world.record(endpointOf(ask), ask.seq, changes);
  // user page: "如果全部操作成功将不返回data".
  return errorList.length > 0 ? { data: { errorList } } : {};
};
