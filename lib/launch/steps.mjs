// What every npm script needs before the project's own code can run: plain Node, no dependency.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const started = Date.now();

/** Prints one progress line with the seconds since the start. */
export function say(text) {
  console.log(`[${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s] ${text}`);
}

/** Stops with a sentence for people and exit code 1. */
export function stop(text) {
  console.error(`\n${text}\n`);
  process.exit(1);
}

/** Runs a command to its end with inherited output; resolves with its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}

const tool = (name) => join(root, 'node_modules', '.bin', name);
/** Runs a tool from node_modules. */
export const runTool = (name, args, options) => run(tool(name), args, options);

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    stop(`Muster needs Node 20.19 or newer; this is ${process.versions.node}.`);
  }
}

const digest = (text) => createHash('sha256').update(text).digest('hex');
const readIf = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** Installs the packages of the lock file unless they are there already. */
export async function ensureModules() {
  const stamp = join(root, 'node_modules', '.muster-install');
  const want = digest(
    `${readFileSync(join(root, 'package-lock.json'))}${process.versions.modules}${process.platform}${process.arch}`,
  );
  if (readIf(stamp) === want) return say('packages are in place');
  say('installing packages (npm ci) …');
  const args = ['ci', '--no-fund', '--no-audit', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const code = npm ? await run(process.execPath, [npm, ...args]) : await run('npm', args);
  if (code !== 0) stop('npm ci failed; the lines above say why.');
  writeFileSync(stamp, want);
  say('packages installed');
}

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (!/\.test\.tsx?$/.test(entry.name)) yield path;
  }
}

/** A fingerprint of everything the production build is made from. */
export function buildFingerprint() {
  const hash = createHash('sha256');
  const single = [
    'package-lock.json',
    'next.config.mjs',
    'tsconfig.json',
    'tailwind.config.ts',
    'postcss.config.mjs',
    'proxy.ts',
    'instrumentation.ts',
  ];
  const files = [
    ...single.map((name) => join(root, name)).filter((file) => existsSync(file)),
    ...['app', 'components', 'lib', 'public'].flatMap((name) => [...sources(join(root, name))]),
  ];
  for (const file of files) {
    if (file.endsWith('README.md') || file.includes('/db/seed/')) continue;
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

const buildStamp = join(root, '.next', 'muster-build');

/** Packages that Next leaves outside of its bundles, and so lays beside the server: the worker uses the same copies. */
const OUTSIDE = ['@electric-sql/pglite', 'pg', 'pg-boss', 'pino'];

/** The worker is no part of Next's output: one file of its own beside the server. */
async function bundleWorker(outfile) {
  const { build: bundle } = await import('esbuild');
  await bundle({
    entryPoints: [join(root, 'lib/launch/worker-main.ts')],
    outfile,
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // What the server's files import so that no browser bundle takes them in is empty here.
    conditions: ['react-server'],
    external: OUTSIDE,
    // CommonJS packages inside the bundle ask for these.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
}

/** Builds for production and lays the server out whole under .next/standalone. */
export async function build() {
  const want = buildFingerprint();
  rmSync(buildStamp, { force: true });
  if (existsSync(join(root, 'lib/db/make-seed.ts'))) {
    const code = await runTool('tsx', ['--conditions=react-server', 'lib/db/make-seed.ts']);
    if (code !== 0) stop('making the database seed failed; the lines above say why.');
  }
  const code = await runTool('next', ['build'], { env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' } });
  if (code !== 0) stop('the build failed; the lines above say why.');
  const standalone = join(root, '.next', 'standalone');
  cpSync(join(root, '.next', 'static'), join(standalone, '.next', 'static'), { recursive: true });
  if (existsSync(join(root, 'public')))
    cpSync(join(root, 'public'), join(standalone, 'public'), { recursive: true });
  mkdirSync(join(standalone, 'lib', 'launch'), { recursive: true });
  cpSync(join(root, 'lib/launch/server.mjs'), join(standalone, 'lib/launch/server.mjs'));
  await bundleWorker(join(standalone, 'lib/launch/worker.mjs'));
  writeFileSync(buildStamp, want);
}

/** Builds unless the last build was made from these very files. */
export async function ensureBuild() {
  if (readIf(buildStamp) === buildFingerprint()) return say('build is up to date');
  say('building …');
  await build();
  say('built');
}

/** True when the last build was made from these very files. */
export const buildIsCurrent = () => readIf(buildStamp) === buildFingerprint();

const isRoot = process.getuid?.() === 0;

function aptInstall(packages, why) {
  if (!isRoot || spawnSync('apt-get', ['--version']).status !== 0) {
    stop(
      `${why} needs ${packages.join(', ')}: please install it (Debian: apt-get install -y ${packages.join(' ')}).`,
    );
  }
  say(`installing ${packages.join(', ')} (apt-get) …`);
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  const install = () =>
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], options).status === 0;
  spawnSync('apt-get', ['update'], options);
  if (!install()) stop(`apt-get could not install ${packages.join(', ')}.`);
}

/** The browser of the e2e tests: an installed Chromium, or Debian's. */
export function ensureChromium() {
  const found = [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find((path) => path && existsSync(path));
  const fonts = spawnSync('fc-list', [':lang=zh-cn'], { encoding: 'utf8' });
  const missing = [];
  if (!found) missing.push('chromium');
  if (!fonts.stdout?.trim()) missing.push('fonts-noto-cjk');
  if (missing.length) aptInstall(missing, 'The browser test');
  say('browser and fonts are in place');
}

/** The PostgreSQL of the integration tests: DATABASE_URL_TEST, or Debian's binaries. */
export function ensurePostgres() {
  const folder = '/usr/lib/postgresql';
  const there =
    existsSync(folder) &&
    readdirSync(folder).some((version) => existsSync(join(folder, version, 'bin', 'initdb')));
  if (!process.env.DATABASE_URL_TEST && !there) aptInstall(['postgresql'], 'The integration test');
  say('PostgreSQL for the tests is in place');
}
