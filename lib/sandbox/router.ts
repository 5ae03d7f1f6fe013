import { DONE, type Handler } from './ask';
import { aliasOfCid, bindAliases, cidsOfAlias, unbindAlias, unbindAliases } from './routes/aliases';
import { authenticate, revoke } from './routes/auth';
import { count } from './routes/count';
import { createCrowd, listCrowdPlans, listCrowdTasks } from './routes/crowds';
import { bindDeviceTokens } from './routes/device-tokens';
import { overwriteTags, tagsOfUser, tagUsers, untagUsers } from './routes/tags';
import { addToBlacklist, detail, deviceStatus, removeFromBlacklist, setBadge, status } from './routes/users';

export type Route = {
  readonly method: string;
  readonly template: string;
  readonly handler: Handler;
  /** Calls without token: getting one, and the page's own request for killing one. */
  readonly open?: true;
};

/** The 20 endpoints of the user page, auth, and what the official clients call besides. */
export const ROUTES: readonly Route[] = [
  { method: 'POST', template: '/auth', handler: authenticate, open: true },
  { method: 'DELETE', template: '/auth/$token', handler: revoke, open: true },
  { method: 'POST', template: '/user/alias', handler: bindAliases },
  { method: 'DELETE', template: '/user/alias', handler: unbindAliases },
  { method: 'DELETE', template: '/user/alias/$alias', handler: unbindAlias },
  { method: 'GET', template: '/user/alias/cid/$cid', handler: aliasOfCid },
  { method: 'GET', template: '/user/cid/alias/$alias', handler: cidsOfAlias },
  { method: 'POST', template: '/user/black/cid/$cids', handler: addToBlacklist },
  { method: 'DELETE', template: '/user/black/cid/$cids', handler: removeFromBlacklist },
  { method: 'GET', template: '/user/status/$cids', handler: status },
  { method: 'GET', template: '/user/deviceStatus/$cids', handler: deviceStatus },
  { method: 'GET', template: '/user/detail/$cids', handler: detail },
  { method: 'POST', template: '/user/badge/cid/$cids', handler: setBadge },
  { method: 'POST', template: '/user/custom_tag/cid/$cid', handler: overwriteTags },
  { method: 'GET', template: '/user/custom_tag/cid/$cid', handler: tagsOfUser },
  { method: 'PUT', template: '/user/custom_tag/batch/$tag', handler: tagUsers },
  { method: 'DELETE', template: '/user/custom_tag/batch/$tag', handler: untagUsers },
  { method: 'POST', template: '/user/count', handler: count },
  { method: 'POST', template: '/user/bind_dt/$type', handler: bindDeviceTokens },
  { method: 'POST', template: '/user/smart_crowd/create', handler: createCrowd },
  { method: 'POST', template: '/user/smart_crowd/task/list', handler: listCrowdTasks },
  { method: 'POST', template: '/user/smart_crowd/model/list', handler: listCrowdPlans },
  // The Java client sends figures about its hosts here when it is told to; nothing is done with them.
  { method: 'POST', template: '/log/upload', handler: () => DONE, open: true },
];

const parsed = ROUTES.map((route) => ({ route, parts: route.template.split('/').slice(1) }));

export type Target =
  /** `path` is as sent; a template without route means the verb is wrong. */
  | {
      readonly appId: string;
      readonly template: string;
      readonly params: Record<string, string>;
      readonly route: Route | null;
    }
  | { readonly appId: string | null; readonly template: null };

/**
 * Reads a path below `/v2`. Official clients send commas raw, and some paths with a slash at the end; empty segments at
 * the end do not count.
 */
export function resolve(method: string, url: string): Target {
  const [path = ''] = url.split('?', 1);
  const parts = path.split('/').slice(1);
  while (parts.at(-1) === '') parts.pop();
  if (parts[0] !== 'v2' || parts.length < 3) return { appId: null, template: null };
  const appId = decode(parts[1] ?? '');
  const rest = parts.slice(2);
  const fits = parsed.filter((one) => matches(one.parts, rest));
  const chosen = fits.find(({ route }) => route.method === method) ?? fits[0];
  if (!chosen) return { appId, template: null };
  const params = Object.fromEntries(
    chosen.parts.flatMap((part, i) => (part.startsWith('$') ? [[part.slice(1), decode(rest[i] ?? '')]] : [])),
  );
  const { route } = chosen;
  return { appId, template: route.template, params, route: route.method === method ? route : null };
}

const matches = (template: readonly string[], parts: readonly string[]) =>
  template.length === parts.length &&
  template.every((part, i) => (part.startsWith('$') ? parts[i] !== '' : part === parts[i]));

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
