import type { Flat } from './schema';

const KEYS = { phoneType: 'phone_type', region: 'region', tag: 'custom_tag' } as const;

/** The body of POST /user/count that a flat count is sent with (user page, 查询用户总量). */
export const countBody = (flat: Flat) => ({
  tag: flat.map(({ key, op, values }) => ({ key: KEYS[key], values, opt_type: op })),
});

/**
 * The audience of a push to users by conditions (push page, 根据条件筛选用户推送): the same conditions, so only a single
 * flat count can be expressed.
 */
export const pushAudience = (flat: Flat) => ({ audience: countBody(flat) });

/**
 * A command line for the same count. $BASE_URL (the address of the interface with the app's id) and $TOKEN are left for
 * the shell to fill in; the values are quoted for a POSIX shell.
 */
export const countCurl = (flat: Flat): string => {
  const body = JSON.stringify(countBody(flat)).replaceAll("'", "'\\''");
  return [
    'curl -sS "$BASE_URL/user/count" \\',
    "  -H 'content-type: application/json;charset=utf-8' \\",
    '  -H "token: $TOKEN" \\',
    `  -d '${body}'`,
  ].join('\n');
};
