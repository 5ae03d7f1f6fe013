// The import rules over the real graph: types are erased, what is left is what runs.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { build } from 'esbuild';
import { brokenEdges, clientLeaks, cycles, type Edge, textFindings } from './rules';

const root = process.cwd();
const listed = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts', '*.tsx'], {
  encoding: 'utf8',
});
const files = listed.stdout.split('\n').filter((path) => path && !path.endsWith('.d.ts'));
const code = files.filter(
  (path) => /^(app|components|lib)\/|^(proxy|instrumentation)\.ts$/.test(path) && !/\.test\.tsx?$/.test(path),
);
const isTesting = (path: string) => /(^|\/)testing[\w-]*\.ts$/.test(path);

const { metafile } = await build({
  entryPoints: code,
  bundle: true,
  write: false,
  metafile: true,
  outdir: 'unused',
  format: 'esm',
  platform: 'node',
  packages: 'external',
  external: ['*.css', '*.data'],
  logLevel: 'error',
});

const edges: Edge[] = Object.entries(metafile.inputs).flatMap(([from, { imports }]) =>
  imports
    .filter(({ external }) => !external)
    .map(({ path }) => ({ from: relative(root, from), to: relative(root, path) })),
);
const strict = edges.filter(({ from }) => !isTesting(from));
const texts = new Map(files.map((path) => [path, readFileSync(path, 'utf8')]));
const marked = (mark: string) =>
  new Set(
    [...texts]
      .filter(([, text]) => new RegExp(`^(\\s*//[^\\n]*\\n)*['"]${mark}['"]`).test(text))
      .map(([path]) => path),
  );

const findings = [
  ...brokenEdges(strict),
  ...clientLeaks(strict, marked('use client'), marked('use server')),
  ...cycles(strict),
  ...[...texts].flatMap(([path, text]) => textFindings(path, text)),
];
for (const { rule, at } of findings) console.error(`${rule}:\n  ${at}`);
console.log(`${files.length} files, ${edges.length} imports, ${findings.length} findings`);
process.exit(findings.length ? 1 : 0);
