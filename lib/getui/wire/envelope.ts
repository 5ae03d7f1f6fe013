import { z } from 'zod';

/** The frame of every answer (rest_v2/common_args): `code`, `msg`, optional `data`. */
export type Envelope = { readonly code: number; readonly msg: string; readonly data: unknown };

/** A whole number, sent as a number or as its decimal text; refuses what JavaScript cannot hold exactly. */
export const whole = z.union([
  z.number().refine(Number.isSafeInteger),
  z
    .string()
    .regex(/^-?\d{1,16}$/)
    .transform(Number)
    .refine(Number.isSafeInteger),
]);

/** A truth value, sent as a boolean or as its name. */
export const truth = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

/** Absent, null and `[]` all stand for an object without members: the upstream's own clients fill gaps with `[]`. */
export function orEmpty(data: unknown): unknown {
  return data === undefined || data === null || (Array.isArray(data) && data.length === 0) ? {} : data;
}

/** An object keyed by upstream identifiers, as a Map, so that a key such as `__proto__` stays a key. */
export function mapOf<T>(value: z.ZodType<T>): z.ZodType<Map<string, T>> {
  return z.unknown().transform((data, context) => {
    const map = new Map<string, T>();
    const source = orEmpty(data);
    if (typeof source !== 'object' || source === null || Array.isArray(source)) {
      context.addIssue({ code: 'custom', message: 'not an object' });
      return z.NEVER;
    }
    for (const [key, entry] of Object.entries(source)) {
      const parsed = value.safeParse(entry);
      if (!parsed.success) {
        context.addIssue({ code: 'custom', message: 'entry of another shape' });
        return z.NEVER;
      }
      map.set(key, parsed.data);
    }
    return map;
  });
}

/** Reads the frame by hand, as this runs on every call; null when the text is not one. */
export function readEnvelope(text: string): Envelope | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { code, msg, data } = value as { code?: unknown; msg?: unknown; data?: unknown };
  const read =
    typeof code === 'number'
      ? code
      : typeof code === 'string' && /^\d{1,9}$/.test(code)
        ? Number(code)
        : null;
  if (read === null || !Number.isSafeInteger(read)) return null;
  return { code: read, msg: typeof msg === 'string' ? msg : '', data };
}

const hostList = z.object({ host_list: z.array(z.object({ domain_list: z.array(z.string()) })) });

/** Host names proposed with code 301 (official clients: `data.host_list[].domain_list[]`), at most ten. */
export function hostsOf(data: unknown): string[] {
  const parsed = hostList.safeParse(data);
  if (!parsed.success) return [];
  const hosts = new Set<string>();
  for (const entry of parsed.data.host_list)
    for (const domain of entry.domain_list) {
      const address = domain.includes('://') ? domain : `https://${domain}`;
      if (URL.canParse(address)) hosts.add(new URL(address).hostname);
    }
  return [...hosts].slice(0, 10);
}
