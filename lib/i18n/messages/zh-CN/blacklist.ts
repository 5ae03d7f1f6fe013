/** The register of the blacklist. */
export const blacklist = {
  title: '黑名单',
  cid: 'cid',
  reason: '原因',
  ticket: '工单',
  expires: '到期时间',
  kind: {
    before: '台账原有的登记',
    deed: {
      add: '拉黑 {count, number} 个 cid',
      remove: '解除 {count, number} 个 cid',
      declare: '登记 {count, number} 个 cid',
      reassert: '重新声明 {count, number} 个 cid',
    },
    consequence: {
      add: '将把 {rows, number} 个 cid 加入个推黑名单，之后它们收不到任何推送。{replaces, plural, =0 {} other {其中 {replaces, number} 个在台账里已经拉黑，原因、工单和到期时间会换成这次的。}}',
      remove:
        '将把 {rows, number} 个 cid 移出个推黑名单，其中 {known, number} 个在台账里是拉黑的。移出之后它们会重新收到推送。',
      declare:
        '将把 {rows, number} 个 cid 登记为“声明已拉黑”。只写台账，不调用个推，也不改变任何用户现在的状态。',
      reassert:
        '将把台账里已拉黑的 {rows, number} 个 cid 再次加入个推黑名单。已经在名单上的不受影响；台账的登记不变。',
    },
    again: '第 {line, number} 行已经有这个 cid，登记内容不同；按先后执行，以最后一行为准。',
    duplicate: '与第 {line, number} 行相同。',
    noChange: {
      'on-list': '台账里已经拉黑，原因、工单和到期时间都相同。',
      'on-list-here': '点兵自己拉黑过，以那次记录为准。',
      'not-on-list': '台账里没有拉黑，不需要重新声明。',
      'released-here': '点兵自己解除过，以那次记录为准。',
    },
    atLine: '第 {line, number} 行：{why}',
    broken: {
      'cid-empty': '没有写 cid。',
      'cid-form': 'cid 应为 8 到 64 位字母、数字、- 或 _，通常是 32 位十六进制。',
      'cid-unknown': '个推不认识这个 cid，它不属于当前应用或已失效。',
      'reason-empty': '没有写原因。可以在表单里给整批写一个，也可以在文件里逐行写。',
      'reason-too-long': '原因最多 200 个字，现在 {count, number} 个。',
      'ticket-too-long': '工单号最多 64 个字符，现在 {count, number} 个。',
      'expires-form': '到期时间“{value}”看不懂，请写成 2026-12-31 或 2026-12-31 18:00。',
      'expires-past': '到期时间已经过去了。',
    },
  },
} as const;
