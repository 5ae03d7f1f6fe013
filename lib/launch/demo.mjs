// npm run demo: everything on one machine, with a sandbox in place of the push platform.
import { join } from 'node:path';
import { checkNode, ensureBuild, ensureModules, root, say, stop } from './steps.mjs';

checkNode();
const port = Number(process.env.PORT ?? 3000);
if (!Number.isInteger(port) || port < 1 || port > 65_535)
  stop('PORT must be a whole number from 1 to 65535.');
await ensureModules();
await ensureBuild();

const { DEMO_PASSWORD, freePort, seedDemo, startSandbox, startServer, stopChild } = await import(
  './stack.mjs'
);
if ((await freePort(port)) !== port) stop(`Port ${port} is taken. Choose another: PORT=3001 npm run demo`);

const dataDir = process.env.MUSTER_DATA_DIR ?? join(root, '.data', 'demo');
const children = [];
let ending = false;
async function end(code) {
  if (ending) return;
  ending = true;
  say('stopping …');
  for (const child of children.reverse()) await stopChild(child);
  say('stopped');
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(0));

try {
  say('preparing the embedded database …');
  await seedDemo(dataDir);
  say('starting the sandbox upstream (200,000 users) …');
  const sandbox = await startSandbox({ port: await freePort(9700), users: 200_000 });
  children.push(sandbox.child);
  say(`sandbox is ready at ${sandbox.baseUrl}`);
  const server = await startServer({ port, dataDir, sandbox });
  children.push(server);
  say('web app and worker are ready');
  for (const child of children) {
    child.once('exit', (code) => {
      if (ending) return;
      console.error(`A part of the demo ended by itself (exit ${code}).`);
      end(1);
    });
  }
  console.log(`
  点兵 Muster   http://localhost:${port}
  沙箱 Sandbox  ${sandbox.inspector}

  账号 Accounts (密码 password: ${DEMO_PASSWORD})
    operator@demo.muster   运营   finds, binds, unbinds aliases
    admin@demo.muster      管理员 the same, and people
    analyst@demo.muster    产品   reads, aliases masked
    viewer@demo.muster     查看   reads, aliases masked
    auditor@demo.muster    审计   changes and audit only

  试试 Try: ${sandbox.sampleCids.slice(0, 2).join('  ')}
  Ctrl-C 停止 stops everything.
`);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}\n`);
  await end(1);
}
