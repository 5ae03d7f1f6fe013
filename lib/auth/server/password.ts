import 'server-only';
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

// OWASP's scrypt parameters: N = 2^17, r = 8, p = 1, which is 128 MiB for about a third of a second.
const COST = { N: 2 ** 17, r: 8, p: 1 };
const MAX_MEMORY = 256 * 1024 * 1024;
const AT_ONCE = 2;

let open = 0;
const waiting: (() => void)[] = [];

/** At most two at a time: a burst of sign-ins must not take the whole machine. */
async function derive(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  if (open >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else open++;
  try {
    return await new Promise((resolve, reject) => {
      scrypt(password.normalize('NFKC'), salt, 32, { ...cost, maxmem: MAX_MEMORY }, (error, key) =>
        error ? reject(error) : resolve(key),
      );
    });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else open--;
  }
}

/** Hashes a password: `scrypt$N$r$p$salt$key`, base64. Any length, never truncated. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64'), key.toString('base64')].join('$');
}

let decoy: Promise<string> | undefined;

/** True when the password fits the hash. Without a hash it takes the same time and is false. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(16).toString('hex'));
  const [scheme, n, r, p, salt, key] = (hash ?? (await decoy)).split('$');
  if (scheme !== 'scrypt' || !salt || !key) return false;
  const expected = Buffer.from(key, 'base64');
  const found = await derive(password, Buffer.from(salt, 'base64'), {
    N: Number(n),
    r: Number(r),
    p: Number(p),
  });
  return timingSafeEqual(expected, found) && hash !== null;
}

export type PasswordRule = 'too-short' | 'too-long' | 'too-common' | 'names-account';

const COMMON =
  /^(.)\1+$|^(?:0?123456789(?:0)?(?:\d*)|1q2w3e4r5t6y.*|qwerty(?:uiop)?.*|password.*|iloveyou.*|admin.*|letmein.*|welcome.*|abc123.*|woaini.*|5201314.*|a?123456789.*)$/i;

/**
 * The first rule a new password breaks, or null. After ASVS 5.0: at least 12 characters, no composition rules, not one of
 * the patterns guessed first, and neither the person's address nor this product's name.
 */
export function passwordRule(password: string, email: string): PasswordRule | null {
  const length = [...password].length;
  if (length < 12) return 'too-short';
  if (length > 256) return 'too-long';
  const lower = password.toLowerCase();
  const local = email.split('@')[0]?.toLowerCase() ?? '';
  if ((local.length >= 4 && lower.includes(local)) || lower.includes('muster')) return 'names-account';
  return COMMON.test(password) ? 'too-common' : null;
}
