// npm start: web and worker with the credentials of the environment, without a sandbox. With the argument `worker`
// (npm run worker): one more process that runs changes, without pages.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildIsCurrent, checkNode, root, stop } from './steps.mjs';

checkNode();
const program = process.argv[2] === 'worker' ? 'worker' : 'server';
const entry = join(root, `.next/standalone/lib/launch/${program}.mjs`);
if (!existsSync(entry)) stop('There is no build yet: npm run build');
if (!buildIsCurrent()) console.warn('The build is older than the sources; npm run build makes a new one.');

// Variables of a .env file stand behind those that are set already.
const file = join(root, '.env');
const fromFile = {};
for (const line of existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []) {
  const match = /^\s*([A-Z0-9_]+)\s*=\s*(?:"(.*)"|'(.*)'|(.*?))\s*$/.exec(line);
  if (match) fromFile[match[1]] = match[2] ?? match[3] ?? match[4] ?? '';
}
const child = spawn(process.execPath, [entry], {
  // The worker finds its migrations from where it stands; the server moves there by itself.
  cwd: program === 'worker' ? join(root, '.next/standalone') : root,
  stdio: 'inherit',
  env: { ...fromFile, ...process.env, NODE_ENV: 'production' },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
