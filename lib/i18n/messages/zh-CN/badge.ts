/** Badges of iOS apps. */
export const badge = {
  title: '角标',
  cid: 'cid',
  kind: {
    before: '之前的角标（台账）',
    setDeed: '把 {count, number} 个 cid 的角标设为 {value, number}',
    addDeed: '把 {count, number} 个 cid 的角标 {change}',
    set: '将把 {rows, number} 个 iOS 用户的角标设为 {value, number}。',
    add: '将把 {rows, number} 个 iOS 用户的角标 {change}。增减只发送一次：如果没有收到应答，不会重发，会列出来由你设为确定的数字。',
    again: '第 {line, number} 行已经有这个 cid。',
    duplicate: '与第 {line, number} 行相同。',
    atLine: '第 {line, number} 行：{why}',
    broken: {
      'cid-empty': '没有写 cid。',
      'cid-form': 'cid 应为 8 到 64 位字母、数字、- 或 _，通常是 32 位十六进制。',
      'cid-unknown': '个推不认识这个 cid，它不属于当前应用或已失效。',
      'not-ios': '不是 iOS 用户，没有角标，不发送。',
      'platform-unknown': '个推没有说它是不是 iOS 用户，不发送。',
    },
  },
} as const;
