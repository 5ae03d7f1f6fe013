import type { Getui } from '../client';
import type { EndpointId } from '../endpoints';

/**
 * Answers as the upstream is documented or was seen to give them, and what the client must make of them. Test data.
 * `page`: docs.getui.com/getui/server/rest_v2/{user,token}, read 2026-11. `captured`: answers of the real server that a
 * user published, 2025-07. `copy`: older copies of the page (uniCloud docs, 2022). `client`: what the vendor's own
 * clients accept or send. `gap`: not documented; the shape others guard against.
 */
export type Fixture = {
  readonly id: EndpointId;
  readonly from: 'page' | 'captured' | 'copy' | 'client' | 'gap';
  readonly note?: string;
  readonly status?: number;
  readonly answer: unknown;
  readonly call: (getui: Getui) => Promise<unknown>;
  /** The value, or for a failure some fields of the error. */
  readonly value?: unknown;
  readonly error?: Readonly<Record<string, unknown>>;
};

export const A = 'f5fc768b8f3d0ac24d6b7df65e0221b0';
export const B = '9497869031e1fa74adaa84458f73cc62';
const done = { code: 0, msg: 'success' };
const ok = (data: unknown) => ({ code: 0, msg: 'success', data });
const pair = [{ cid: A, alias: 'ada' }];

export const ALIAS_FIXTURES: readonly Fixture[] = [
  { id: 'POST /user/alias', from: 'page', answer: done, call: (g) => g.aliases.bind(pair), value: undefined },
  {
    id: 'GET /user/alias/cid/$cid',
    from: 'page',
    answer: ok({ alias: '' }),
    call: (g) => g.aliases.byCid(A),
    value: null,
  },
  {
    id: 'GET /user/alias/cid/$cid',
    from: 'captured',
    answer: ok({ alias: 'ada' }),
    call: (g) => g.aliases.byCid(A),
    value: 'ada',
  },
  ...[ok({}), ok([]), ok(null), ok({ alias: null }), done].map(
    (answer): Fixture => ({
      id: 'GET /user/alias/cid/$cid',
      from: 'gap',
      note: 'no alias',
      answer,
      call: (g) => g.aliases.byCid(A),
      value: null,
    }),
  ),
  {
    id: 'GET /user/cid/alias/$alias',
    from: 'page',
    answer: ok({ cid: ['xxx', 'xxx'] }),
    call: (g) => g.aliases.byAlias('ada'),
    value: ['xxx', 'xxx'],
  },
  ...[ok({}), ok([]), ok({ cid: [] }), ok({ cid: null }), done].map(
    (answer): Fixture => ({
      id: 'GET /user/cid/alias/$alias',
      from: 'gap',
      note: 'nobody',
      answer,
      call: (g) => g.aliases.byAlias('ada'),
      value: [],
    }),
  ),
  {
    id: 'DELETE /user/alias',
    from: 'page',
    answer: done,
    call: (g) => g.aliases.unbind(pair),
    value: undefined,
  },
  {
    id: 'DELETE /user/alias/$alias',
    from: 'page',
    answer: done,
    call: (g) => g.aliases.release('ada'),
    value: undefined,
  },
];

export const TAG_FIXTURES: readonly Fixture[] = [
  {
    id: 'POST /user/custom_tag/cid/$cid',
    from: 'page',
    answer: done,
    call: (g) => g.tags.replace(A, ['tag1', 'tag2']),
    value: undefined,
  },
  {
    id: 'POST /user/custom_tag/cid/$cid',
    from: 'captured',
    note: 'no data, which its reader shows as []',
    answer: ok([]),
    call: (g) => g.tags.replace(A, ['tag1']),
    value: undefined,
  },
  {
    id: 'PUT /user/custom_tag/batch/$tag',
    from: 'page',
    answer: ok({ [A]: 'true' }),
    call: (g) => g.tags.add('vip', [A]),
    value: new Map([[A, true]]),
  },
  {
    id: 'PUT /user/custom_tag/batch/$tag',
    from: 'gap',
    note: 'any other value is a failure',
    answer: ok({ [A]: true, [B]: 'false', c: 'cid not exist' }),
    call: (g) => g.tags.add('vip', [A, B]),
    value: new Map([
      [A, true],
      [B, false],
      ['c', false],
    ]),
  },
  {
    id: 'DELETE /user/custom_tag/batch/$tag',
    from: 'page',
    answer: { msg: 'success', code: 0, data: { [A]: 'true' } },
    call: (g) => g.tags.remove('vip', [A]),
    value: new Map([[A, true]]),
  },
  {
    id: 'GET /user/custom_tag/cid/$cid',
    from: 'page',
    answer: ok({ [A]: ['custom_tag1 custom_tag2'] }),
    call: (g) => g.tags.ofCid(A),
    value: ['custom_tag1', 'custom_tag2'],
  },
  {
    id: 'GET /user/custom_tag/cid/$cid',
    from: 'copy',
    answer: ok({ [A]: ['tag1', 'tag2'] }),
    call: (g) => g.tags.ofCid(A),
    value: ['tag1', 'tag2'],
  },
  ...[ok({ [A]: [] }), ok({ [A]: [''] }), ok({ [A]: null }), ok([]), done].map(
    (answer): Fixture => ({
      id: 'GET /user/custom_tag/cid/$cid',
      from: 'gap',
      note: 'no tags',
      answer,
      call: (g) => g.tags.ofCid(A),
      value: [],
    }),
  ),
];

