import { type EndpointId, endpointOf } from './endpoints';
import { GetuiUsageError } from './errors';

const CID = /^[0-9A-Za-z_-]{8,64}$/;
const TOKEN = /^[0-9A-Za-z._~+=-]{1,512}$/;
/** A slash, backslash, dot, NUL or percent hidden behind an escape: safe for us, not for a proxy that decodes twice. */
const HIDDEN = /%(?:2e|2f|5c|00|25)/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Channels of `bind_dt` (rest_v2/user: 路径参数 type). */
export const CHANNELS = [
  'wx',
  'hw',
  'hwq',
  'ho',
  'xm',
  'op',
  'opg',
  'vv',
  'mz',
  'fcm',
  'st',
  'sn',
  'ios',
] as const;
export type Channel = (typeof CHANNELS)[number];

/**
 * Whether a cid is safe to send: 8–64 of letters, digits, `_`, `-`. The vendor publishes no rule (its samples are 32
 * hex digits), so this is about safety, not about being a real cid.
 */
export function isCid(cid: string): boolean {
  return CID.test(cid);
}

/** Why a text cannot stand in a path, or null. Covers what URL parsers, proxies and encoders are known to trip over. */
export function pathTextRule(
  text: string,
): null | 'empty' | 'dots' | 'control' | 'surrogate' | 'slash' | 'escape' {
  if (text === '') return 'empty';
  if (/^\.+$/.test(text)) return 'dots';
  if (CONTROL.test(text)) return 'control';
  if (LONE_SURROGATE.test(text)) return 'surrogate';
  if (/[/\\]/.test(text)) return 'slash';
  if (HIDDEN.test(text)) return 'escape';
  return null;
}

/**
 * Fills the one parameter of an endpoint's template and returns the path below the app's root. A list is joined with
 * raw commas, as the page shows. Throws {@link GetuiUsageError} for anything that is not safe in a path.
 */
export function pathOf(id: EndpointId, value?: string | readonly string[]): string {
  const { template } = endpointOf(id);
  const at = template.indexOf('$');
  if (at === -1) {
    if (value !== undefined) throw new GetuiUsageError(id, 'path takes no parameter');
    return template;
  }
  const name = template.slice(at + 1);
  return template.slice(0, at) + encode(id, name, value);
}

/** Throws unless the address, as any URL parser reads it, is exactly `root + path`: no collapse, no query, no fragment. */
export function assertPath(id: EndpointId, origin: string, path: string): void {
  const url = new URL(origin + path);
  if (url.origin !== origin || url.pathname !== path || url.search !== '' || url.hash !== '')
    throw new GetuiUsageError(id, 'path does not survive URL parsing');
}

function encode(id: EndpointId, name: string, value: string | readonly string[] | undefined): string {
  if (name === 'cids') {
    if (!Array.isArray(value) || value.length === 0) throw new GetuiUsageError(id, 'cids: empty');
    for (let i = 0; i < value.length; i++)
      if (!CID.test(value[i] as string)) throw new GetuiUsageError(id, `cids[${i}]: charset`);
    return value.join(',');
  }
  if (typeof value !== 'string') throw new GetuiUsageError(id, `${name}: missing`);
  if (name === 'cid' && !CID.test(value)) throw new GetuiUsageError(id, 'cid: charset');
  if (name === 'token' && !TOKEN.test(value)) throw new GetuiUsageError(id, 'token: charset');
  if (name === 'channel' && !(CHANNELS as readonly string[]).includes(value))
    throw new GetuiUsageError(id, 'channel: unknown');
  const rule = pathTextRule(value);
  if (rule) throw new GetuiUsageError(id, `${name}: ${rule}`);
  return encodeURIComponent(value);
}
