/** The 20 user endpoints and the two of auth, by verb and path template. */
export type EndpointId =
  | 'POST /auth'
  | 'DELETE /auth/$token'
  | 'POST /user/alias'
  | 'GET /user/alias/cid/$cid'
  | 'GET /user/cid/alias/$alias'
  | 'DELETE /user/alias'
  | 'DELETE /user/alias/$alias'
  | 'POST /user/custom_tag/cid/$cid'
  | 'PUT /user/custom_tag/batch/$tag'
  | 'DELETE /user/custom_tag/batch/$tag'
  | 'GET /user/custom_tag/cid/$cid'
  | 'POST /user/black/cid/$cids'
  | 'DELETE /user/black/cid/$cids'
  | 'GET /user/status/$cids'
  | 'GET /user/deviceStatus/$cids'
  | 'GET /user/detail/$cids'
  | 'POST /user/badge/cid/$cids'
  | 'POST /user/count'
  | 'POST /user/bind_dt/$channel'
  | 'POST /user/smart_crowd/create'
  | 'POST /user/smart_crowd/task/list'
  | 'POST /user/smart_crowd/model/list';

export type QuotaFamily = 'tag-batch' | 'device-token' | 'auth';

export type Endpoint = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly template: string;
  /** `add` and `create` build on what is there; `set` ends in the same state however often it is sent. */
  readonly effect: 'read' | 'set' | 'add' | 'create';
  /** When this client may send again by itself: always, only if the request provably never left, or never. */
  readonly repeat: 'always' | 'unsent' | 'never';
  /** Documented quota it draws on, null when the page states none. */
  readonly family: QuotaFamily | null;
  /** Most items (cids, pairs, rows, ids) of one call; null when there is no list. */
  readonly maxItems: number | null;
  /** Where the list stands. */
  readonly items: 'path' | 'body' | null;
  /** The sentence this row rests on. */
  readonly source: string;
};

/** Calls allowed per sliding minute and per day; null where the page states no figure. */
export const QUOTAS: Readonly<Record<QuotaFamily, { perMinute: number; perDay: number | null }>> = {
  // rest_v2/user, PUT and DELETE custom_tag/batch: "每分钟最多100次,每天最多10000次", shared by both.
  'tag-batch': { perMinute: 100, perDay: 10_000 },
  // rest_v2/user, bind_dt: "每分钟最多调用1000次".
  'device-token': { perMinute: 1000, perDay: null },
  // rest_v2/token: 100 a minute, 100,000 a day.
  auth: { perMinute: 100, perDay: 100_000 },
};

const read = { effect: 'read', repeat: 'always', family: null, maxItems: null, items: null } as const;
const set = { effect: 'set', repeat: 'unsent', family: null, maxItems: null, items: null } as const;

