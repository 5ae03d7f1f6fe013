/** One entry per failure code of `lib/core/result.ts`: what happened, and what to do about it. */
export const errors = {
  withWait: '{todo}请在 {seconds, number} 秒后再试。',
  requestId: '请求编号 {id}',
  upstream: 'HTTP {http} · 返回码 {code} · {message}',
  code: {
    UNAUTHENTICATED: { what: '登录已失效', todo: '请重新登录，未保存的内容仍在这个页面上。' },
    FORBIDDEN: { what: '没有权限', todo: '你的角色不能做这件事，需要时请联系管理员。' },
    CROSS_ORIGIN: {
      what: '请求来源不可信，已拒绝',
      todo: '请从点兵页面内重新操作；若经过代理访问，请检查站点地址配置。',
    },
    INVALID_INPUT: { what: '填写的内容不符合要求', todo: '请按提示修改后再提交。' },
    NOT_FOUND: { what: '没有找到', todo: '它可能已被删除，或不属于当前应用。' },
    CONFLICT: { what: '内容已被他人改动', todo: '请刷新查看最新内容，再决定是否继续。' },
    PREVIEW_STALE: { what: '预览之后情况有变', todo: '为避免误改，本次没有执行；请重新预览并确认。' },
    THROTTLED: { what: '操作太频繁', todo: '这类操作有频率限制，请放慢一些。' },
    LINK_INVALID: { what: '链接无效或已过期', todo: '请向管理员索取新的链接。' },
    UPSTREAM_REFUSED: { what: '个推拒绝了这次查询', todo: '没有任何改动。请按返回说明核对后再试。' },
    UPSTREAM_RATE_LIMITED: {
      what: '已达到个推的频率或次数上限',
      todo: '额度恢复后可以继续，尚未发送的部分不会丢失。',
    },
    UPSTREAM_NOT_ENABLED: { what: '当前应用未开通此能力', todo: '请联系个推开通后再使用。' },
    UPSTREAM_CREDENTIALS: {
      what: '个推不接受当前应用的密钥',
      todo: '请管理员在设置中核对 AppKey 与 MasterSecret。',
    },
    UPSTREAM_UNREACHABLE: {
      what: '无法连接个推',
      todo: '没有收到应答。这只是查询，没有任何改动，可以放心重试；若持续出现，请检查服务器网络。',
    },
    UPSTREAM_GARBLED: {
      what: '个推返回了无法识别的内容',
      todo: '可能是网关页面。这只是查询，没有任何改动，可以放心重试。',
    },
    UPSTREAM_TIMEOUT: { what: '等待个推应答超时', todo: '这只是查询，没有任何改动，可以放心重试。' },
    SHUTTING_DOWN: { what: '服务正在重启', todo: '本次没有执行，请稍等片刻再试；预览仍然有效。' },
    APP_CHANGED: {
      what: '这个页面属于另一个应用',
      todo: '你在别处切换了应用。为避免改错应用，本次没有执行；请刷新页面。',
    },
    UNEXPECTED: { what: '出现了意外错误', todo: '请重试；若仍然出现，请把请求编号交给管理员。' },
  },
  page: {
    title: '页面出错了',
    body: '错误已记录。可以重试，或回到总览。',
    reload: '重新加载',
    notFoundTitle: '没有这个页面',
    notFoundBody: '地址可能有误，或页面已被移走。',
    forbiddenTitle: '没有权限查看这个页面',
    forbiddenBody: '你的角色是“{role}”，需要时请联系管理员。',
    digest: '错误编号 {digest}',
  },
} as const;
