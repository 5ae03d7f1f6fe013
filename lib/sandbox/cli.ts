import { parseArgs } from 'node:util';
import { MOST_USERS } from './control-input';
import { readDialect } from './dialect';
import { DEFAULTS, type SandboxOptions, startSandbox } from './server';

const USAGE =
  'usage: npm run sandbox -- [--port 9800] [--users 200000] [--seed 1] [--app-id …] [--app-key …] [--master-secret …] [--dialect key=value …]';

function whole(
  text: string | undefined,
  name: string,
  least: number,
  most: number,
  otherwise: number,
): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!/^\d{1,10}$/.test(text) || value < least || value > most)
    throw new Error(`--${name} must be a whole number from ${least} to ${most}, not "${text}".`);
  return value;
}

/** Letters and digits: the app id is a segment of every path. */
function credential(text: string | undefined, name: string): string | undefined {
  if (text === undefined || /^[A-Za-z0-9]{1,64}$/.test(text)) return text;
  throw new Error(`--${name} must be 1 to 64 letters and digits, not "${text}".`);
}

/** @throws Error with a sentence about what is wrong */
function readArguments(): SandboxOptions | 'help' {
  const one = { type: 'string' } as const;
  const dialect = { type: 'string', multiple: true } as const;
  const credentials = { 'app-id': one, 'app-key': one, 'master-secret': one } as const;
  const help = { type: 'boolean' } as const;
  const options = { port: one, users: one, seed: one, ...credentials, dialect, help } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) return 'help';
  // `--dialect a=1 b=2`: what follows is read as further switches.
  const pairs = [...(values.dialect ?? []), ...positionals].map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1 || !values.dialect) throw new Error(`"${pair}" is not understood.`);
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return {
    port: whole(values.port, 'port', 0, 65_535, 9800),
    users: whole(values.users, 'users', 1, MOST_USERS, DEFAULTS.users),
    seed: whole(values.seed, 'seed', 0, 0xffffffff, DEFAULTS.seed),
    appId: credential(values['app-id'], 'app-id'),
    appKey: credential(values['app-key'], 'app-key'),
    masterSecret: credential(values['master-secret'], 'master-secret'),
    dialect: readDialect(Object.fromEntries(pairs)),
  };
}

function end(code: number, text: string): never {
  console.error(text);
  process.exit(code);
}

let options: SandboxOptions | 'help';
try {
  options = readArguments();
} catch (error) {
  end(2, `${error instanceof Error ? error.message : error}\n${USAGE}`);
}
if (options === 'help') {
  console.log(USAGE);
  process.exit(0);
}
const { port } = options;
const sandbox = await startSandbox(options).catch((error: Error & { code?: string }) =>
  end(1, error.code === 'EADDRINUSE' ? `Port ${port} is taken; choose another with --port.` : `${error}`),
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
const { url, baseUrl, appId, appKey, masterSecret, sampleCids } = sandbox;
const control = `${url}/__sandbox`;
// The one line on standard output: whoever started us reads it.
console.log(
  JSON.stringify({ baseUrl, appId, appKey, masterSecret, sampleCids, inspector: `${control}/`, control }),
);
