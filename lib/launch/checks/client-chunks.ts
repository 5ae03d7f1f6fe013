// Hunts in every file the browser can get for what must never be there: secrets, tokens, and modules of the server.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Strings that stand only in server code; minifying keeps strings. Each is checked to exist in the server's build. */
const CANARIES = [
  'master_secret_sealed',
  'push_app_token',
  'sealed with key',
  'aes-256-gcm',
  'scrypt$',
  'NEXTAUTH_SECRET',
  'MUSTER_MASTER_KEY',
  'GETUI_MASTER_SECRET',
  'restapi.getui.com',
  '/user/custom_tag/batch',
  'change_chunk',
  'audit_entry',
];

function* filesBelow(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

const open = [...filesBelow('.next/static'), ...filesBelow('public')];
const server = [...filesBelow('.next/server')]
  .filter((path) => path.endsWith('.js'))
  .map((path) => readFileSync(path, 'utf8'));
const findings: string[] = [];
for (const path of open) {
  const text = readFileSync(path, 'latin1');
  for (const canary of CANARIES) if (text.includes(canary)) findings.push(`${path} holds ${canary}`);
  if (path.endsWith('.map')) findings.push(`${path}: source maps are not shipped`);
}
// A canary that is nowhere would make this scan say "clean" for ever.
for (const canary of CANARIES.filter((text) => text !== 'scrypt$')) {
  if (!server.some((text) => text.includes(canary)))
    findings.push(`the canary ${canary} is not in the server build either: renew the list`);
}
for (const finding of findings) console.error(finding);
console.log(
  `${open.length} public files scanned for ${CANARIES.length} canaries, ${findings.length} findings`,
);
process.exit(findings.length || open.length === 0 ? 1 : 0);