const fullDetail = {
  client_app_id: 'client_app_id',
  package_name: 'com.getui.demo',
  device_token: 'device_token',
  phone_type: 1,
  phone_model: 'vv',
  notification_switch: true,
  create_time: '2021-06-30 00:00:00',
  login_freq: 10,
  brand: 'hw',
};
const readDetail = {
  clientAppId: 'client_app_id',
  packageName: 'com.getui.demo',
  deviceToken: 'device_token',
  platform: 'android',
  phoneModel: 'vv',
  notificationsOn: true,
  createdAt: '2021-06-30 00:00:00',
  loginDays: 10,
  brand: 'hw',
};
const oldDetail = {
  phoneModel: 'iPhone',
  notificationSwitch: 'true',
  createTime: '2021-06-30 00:00:00',
  loginFreq: '7',
};
const readOldDetail = {
  clientAppId: null,
  packageName: null,
  deviceToken: null,
  platform: null,
  phoneModel: 'iPhone',
  notificationsOn: true,
  createdAt: '2021-06-30 00:00:00',
  loginDays: 7,
  brand: null,
};

export const USER_FIXTURES: readonly Fixture[] = [
  {
    id: 'POST /user/black/cid/$cids',
    from: 'page',
    answer: done,
    call: (g) => g.blacklist.add([A, B]),
    value: undefined,
  },
  {
    id: 'DELETE /user/black/cid/$cids',
    from: 'page',
    answer: done,
    call: (g) => g.blacklist.remove([A, B]),
    value: undefined,
  },
  {
    id: 'GET /user/status/$cids',
    from: 'page',
    answer: ok({ [A]: { last_login_time: '1484018265935', status: 'offline' } }),
    call: (g) => g.users.status([A]),
    value: new Map([[A, { online: false, lastLoginAt: 1484018265935 }]]),
  },
  {
    id: 'GET /user/status/$cids',
    from: 'captured',
    note: 'online: no time',
    answer: ok({ [A]: { status: 'online' } }),
    call: (g) => g.users.status([A]),
    value: new Map([[A, { online: true, lastLoginAt: null }]]),
  },
  {
    id: 'GET /user/status/$cids',
    from: 'gap',
    note: 'unknown cid',
    answer: ok({ [A]: {}, [B]: [] }),
    call: (g) => g.users.status([A, B]),
    value: new Map([
      [A, { online: null, lastLoginAt: null }],
      [B, { online: null, lastLoginAt: null }],
    ]),
  },
  {
    id: 'GET /user/deviceStatus/$cids',
    from: 'page',
    answer: ok({
      [A]: { msg: 'success', code: 0, data: { cid_status: 'offline', device_status: 'online' } },
    }),
    call: (g) => g.users.deviceStatus([A]),
    value: new Map([[A, { ok: true, appOnline: false, deviceOnline: true }]]),
  },
  {
    id: 'GET /user/deviceStatus/$cids',
    from: 'gap',
    note: 'inner refusal',
    answer: ok({ [A]: { msg: 'target user is invalid', code: 20001 } }),
    call: (g) => g.users.deviceStatus([A]),
    value: new Map([[A, { ok: false, code: 20001, msg: 'target user is invalid' }]]),
  },
  {
    id: 'GET /user/deviceStatus/$cids',
    from: 'captured',
    note: 'not opened',
    status: 403,
    answer: { code: 30020, msg: 'permission denied of querying device status' },
    call: (g) => g.users.deviceStatus([A]),
    error: {
      kind: 'not-enabled',
      code: 30020,
      httpStatus: 403,
      msg: 'permission denied of querying device status',
    },
  },
  {
    id: 'GET /user/detail/$cids',
    from: 'page',
    answer: ok({ invalidCids: ['x1', 'x2'], validCids: { [A]: fullDetail } }),
    call: (g) => g.users.detail([A, B]),
    value: { valid: new Map([[A, readDetail]]), invalid: ['x1', 'x2'] },
  },
  {
    id: 'GET /user/detail/$cids',
    from: 'captured',
    note: 'invalidCids absent',
    answer: ok({ validCids: { [A]: fullDetail } }),
    call: (g) => g.users.detail([A]),
    value: { valid: new Map([[A, readDetail]]), invalid: [] },
  },
  {
    id: 'GET /user/detail/$cids',
    from: 'copy',
    note: 'four fields in camelCase',
    answer: ok({ validCids: { [A]: oldDetail }, invalidCids: [] }),
    call: (g) => g.users.detail([A]),
    value: { valid: new Map([[A, readOldDetail]]), invalid: [] },
  },
  {
    id: 'GET /user/detail/$cids',
    from: 'client',
    note: 'snake_case frame',
    answer: ok({ valid_cids: { [A]: fullDetail }, invalid_cids: [B] }),
    call: (g) => g.users.detail([A, B]),
    value: { valid: new Map([[A, readDetail]]), invalid: [B] },
  },
  {
    id: 'GET /user/detail/$cids',
    from: 'gap',
    note: '[] where the page types an array',
    answer: ok({ validCids: [], invalidCids: [A] }),
    call: (g) => g.users.detail([A]),
    value: { valid: new Map(), invalid: [A] },
  },
  {
    id: 'POST /user/badge/cid/$cids',
    from: 'page',
    answer: done,
    call: (g) => g.badge.set([A], '-8'),
    value: undefined,
  },
  {
    id: 'POST /user/count',
    from: 'page',
    answer: ok({ user_count: 0 }),
    call: (g) => g.users.count([]),
    value: 0,
  },
  {
    id: 'POST /user/count',
    from: 'captured',
    answer: ok({ user_count: 7 }),
    call: (g) => g.users.count([]),
    value: 7,
  },
  {
    id: 'POST /user/count',
    from: 'gap',
    note: 'text',
    answer: ok({ user_count: '1000000000' }),
    call: (g) => g.users.count([]),
    value: 1_000_000_000,
  },
];

