import type { Control } from './control';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (value: unknown) => String(value).replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

const STYLE = `
:root { color-scheme: light dark; --line: #d8dce3; --soft: #5c6675; --page: #fbfbfc; --text: #1b2029; }
@media (prefers-color-scheme: dark) { :root { --line: #333a45; --soft: #95a0b0; --page: #14171c; --text: #e4e8ee; } }
body { margin: 0 auto; max-width: 72rem; padding: 2rem 1.25rem 4rem; background: var(--page); color: var(--text);
  font: 14px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", sans-serif; }
h1 { font-size: 1.35rem; margin: 0; } h2 { font-size: 1rem; margin: 2rem 0 .5rem; } p { color: var(--soft); margin: .25rem 0; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--soft); font-weight: 500; } td { overflow-wrap: break-word; } code { font-family: ui-monospace, monospace; }
`;

type Table = { title: string; heads: readonly string[]; rows: readonly (readonly unknown[])[] };

function tableOf({ title, heads, rows }: Table): string {
  const head = heads.map((one) => `<th scope="col">${escaped(one)}</th>`).join('');
  const body = rows
    .map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`)
    .join('');
  const content = rows.length
    ? `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`
    : '<p>None.</p>';
  return `<section><h2>${escaped(title)}</h2>${content}</section>`;
}

const clip = (text: string) => (text.length > 90 ? `${text.slice(0, 90)}… (${text.length})` : text);
const time = (ms: number) => new Date(ms).toISOString().slice(11, 23);
const number = (n: number) => n.toLocaleString('en');

function stateTable({ world }: Control, now: number): Table {
  const { users, crowds, tokens, journal } = world;
  const totals = journal.totals();
  const rows = [
    ['Users', number(users.size)],
    ['Seed', users.seed],
    ['iOS', number(users.ios.count())],
    ['Online', number(users.online.count())],
    ['On the blacklist', number(users.black.count())],
    ['Aliases in use', number(users.aliases.size)],
    ['Tag orders waiting', world.pendingOrders],
    ['Crowd plans', crowds.plans().length],
    ['Live tokens', tokens.count(now)],
    ['Calls / applied writes', `${number(totals.calls)} / ${number(totals.effects)}`],
  ];
  return { title: 'State', heads: ['What', 'Value'], rows };
}

function policyTables(control: Control): Table[] {
  const quotas = control
    .quotas()
    .map((q) => [q.family, q.minute, q.perMinute || 'none', q.today, q.perDay || 'none']);
  const faults = control.faults().map((fault) => {
    const left = fault.timesLeft ?? 'until cleared';
    return [fault.id, JSON.stringify(fault.match ?? {}), JSON.stringify(fault.effect), left, fault.struck];
  });
  return [
    { title: 'Quotas', heads: ['Family', 'This minute', 'Limit', 'Today', 'Limit'], rows: quotas },
    { title: 'Faults', heads: ['Id', 'Match', 'Effect', 'Left', 'Struck'], rows: faults },
  ];
}

function logTables({ world: { journal } }: Control): Table[] {
  const calls = journal.lastCalls(25).map((call) => {
    const asked = `${call.method} ${clip(call.path)}`;
    return [call.seq, time(call.at), asked, call.http ?? '…', call.code ?? '–', call.fault ?? ''];
  });
  const effects = journal.lastEffects(25).map((effect) => {
    const [one] = effect.changes;
    const first = one
      ? `${one.cid ?? ''} ${one.field}: ${JSON.stringify(one.before)} → ${JSON.stringify(one.after)}`
      : '';
    return [
      effect.seq,
      time(effect.at),
      effect.endpoint,
      effect.requestSeq,
      effect.changes.length,
      clip(first),
    ];
  });
  return [
    { title: 'Last calls', heads: ['Seq', 'At (UTC)', 'Call', 'HTTP', 'Code', 'Fault'], rows: calls },
    {
      title: 'Last applied writes',
      heads: ['Seq', 'At (UTC)', 'Endpoint', 'Call', 'Changes', 'First change'],
      rows: effects,
    },
  ];
}

/** The state of the sandbox as one page for people, without scripts. */
export function inspectorPage(control: Control): string {
  const clock = control.clock();
  const { users, credentials } = control.world;
  const tags = users.tags.sizes().slice(0, 20);
  const tables: Table[] = [
    stateTable(control, clock.now),
    ...policyTables(control),
    ...logTables(control),
    { title: 'Largest tags', heads: ['Tag', 'Users'], rows: tags.map((one) => [one.tag, number(one.users)]) },
    { title: 'Dialect', heads: ['Switch', 'Value'], rows: Object.entries(control.dialect()) },
  ];
  const standing = clock.frozen ? ', standing still' : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Muster sandbox</title><style>${STYLE}</style></head>
<body><header><h1>Muster sandbox</h1><p>A stand-in for the push platform's user API. Clock ${escaped(clock.iso)}${standing}.
App <code>${escaped(credentials.appId)}</code>. Reload for the newest.</p></header>
<main>${tables.map(tableOf).join('')}</main></body></html>`;
}
