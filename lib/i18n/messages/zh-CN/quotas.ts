/** Call budgets: what an app may call, what is used, who is refused. */
export const quotas = {
  title: '配额',
  subtitle:
    '个推限制次数的接口，本应用每分钟、每天各用了多少。所有页面、任务和进程共用一份，先占到名额才发出调用。',
  family: {
    'tag-batch': {
      name: '批量标签',
      covers:
        '给一批 cid 绑定或解绑同一个标签，两者合在一起计算；一次调用最多 1000 个 cid。个推文档的额度：每分钟 100 次、每天 10,000 次。',
    },
    'device-token': {
      name: '设备 token',
      covers:
        '绑定与解绑厂商的设备 token，一次调用最多 1000 个。个推文档的额度：每分钟 1000 次，没有每天的上限。',
    },
    auth: {
      name: '访问令牌',
      covers:
        '点兵向个推换取访问令牌，各进程共用一个，通常一天只要几次。个推文档的额度：每分钟 100 次、每天 100,000 次。',
    },
  },
  minute: '最近一分钟占用',
  minuteHint: '名额从发出前占到应答后 60 秒，所以在个推看来任何 60 秒都不会超。',
  day: '今天已用',
  noDayLimit: '今天已用 {used, number} 次；没有每天的上限。',
  dayTurns: '北京时间 0 点重新计算',
  reserve: '为人工操作保留',
  reserveFigures:
    '有人操作后的 10 分钟里，任务每分钟留出 {minute, number} 次{awake, select, yes {（现在生效）} other {（现在没人操作，任务可以用满）}}。',
  reserveFiguresDay: '每天另留 {day, number} 次，任务从不动用。',
  reserveNone: '不保留，任务可以用满。',
  state: {
    label: '状态',
    open: '开放',
    full: '这一分钟已满，有名额空出就继续',
    'bulk-over': '任务今天的额度已用完，{until} 继续；人工操作还可用 {left, number} 次',
    'day-over': '今天的额度已用完，{until} 继续',
    closed: '已暂停到 {until}',
    trying: '正在用一次调用试探是否恢复',
  },
  refusal: {
    title: '个推拒绝了调用，暂停到 {until}',
    titleTrying: '个推拒绝过调用，正在试探是否恢复',
    last: '最近一次拒绝',
    answer:
      '{code, select, none {没有返回码} other {返回码 {code}}}，{window, select, day {每天} other {每分钟}}的额度；当时我们用到 {used, number}{limit, select, none {} other { / {limit}}}。',
    surprise:
      '按我们的计数当时还有余量（这样的拒绝共 {count, number} 次）：可能有别的系统也在用这个应用，或个推给的额度比这里设的低。',
    resumes: '到时先放行一次调用试探，成功后全部恢复；修改额度会立即恢复。',
  },
  edit: '修改',
  editOf: '修改“{family}”的额度',
  editBody: '填个推实际给这个应用的额度。填高了会被个推拒绝，填低了只是慢一些。保存后立即生效，并记入审计。',
  perMinute: '每分钟最多（次）',
  hasDayLimit: '每天有上限',
  perDay: '每天最多（次）',
  reserveShare: '为人工操作保留（%）',
  reserveHint: '0 到 50。任务运行时给页面上的操作让路；每天最多保留 3%。',
  reserveMeans: '有人操作时每分钟留 {minute, number} 次{day, select, none {} other {，每天留 {day} 次}}。',
  save: '保存',
  cancel: '取消',
  saved: '“{family}”的额度已更新',
  rules: {
    'limit-whole': '请填整数',
    'limit-least': '至少是 1',
    'limit-most': '数字太大了',
    'reserve-range': '请填 0 到 50 的整数',
  },
} as const;
