/** The tag desk: the tags of one user, changes of many, the dictionary. */
export const tags = {
  title: '标签',
  subtitle: '查看和修改一个用户的标签，批量打标与去标，维护标签库。',
  cid: 'cid',
  kind: {
    tag: '标签',
    tags: '全部标签',
    before: '原来的标签',
    deed: {
      add: '追加 {count, number} 行标签',
      remove: '移除 {count, number} 行标签',
      clear: '清空：移除 {count, number} 行标签',
      replace: '覆盖 {count, number} 个用户的标签',
    },
    consequence: {
      add: '将追加 {rows, number} 行标签，用户原有的其他标签不受影响。绑定是异步的，稍后才能读到。',
      remove: '将移除 {rows, number} 行标签，用户的其他标签不受影响。',
      clear: '将把列出的 {rows, number} 行标签逐一移除；检查之后才打上的标签不在其中。',
      replace:
        '将覆盖 {rows, number} 个用户的全部标签：没有列出的标签会被删除。每个 cid 每天只能覆盖一次（北京时间零点重新计）。',
    },
    again: '第 {line, number} 行已经有这个 cid，内容不同；按先后发送。',
    duplicate: '与第 {line, number} 行相同。',
    noChange: {
      'has-tag': '已经有这个标签。',
      'not-tagged': '没有这个标签。',
      'no-tags': '这个 cid 没有任何标签。',
      'none-known': '台账里这个 cid 没有任何标签。',
      'same-tags': '现在的标签与此相同。',
    },
    atLine: '第 {line, number} 行：{why}',
    broken: {
      'tag-empty': '没有写标签。',
      'tag-blank': '标签里不能有空格。',
      'tag-too-long': '单个标签最多 32 个字符，这里最长的有 {longest, number} 个。',
      'tag-unsafe': '标签里有 /、\\ 或控制字符，或者只由点组成，放不进请求地址。',
      'tags-empty': '没有写标签。覆盖不能用来清空，请用“清空”。',
      'tags-too-many': '一个用户最多 100 个标签。',
      'tags-too-long': '一个用户的标签合计最多 512 个字符。',
      'cid-twice': '这个 cid 在前面出现过；覆盖写入每个 cid 只能有一行，请把标签写在同一格。',
      'cid-empty': '没有写 cid。',
      'cid-form': 'cid 应为 8 到 64 位字母、数字、- 或 _，通常是 32 位十六进制。',
      'cid-unknown': '个推不认识这个 cid，它不属于当前应用或已失效。',
    },
  },
} as const;
