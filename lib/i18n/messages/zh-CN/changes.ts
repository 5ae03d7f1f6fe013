/** Changes that a page carries out while somebody waits. */
export const changes = {
  /** Pasted cids to which one thing is done. */
  cids: {
    label: 'cid',
    hint: '一行一个，也可以用空格、逗号或分号隔开；一次最多 {max, number} 个，更多请导入文件。',
    count: '{count, number} 个 cid',
    preview: '预览',
    tooMany: '这里一次最多 {max, number} 个，现在有 {count, number} 个',
    tooManyBody: '更多的请用导入：先检查，再按计划分批发送，随时可以暂停。粘贴的内容会一起带过去。',
    toImport: '用导入继续',
  },
  quick: {
    checking: '正在逐行核对 {count, number} 行…',
    nothing: '没有需要发送的行',
    cost: '{calls, number} 次调用{rest, plural, =0 {} other {，其余 # 行不发送}}',
  },
  run: {
    title: '执行结果',
    sending: '正在发送…',
    readingBack: '正在回读核实 {rows, number} 行…',
    again: '再做一批',
    retry: '把 {count, number} 行未成功的重新预览',
    stopped: '连接中断，改动可能仍在进行',
    halted: '服务器执行时出错，结果待查',
    haltedBody: '可能已有部分生效。后台会在几分钟内逐行回读并记下结果，请到任务中查看，不要急着重做。',
    stoppedBody: '改动由服务器执行，不会因页面断开而停止。请到任务中查看结果。',
  },
} as const;
