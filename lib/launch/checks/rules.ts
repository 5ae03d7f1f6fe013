/** Who may import whom, as data. Paths are relative to the project, with forward slashes. */
export type Edge = { from: string; to: string };
export type Finding = { rule: string; at: string };

/** Desks bear the name of their subject and know nothing of one another. */
const DESKS = ['aliases', 'users', 'tags', 'blacklist', 'badge', 'device-tokens', 'audience', 'crowds'];
const SHARED_COMPONENTS = ['ui', 'data', 'charts', 'shell', 'imports', 'changes', 'kinds'];
/** Files of a desk that the browser may load. */
const OPEN_LIB =
  /^lib\/(core\/|i18n\/(?!server\.ts)|audience\/(?!server\/|testing\.ts)|auth\/permissions\.ts|[\w-]+\/([\w-]+-)?(schema|rules|plan|diagnosis)\.ts)/;
/** What nothing reachable from the browser may touch. */
const SERVER_ONLY = /(^|\/)server\/|^lib\/(db|getui|sandbox|launch|jobs|audit|env\.ts|log\.ts)/;

const part = (path: string, depth: number) => path.split('/')[depth] ?? '';

const RULES: readonly { rule: string; breaks: (edge: Edge) => boolean }[] = [
  {
    rule: 'lib imports neither app nor components',
    breaks: ({ from, to }) => from.startsWith('lib/') && /^(app|components)\//.test(to),
  },
  {
    rule: 'components do not import app',
    breaks: ({ from, to }) => from.startsWith('components/') && to.startsWith('app/'),
  },
  {
    rule: 'components/ui imports only itself, lib/core and lib/i18n',
    breaks: ({ from, to }) =>
      from.startsWith('components/ui/') && !/^(components\/ui\/|lib\/core\/|lib\/i18n\/)/.test(to),
  },
  {
    rule: 'one desk of components does not import another',
    breaks: ({ from, to }) =>
      from.startsWith('components/') &&
      to.startsWith('components/') &&
      part(from, 1) !== part(to, 1) &&
      !SHARED_COMPONENTS.includes(part(to, 1)),
  },
  {
    rule: 'components see of lib only core, i18n, permissions, schemas and rules',
    breaks: ({ from, to }) => from.startsWith('components/') && to.startsWith('lib/') && !OPEN_LIB.test(to),
  },
  {
    rule: 'lib/core imports nothing else',
    breaks: ({ from, to }) => from.startsWith('lib/core/') && !to.startsWith('lib/core/'),
  },
  {
    rule: 'lib/getui and lib/sandbox stand on lib/core alone',
    breaks: ({ from, to }) =>
      /^lib\/(getui|sandbox)\//.test(from) &&
      !to.startsWith(`lib/${part(from, 1)}/`) &&
      !to.startsWith('lib/core/'),
  },
  {
    rule: 'one desk of lib does not import another',
    breaks: ({ from, to }) =>
      from.startsWith('lib/') &&
      to.startsWith('lib/') &&
      part(from, 1) !== part(to, 1) &&
      DESKS.includes(part(from, 1)) &&
      DESKS.includes(part(to, 1)),
  },
  {
    rule: 'the engine knows no desk',
    breaks: ({ from, to }) =>
      /^lib\/(changes|jobs|ledger|audit|apps|auth|db)\//.test(from) &&
      to.startsWith('lib/') &&
      DESKS.includes(part(to, 1)),
  },
];

/** Edges that break a rule. */
export const brokenEdges = (edges: readonly Edge[]): Finding[] =>
  edges.flatMap((edge) =>
    RULES.filter(({ breaks }) => breaks(edge)).map(({ rule }) => ({ rule, at: `${edge.from} → ${edge.to}` })),
  );

/** Ways from a client file to a server one; calls into `'use server'` files are doors, not imports. */
export function clientLeaks(
  edges: readonly Edge[],
  client: ReadonlySet<string>,
  doors: ReadonlySet<string>,
): Finding[] {
  const next = neighbours(edges);
  const findings: Finding[] = [];
  for (const start of client) {
    const seen = new Set([start]);
    const queue = [[start]];
    for (let way = queue.shift(); way; way = queue.shift()) {
      for (const to of next.get(way.at(-1) ?? '') ?? []) {
        if (seen.has(to) || doors.has(to)) continue;
        seen.add(to);
        const longer = [...way, to];
        if (SERVER_ONLY.test(to))
          findings.push({ rule: 'nothing the browser loads touches the server', at: longer.join(' → ') });
        else queue.push(longer);
      }
    }
  }
  return findings;
}

function neighbours(edges: readonly Edge[]): Map<string, string[]> {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  return next;
}

/** Circles of imports, each told once. */
export function cycles(edges: readonly Edge[]): Finding[] {
  const next = neighbours(edges);
  const done = new Set<string>();
  const findings: Finding[] = [];
  const visit = (node: string, way: string[]) => {
    const start = way.indexOf(node);
    if (start >= 0) {
      findings.push({ rule: 'no import circles', at: [...way.slice(start), node].join(' → ') });
      return;
    }
    if (done.has(node)) return;
    for (const to of next.get(node) ?? []) visit(to, [...way, node]);
    done.add(node);
  };
  for (const node of next.keys()) visit(node, []);
  return findings;
}

const READERS_OF_ENV =
  /^(lib\/env\.ts|lib\/launch\/|lib\/build\/|instrumentation\.ts|proxy\.ts|e2e\/|[\w.-]+\.config\.(ts|mjs)$|lib\/db\/(testing|drizzle)|.*\.test\.tsx?$)/;

/** What the text of a file breaks: the environment read in passing, or more lines than one file should have. */
export function textFindings(path: string, text: string): Finding[] {
  const findings: Finding[] = [];
  if (/process\.env\b/.test(text) && !READERS_OF_ENV.test(path))
    findings.push({ rule: 'only lib/env.ts reads the environment', at: path });
  const lines = text.split('\n').length;
  if (lines > 301) findings.push({ rule: 'a file has at most 300 lines', at: `${path} (${lines - 1})` });
  return findings;
}