export const TOKEN_FIXTURES: readonly Fixture[] = [
  {
    id: 'POST /user/bind_dt/$channel',
    from: 'page',
    call: (g) =>
      g.deviceTokens.bind('wx', [
        { cid: A, deviceToken: 'oX-Yr4ICs' },
        { cid: B, deviceToken: null },
      ]),
    answer: {
      msg: 'success',
      code: 0,
      data: {
        errorList: [
          { cid: A, device_token: 'WX_oX-Yr4ICs', error_code: 24002 },
          { cid: B, device_token: 'WX_', error_code: '24003' },
        ],
      },
    },
    value: [
      { cid: A, deviceToken: 'WX_oX-Yr4ICs', code: 24002 },
      { cid: B, deviceToken: 'WX_', code: 24003 },
    ],
  },
  {
    id: 'POST /user/bind_dt/$channel',
    from: 'page',
    note: 'all went through',
    answer: done,
    call: (g) => g.deviceTokens.bind('wx', [{ cid: A, deviceToken: 't' }]),
    value: [],
  },
  {
    id: 'POST /user/bind_dt/$channel',
    from: 'captured',
    note: 'Android cid, empty data',
    answer: ok([]),
    call: (g) => g.deviceTokens.bind('wx', [{ cid: A, deviceToken: 't' }]),
    value: [],
  },
  {
    id: 'DELETE /auth/$token',
    from: 'page',
    answer: { code: 0, msg: '' },
    call: async (g) => {
      await g.auth.renew();
      return g.auth.revoke();
    },
    value: true,
  },
];

const plan = {
  name: '文案圈人',
  copies: [
    { topic: '标题1', content: '内容1' },
    { topic: '标题2', content: '内容2' },
  ],
  brands: ['xm', 'vv', 'hw'],
  groupSize: 1000,
  activeDays: 15,
  active: true,
  overlap: true,
} as const;
const IDS = ['EfMYBRwVJw9tfcjUL1hYC4', '6aIYrxKmka8FiD3JBy6Qx'] as const;
const parent = {
  brand_list: 'xm,vv,hw',
  active_range: 15,
  active_type: 1,
  package_num: 1000,
  is_overlap: false,
  sub_task_list: IDS.map((sub_task_id, i) => ({
    sub_task_id,
    topic: `标题${i + 1}`,
    content: `内容${i + 1}`,
  })),
};
const readPlan = {
  name: '文案圈人',
  status: 'done',
  createdAt: 1687934543000,
  brands: ['xm', 'vv', 'hw'],
  groupSize: 1000,
  activeDays: 15,
  active: true,
  overlap: false,
  tasks: IDS.map((id, i) => ({ id, topic: `标题${i + 1}`, content: `内容${i + 1}` })),
};
const wirePlan = { name: '文案圈人', parent_task: parent, status: 4, create_time: 1687934543000 };

