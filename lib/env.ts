import 'server-only';
import { z } from 'zod';

/** The vendor's hosts, from its SDKs' presets. */
const VENDOR_HOSTS = ['restapi.getui.com', 'cncrestapi.getui.com', 'nzrestapi.getui.com'];

const blankIsAbsent = (value: unknown) => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(type: T) => z.preprocess(blankIsAbsent, type.optional());
const url = (protocols: RegExp, what: string) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && protocols.test(new URL(text).protocol), `must be ${what}`);

const Environment = z
  .object({
    PORT: optional(z.coerce.number().int().min(1).max(65_535)),
    // Read by the launcher before Next: where to listen. Named here so that all variables stand in one place.
    MUSTER_HOST: optional(z.string()),
    MUSTER_DATA_DIR: optional(z.string()),
    DATABASE_URL: optional(url(/^postgres(ql)?:$/, 'a postgres:// address')),
    MUSTER_WORKER: optional(z.enum(['0', '1'])),
    MUSTER_LANES: optional(z.coerce.number().int().min(1).max(64)),
    // For the tests of crashes: where to end this process as kill -9 would; see lib/changes/fail-point.
    MUSTER_FAIL_POINT: optional(z.string()),
    MUSTER_TRUST_PROXY: optional(z.enum(['0', '1'])),
    NEXTAUTH_URL: url(/^https?:$/, 'the http(s) address people open'),
    NEXTAUTH_SECRET: z.string().min(32, 'must have at least 32 characters'),
    MUSTER_MASTER_KEY: z
      .string()
      .refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64'),
    MUSTER_ADMIN_EMAIL: optional(z.email('must be an e-mail address')),
    MUSTER_ADMIN_PASSWORD: optional(z.string().min(12, 'must have at least 12 characters')),
    GETUI_APP_ID: optional(z.string().regex(/^[\w-]+$/, 'must be letters and digits')),
    GETUI_APP_KEY: optional(z.string()),
    GETUI_MASTER_SECRET: optional(z.string()),
    GETUI_APP_NAME: optional(z.string().max(60, 'must have at most 60 characters')),
    GETUI_APP_ENVIRONMENT: optional(
      z.enum(['production', 'test', 'sandbox'], 'must be production, test or sandbox'),
    ),
    GETUI_BASE_URL: optional(url(/^https?:$/, 'an http(s) address')),
    GETUI_ALLOWED_HOSTS: optional(z.string()),
    LOG_LEVEL: optional(z.enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error')),
  })
  .superRefine((env, context) => {
    const need = (name: string, message: string) =>
      context.addIssue({ code: 'custom', path: [name], message });
    const together = (names: readonly (keyof typeof env)[]) => {
      if (!names.some((name) => env[name])) return;
      for (const name of names.filter((name) => !env[name]))
        need(name, `is needed because ${names.find((n) => env[n])} is set`);
    };
    together(['GETUI_APP_ID', 'GETUI_APP_KEY', 'GETUI_MASTER_SECRET']);
    together(['MUSTER_ADMIN_EMAIL', 'MUSTER_ADMIN_PASSWORD']);
    if (env.GETUI_BASE_URL && !allowed(env.GETUI_BASE_URL, hosts(env.GETUI_ALLOWED_HOSTS))) {
      need(
        'GETUI_BASE_URL',
        'names a host that is neither the vendor’s nor in GETUI_ALLOWED_HOSTS, or is not https',
      );
    }
  });

const hosts = (list: string | undefined) =>
  (list ?? '')
    .split(',')
    .map((host) => host.trim())
    .filter(Boolean);

/** The vendor's hosts over https only; a host named by the administrator over either. */
function allowed(baseUrl: string, extra: readonly string[]): boolean {
  const { protocol, host, username, password } = new URL(baseUrl);
  if (username || password) return false;
  return (protocol === 'https:' && VENDOR_HOSTS.includes(host)) || extra.includes(host);
}

export type Env = {
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly worker: boolean;
  /** Upstream calls of changes that this process makes at once. */
  readonly workerLanes: number;
  readonly failPoint: string | undefined;
  readonly trustProxy: boolean;
  readonly siteUrl: string;
  readonly authSecret: string;
  readonly masterKey: Buffer;
  readonly firstAdmin: { email: string; password: string } | undefined;
  readonly firstApp:
    | {
        appId: string;
        appKey: string;
        masterSecret: string;
        name: string;
        environment: 'production' | 'test' | 'sandbox';
        baseUrl: string;
      }
    | undefined;
  readonly allowedHosts: readonly string[];
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
};

/** Says which variables are wrong and why, never what they hold. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError';
}

/** Reads and checks the environment. @throws EnvironmentError naming every wrong or missing variable. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const parsed = Environment.safeParse(source);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return `  ${name}: ${source[name] ? issue.message : issue.code === 'custom' ? issue.message : 'is missing'}`;
    });
    throw new EnvironmentError(
      `The environment does not let Muster start:\n${[...new Set(lines)].join('\n')}`,
    );
  }
  const env = parsed.data;
  const { GETUI_APP_ID, GETUI_APP_KEY, GETUI_MASTER_SECRET, MUSTER_ADMIN_EMAIL, MUSTER_ADMIN_PASSWORD } = env;
  return {
    dataDir: env.MUSTER_DATA_DIR ?? '.data',
    databaseUrl: env.DATABASE_URL,
    worker: env.MUSTER_WORKER !== '0',
    workerLanes: env.MUSTER_LANES ?? 8,
    failPoint: env.MUSTER_FAIL_POINT,
    trustProxy: env.MUSTER_TRUST_PROXY === '1',
    siteUrl: env.NEXTAUTH_URL,
    authSecret: env.NEXTAUTH_SECRET,
    masterKey: Buffer.from(env.MUSTER_MASTER_KEY, 'base64'),
    firstAdmin:
      MUSTER_ADMIN_EMAIL && MUSTER_ADMIN_PASSWORD
        ? { email: MUSTER_ADMIN_EMAIL, password: MUSTER_ADMIN_PASSWORD }
        : undefined,
    firstApp:
      GETUI_APP_ID && GETUI_APP_KEY && GETUI_MASTER_SECRET
        ? {
            appId: GETUI_APP_ID,
            appKey: GETUI_APP_KEY,
            masterSecret: GETUI_MASTER_SECRET,
            name: env.GETUI_APP_NAME ?? GETUI_APP_ID,
            environment: env.GETUI_APP_ENVIRONMENT ?? 'production',
            baseUrl: env.GETUI_BASE_URL ?? `https://${VENDOR_HOSTS[0]}/v2`,
          }
        : undefined,
    allowedHosts: hosts(env.GETUI_ALLOWED_HOSTS),
    logLevel: env.LOG_LEVEL ?? 'info',
  };
}

/** True when an app may be reached at this base URL. */
export const baseUrlAllowed = (baseUrl: string): boolean => allowed(baseUrl, env().allowedHosts);

let cached: Env | undefined;
/** The environment of this process, checked once. */
export function env(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}