/** Limits and behaviour of every endpoint, as data. Pages: docs.getui.com/getui/server/rest_v2/{token,user}. */
export const ENDPOINTS = {
  'POST /auth': {
    ...read,
    method: 'POST',
    template: '/auth',
    family: 'auth',
    source: 'token: 100/min, 100000/day',
  },
  'DELETE /auth/$token': {
    ...set,
    method: 'DELETE',
    template: '/auth/$token',
    source: 'token: DELETE BaseUrl/auth/$token',
  },
  'POST /user/alias': {
    ...set,
    method: 'POST',
    template: '/user/alias',
    maxItems: 1000,
    items: 'body',
    source: '绑定别名: 数据列表,数组长度不大于1000; 前一个别名会自动解绑',
  },
  'GET /user/alias/cid/$cid': {
    ...read,
    method: 'GET',
    template: '/user/alias/cid/$cid',
    source: '根据cid查询别名',
  },
  'GET /user/cid/alias/$alias': {
    ...read,
    method: 'GET',
    template: '/user/cid/alias/$alias',
    source: '根据别名查询cid',
  },
  'DELETE /user/alias': {
    ...set,
    method: 'DELETE',
    template: '/user/alias',
    maxItems: 1000,
    items: 'body',
    source: '批量解绑别名: 数据列表,数组长度不大于1000',
  },
  'DELETE /user/alias/$alias': {
    ...set,
    method: 'DELETE',
    template: '/user/alias/$alias',
    source: '解绑所有与该别名绑定的cid',
  },
  'POST /user/custom_tag/cid/$cid': {
    ...set,
    method: 'POST',
    template: '/user/custom_tag/cid/$cid',
    maxItems: 100,
    items: 'body',
    source: '覆盖操作; 单个cid每天只能修改一次,最多100个标签;单个≤32字符,总长≤512字符',
  },
  'PUT /user/custom_tag/batch/$tag': {
    ...set,
    method: 'PUT',
    template: '/user/custom_tag/batch/$tag',
    family: 'tag-batch',
    maxItems: 1000,
    items: 'body',
    source: 'cid列表,数组长度不大于1000; 每分钟最多100次,每天最多10000次,频次共用; 异步',
  },
  'DELETE /user/custom_tag/batch/$tag': {
    ...set,
    method: 'DELETE',
    template: '/user/custom_tag/batch/$tag',
    family: 'tag-batch',
    maxItems: 1000,
    items: 'body',
    source: 'cid列表,数组长度不大于1000; 频次和批量绑定共用',
  },
  'GET /user/custom_tag/cid/$cid': {
    ...read,
    method: 'GET',
    template: '/user/custom_tag/cid/$cid',
    source: '根据cid查询用户标签列表',
  },
  'POST /user/black/cid/$cids': {
    ...set,
    method: 'POST',
    template: '/user/black/cid/$cids',
    maxItems: 200,
    items: 'path',
    source: '添加黑名单用户: 一次最多传200个',
  },
  'DELETE /user/black/cid/$cids': {
    ...set,
    method: 'DELETE',
    template: '/user/black/cid/$cids',
    maxItems: 200,
    items: 'path',
    source: '移除黑名单用户: 一次最多传200个',
  },
  'GET /user/status/$cids': {
    ...read,
    method: 'GET',
    template: '/user/status/$cids',
    maxItems: 1000,
    items: 'path',
    source: '查询用户状态: 一次最多传1000个',
  },
  'GET /user/deviceStatus/$cids': {
    ...read,
    method: 'GET',
    template: '/user/deviceStatus/$cids',
    maxItems: 100,
    items: 'path',
    source: '查询设备状态: 一次最多传100个; 需要开通权限',
  },
  'GET /user/detail/$cids': {
    ...read,
    method: 'GET',
    template: '/user/detail/$cids',
    maxItems: 1000,
    items: 'path',
    source: '查询用户信息: 一次最多传1000个',
  },
  // `N` sets and `+N`/`-N` add: the row states the stricter of the two.
  'POST /user/badge/cid/$cids': {
    method: 'POST',
    template: '/user/badge/cid/$cids',
    effect: 'add',
    repeat: 'never',
    family: null,
    maxItems: 200,
    items: 'path',
    source: '设置角标: 一次最多传200个; +N/-N 在原有badge上加减, N 直接设置',
  },
  'POST /user/count': { ...read, method: 'POST', template: '/user/count', source: '查询用户总量' },
  'POST /user/bind_dt/$channel': {
    ...set,
    method: 'POST',
    template: '/user/bind_dt/$channel',
    family: 'device-token',
    maxItems: 1000,
    items: 'body',
    source: 'dt_list 数组长度不大于1000; 全局频控每分钟最多调用1000次; 不传或传空表示解绑',
  },
  'POST /user/smart_crowd/create': {
    method: 'POST',
    template: '/user/smart_crowd/create',
    effect: 'create',
    repeat: 'never',
    family: null,
    maxItems: 10,
    items: 'body',
    source: '创建文案圈人模型任务: 文案任务列表,数量不大于10; SVIP 功能',
  },
  'POST /user/smart_crowd/task/list': {
    ...read,
    method: 'POST',
    template: '/user/smart_crowd/task/list',
    maxItems: 10,
    items: 'body',
    source: '文案圈人任务ID列表,数量不大于10',
  },
  'POST /user/smart_crowd/model/list': {
    ...read,
    method: 'POST',
    template: '/user/smart_crowd/model/list',
    source: 'data列表最多返回最近创建的10个计划',
  },
} as const satisfies Record<EndpointId, Endpoint>;

/** The table row of an endpoint, with the general type. */
export function endpointOf(id: EndpointId): Endpoint {
  return ENDPOINTS[id];
}