export const CROWD_FIXTURES: readonly Fixture[] = [
  {
    id: 'POST /user/smart_crowd/create',
    from: 'page',
    answer: { msg: 'success', code: 0, data: { sub_task_ids: IDS } },
    call: (g) => g.crowds.create(plan),
    value: IDS,
  },
  {
    id: 'POST /user/smart_crowd/create',
    from: 'captured',
    note: 'not bought: HTTP 200',
    answer: { code: 1, msg: '应用或账号未开通相应功能' },
    call: (g) => g.crowds.create(plan),
    error: { kind: 'not-enabled', code: 1, httpStatus: 200, outcome: 'not-applied' },
  },
  {
    id: 'POST /user/smart_crowd/create',
    from: 'captured',
    note: 'the trailing blank is real',
    status: 400,
    answer: { code: 20001, msg: 'brand_list cannot be null ' },
    call: (g) => g.crowds.create(plan),
    error: { kind: 'refused', msg: 'brand_list cannot be null' },
  },
  {
    id: 'POST /user/smart_crowd/task/list',
    from: 'page',
    call: (g) => g.crowds.tasks([...IDS]),
    answer: ok([
      { name: '文案圈人', sub_task_id: IDS[1], topic: '标题1', content: '内容2', status: 4, can_push: true },
      {
        name: '文案圈人',
        sub_task_id: IDS[0],
        topic: '标题2',
        content: '内容1',
        status: '1',
        can_push: 'false',
      },
    ]),
    value: [
      { id: IDS[1], name: '文案圈人', topic: '标题1', content: '内容2', status: 'done', canPush: true },
      { id: IDS[0], name: '文案圈人', topic: '标题2', content: '内容1', status: 'computing', canPush: false },
    ],
  },
  {
    id: 'POST /user/smart_crowd/task/list',
    from: 'gap',
    note: 'nothing',
    answer: done,
    call: (g) => g.crowds.tasks([IDS[0]]),
    value: [],
  },
  {
    id: 'POST /user/smart_crowd/model/list',
    from: 'page',
    note: 'sample: object and joined text',
    answer: ok([wirePlan]),
    call: (g) => g.crowds.plans({ name: '文案', status: 'done' }),
    value: [readPlan],
  },
  {
    id: 'POST /user/smart_crowd/model/list',
    from: 'page',
    note: 'table: arrays',
    answer: ok([{ ...wirePlan, parent_task: [{ ...parent, brand_list: ['xm', 'vv', 'hw'] }] }]),
    call: (g) => g.crowds.plans(),
    value: [readPlan],
  },
  {
    id: 'POST /user/smart_crowd/model/list',
    from: 'gap',
    note: 'a status the page does not list',
    answer: ok([{ name: 'x', status: 9 }]),
    call: (g) => g.crowds.plans(),
    value: [
      {
        name: 'x',
        status: null,
        createdAt: null,
        brands: [],
        groupSize: null,
        activeDays: null,
        active: null,
        overlap: null,
        tasks: [],
      },
    ],
  },
  {
    id: 'POST /user/smart_crowd/model/list',
    from: 'gap',
    note: 'nothing',
    answer: ok({}),
    call: (g) => g.crowds.plans(),
    value: [],
  },
];

/** Refusals that any endpoint may give. */
export const REFUSAL_FIXTURES: readonly Fixture[] = (
  [
    [400, 20001, 'target user is invalid', { kind: 'refused' }],
    [400, 20001, 'permission required by custom_tag', { kind: 'not-enabled' }],
    [400, 23001, '', { kind: 'refused' }],
    [401, 10002, '', { kind: 'credentials' }],
    [401, 10003, '', { kind: 'rate-limited', window: 'minute' }],
    [401, 10005, '', { kind: 'rate-limited', window: 'minute' }],
    [403, 30011, '', { kind: 'rate-limited', window: 'day' }],
    [403, 30012, '', { kind: 'rate-limited', window: 'minute' }],
    [403, 30001, '', { kind: 'not-enabled', window: null }],
    [403, 30005, '', { kind: 'refused' }],
    [200, 1, '失败', { kind: 'refused' }],
    [200, 2, '服务正在启动,请等待', { kind: 'busy' }],
    [404, 404, 'url错误', { kind: 'refused' }],
    [405, 405, '方法不支持', { kind: 'refused' }],
    [200, 301, '域名错误', { kind: 'wrong-host', hosts: [] }],
  ] as const
).map(([status, code, msg, error]) => ({
  id: 'POST /user/alias',
  from: 'page',
  status,
  answer: { code, msg },
  call: (g) => g.aliases.bind(pair),
  error: { ...error, code, httpStatus: status, outcome: 'not-applied' },
}));
