import type { Refusal } from './errors';

const flag = (initial: boolean, why: string) => ({ kind: 'flag', initial, why }) as const;
const amount = (initial: number, why: string) => ({ kind: 'number', initial, why }) as const;
const choice = <const C extends readonly string[]>(of: C, why: string) =>
  ({ kind: 'choice', of, initial: of[0], why }) as const;
const refuse = <const C extends readonly string[]>(initial: Refusal | C[number], or: C, why: string) =>
  ({ kind: 'refusal', or, initial, why }) as const;

/** The first value of a choice is its default. `why` quotes or names what leaves the matter open. */
export const SWITCHES = {
  // What the app has bought.
  deviceStatus: flag(true, 'user page, 查询设备状态: "该接口需要开通权限"; off: 30020/403, as captured'),
  smartCrowd: flag(
    true,
    'user page, 文案圈人: "为 SVIP 功能,需升级服务后方可使用"; off: code 1, HTTP 200, as captured',
  ),
  vendorTokens: refuse(
    '20001/400',
    ['accept'],
    'user page, bind_dt: "默认仅支持小程序通道用户"; code page: "permission required by {function}" (20001/400)',
  ),
  tagChanges: flag(true, 'code table: 30001 "没有修改和删除custom_tag的权限"; off: 30001/403'),

  // Auth.
  missingToken: refuse(
    '10001/401',
    [],
    'token page names 10001 for a wrong or dead token, none for a missing one',
  ),
  badSign: refuse(
    '20001/400 sign is invalid',
    [],
    'message known from issue 30 of the Java client; code by the pattern "{param} is invalid"',
  ),
  badAppKey: refuse('20001/400 appkey is invalid', [], 'no document says what a wrong appkey answers'),
  unknownAppId: refuse('20001/400 appId is invalid', [], 'no document says what an unknown app id answers'),
  timestampSkewMs: amount(600_000, 'token page: "误差太大可能出错", without a figure'),
  tokenLifeMs: amount(86_400_000, 'token page: "有效期是一天"; shorter for tests'),
  sameToken: flag(false, 'unknown whether /auth within the life of a token hands out the same one'),
  newTokenKillsOld: flag(
    false,
    'issue 31 of the Java client, vendor: "token没有设计互踢或覆盖等会导致失效的机制"',
  ),
  authDayExcess: refuse(
    '10003/401',
    [],
    'token page: 100,000 a day; only the excess of a minute has a code, 10003',
  ),

  // Limits that can be raised by contract ("申请修改请点击右侧技术咨询"), and how windows are counted.
  minuteWindow: choice(
    ['sliding', 'fixed'],
    'no document says whether a minute slides or starts on the clock',
  ),
  refusedCallsCount: flag(false, 'no document says whether a call refused for its frequency counts itself'),
  authPerMinute: amount(100, 'token page'),
  authPerDay: amount(100_000, 'token page'),
  tagBatchPerMinute: amount(100, 'user page: "每分钟最多100次", shared by binding and unbinding a tag'),
  tagBatchPerDay: amount(10_000, 'user page: "每天最多10000次", shared by binding and unbinding a tag'),
  deviceTokenPerMinute: amount(1000, 'user page: "每分钟最多调用1000次"'),
  countPerMinute: amount(0, 'user page states no limit for 查询用户总量; 0: none'),
  tagQueryLimited: flag(false, 'an older copy lists the batch limits at 查询用户标签 too; the page does not'),
  minuteExcess: refuse(
    '10005/401',
    [],
    'code page: 10005 每分钟调用频率超限; no document ties it to an endpoint',
  ),
  tagMinuteExcess: refuse(
    '30012/403',
    [],
    'older code table: 30012 修改和删除tag超过每分钟频率限制; with figures that no longer hold',
  ),
  tagDayExcess: refuse('30011/403', [], 'older code table: 30011 设置tag次数超过每日次数限制'),

  // Identifiers.
  unknownCid: refuse(
    '20001/400 target user is invalid',
    ['accept'],
    'code page: "target user is invalid" for cid无效/错误/不是当前应用的, tied to no endpoint; accept: such cids are passed over',
  ),
  duplicateCids: refuse(
    '20001/400',
    ['accept'],
    'code page: "contains duplicate {param}" (一般是cid/alias重复), tied to no endpoint',
  ),

  // Aliases.
  aliasFull: refuse(
    '20001/400',
    ['accept'],
    'user page: "一个别名最多允许绑定10个cid", without the answer to the eleventh; accept: it is bound',
  ),
  bindAtomic: flag(true, 'no document says whether pairs before a refused one are bound'),
  aliasLength: choice(
    ['characters', 'bytes'],
    'user page: "长度<40字"; older pages: 40 字节 UTF-8 (then at most 40)',
  ),
  aliasCharset: choice(
    ['strict', 'email', 'any'],
    'user page lists letters, digits, underscore and Han, yet suggests 邮箱 as alias',
  ),
  illegalAlias: refuse(
    '20001/400 alias is invalid',
    ['accept'],
    'no document on looking up or taking off an alias that cannot exist; accept: it is one that nobody has',
  ),
  cidWithoutAlias: refuse(
    'empty',
    ['empty', 'blank'],
    'no document; empty: code 0 and data {}, blank: alias ""',
  ),
  unboundAlias: refuse('empty', ['empty', 'list'], 'no document; empty: code 0 and data {}, list: cid []'),
  unbindAbsent: refuse('accept', ['accept'], 'no document; a pair that is not bound, or an alias nobody has'),

  // Tags.
  tagSecondOverwrite: refuse(
    '30011/403',
    ['accept'],
    'user page: "每天只能修改一次", without a code; 23001/400 操作tag失败 is the other guess',
  ),
  emptyTagList: refuse('20001/400', ['accept'], 'no document; accept: it removes all tags'),
  tagTooLong: refuse(
    '30005/403',
    [],
    'older code table: 30005 tag长度超限; page: "单个标签长度最大为32字符"',
  ),
  tagTotalTooLong: refuse('20001/400', [], 'user page: "标签总长度最大为512个字符", without a code'),
  tagBatchUnknownCid: refuse(
    'item',
    ['item'],
    'user page: "true表示成功,否则失败"; item: that cid gets "false"',
  ),
  tagBindDelayMs: amount(1000, 'user page: "此接口是异步的,会有延迟", without a figure'),
  tagUnbindDelayMs: amount(0, 'user page calls only the binding asynchronous'),
  tagAnswer: choice(
    ['joined', 'list'],
    'user page: one element, tags joined by spaces; its type column and an older sample show several',
  ),

  // Users.
  statusUnknownCid: refuse('empty', ['empty', 'omit'], 'no document; a third-party client expects {cid:{}}'),
  badgeFloor: flag(true, 'no document says whether -N stops at 0'),
  badgeAndroid: refuse(
    'accept',
    ['accept'],
    'user page: "仅支持IOS"; captured: an Android cid is answered with success',
  ),
  detailFields: choice(
    ['snake', 'camel'],
    'the page shows nine snake_case fields, older copies four in camelCase',
  ),

  // Counting.
  emptyCondition: refuse(
    'all',
    ['all'],
    'no document says what a missing or empty list of conditions counts',
  ),
  repeatedKey: refuse(
    'and',
    ['and', 'last'],
    'user page: "不同key之间是交集"; two items of one key are not explained; the official PHP test sends them',
  ),
  notMeaning: choice(
    ['none-of', 'not-all'],
    'user page: not(非) of "values间的交并补操作"; several values are not explained',
  ),
  provinceIncludesCities: flag(
    true,
    'user page: "省市使用编号"; not said whether a province contains its cities',
  ),
  missingOptType: refuse(
    '20001/400',
    ['or', 'and'],
    'user page lists opt_type as required; a third-party client leaves it out',
  ),
  unknownConditionValue: refuse(
    '20001/400',
    ['nobody'],
    'no document on a phone_type or region that does not exist',
  ),
  countMaxConditions: amount(
    0,
    'up to 100 in push/tag according to a third-party client, not stated here; 0: no limit',
  ),
  countActiveDays: amount(
    0,
    'captured: user_count is far below all ever registered; 0: everybody, else active within so many days',
  ),
  countLagMs: amount(0, 'no document says how old the tags are that are counted; binding is asynchronous'),
  countShape: choice(
    ['number', 'text', 'missing'],
    'user page: Number; other counters of the platform come as text',
  ),

  // Device tokens and crowds.
  wxNeedsMiniProgram: flag(
    false,
    'user page: 24004 cid对应的类型不是小程序; captured: an Android cid was bound without it',
  ),
  badJson: refuse('1/200', [], 'code page: 1 失败 "接口入参要求是 json 格式"'),
  crowdWaitMs: amount(2000, 'user page: status 0 待开始, without a duration'),
  crowdComputeMs: amount(15_000, 'user page: status 1 计算中, without a duration'),
  unknownCrowdTask: refuse('omit', ['omit'], 'no document on a sub_task_id that does not exist'),
  crowdShape: choice(
    ['sample', 'table'],
    'user page: parent_task is an object and brand_list a joined text in the sample, arrays in the table',
  ),
} as const;
