// npm run sandbox: the stand-in for the push platform. Standard output belongs to its one ready line.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkNode, root, run, stop } from './steps.mjs';

checkNode();
if (!existsSync(join(root, 'node_modules', 'tsx'))) {
  console.error('installing packages (npm ci) …');
  const args = ['ci', '--no-fund', '--no-audit', '--loglevel=error'];
  const options = { stdio: ['inherit', 2, 2] };
  const npm = process.env.npm_execpath;
  const code = npm ? await run(process.execPath, [npm, ...args], options) : await run('npm', args, options);
  if (code !== 0) stop('npm ci failed; the lines above say why.');
}

const child = spawn(process.execPath, ['--import', 'tsx', 'lib/sandbox/cli.ts', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
