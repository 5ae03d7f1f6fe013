// Everything CI asks, in the order that fails fastest.
import {
  checkNode,
  ensureBuild,
  ensureChromium,
  ensureModules,
  ensurePostgres,
  runTool,
  say,
  stop,
} from './steps.mjs';

checkNode();
await ensureModules();
ensureChromium();
ensurePostgres();

const steps = [
  ['format and lint', 'biome', ['ci', '.']],
  ['import rules', 'tsx', ['lib/launch/checks/imports.ts']],
  ['route types', 'next', ['typegen']],
  ['types', 'tsc', ['--noEmit', '--incremental', 'false']],
  ['unit tests', 'vitest', ['run', '--project', 'unit', '--project', 'dom']],
  ['integration tests', 'vitest', ['run', '--project', 'int']],
  ['build', ensureBuild],
  ['secret scan of the client chunks', 'tsx', ['lib/launch/checks/client-chunks.ts']],
  ['browser tests', 'playwright', ['test', '--config', 'e2e/playwright.config.ts']],
];

for (const [name, command, args] of steps) {
  say(`── ${name}`);
  if (typeof command === 'function') {
    await command();
    continue;
  }
  const code = await runTool(command, args, { env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' } });
  if (code !== 0) stop(`${name}: failed (exit ${code}).`);
}
say('all green');
