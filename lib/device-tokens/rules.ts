/** Pure rules of device tokens, shared by forms and verbs. Source: docs.getui.com/getui/server/rest_v2/user, bind_dt. */

/**
 * The channels of bind_dt (page: 路径参数 type). Without the vendor's help an app may use the mini programs alone; the
 * others are "厂商通道(需联系技术支持开通)".
 */
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

/** Open to every app; the vendor enables each of the others on request. */
export const OPEN_CHANNEL: Channel = 'wx';
/** Rows of one upstream call, and of one form (page: 数组长度不大于1000). */
export const MAX_ROWS = 1000;
/** Longer than any vendor's token; bounds what is sent. */
export const MAX_TOKEN_CHARACTERS = 512;

export type TokenRule = 'token-empty' | 'token-too-long' | 'token-charset' | 'token-operation';

/**
 * The rule a token breaks, or null. An empty one is a mistake and never an unbinding: the upstream takes a row without a
 * token as one, and nobody should unbind by a forgotten cell. No page states a form; vendors' tokens and openids are
 * printable ASCII. What passes here passes the client of the upstream too, as a test shows.
 */
export function tokenRule(token: string): TokenRule | null {
  if (token === '') return 'token-empty';
  if (token.length > MAX_TOKEN_CHARACTERS) return 'token-too-long';
  // A column taken for another: nobody's token is the word "绑定" or "bind".
  if (operationOf(token) !== null) return 'token-operation';
  return /^[\x21-\x7e]+$/.test(token) ? null : 'token-charset';
}

export type Operation = 'bind' | 'unbind';

const WORDS: Readonly<Record<Operation, readonly string[]>> = {
  bind: ['绑定', '绑', '绑定设备', 'bind', 'b', 'add', '新增'],
  unbind: ['解绑', '解除', '解除绑定', 'unbind', 'u', 'remove', '删除'],
};

/** What a file says a row is to do; null for a word that is neither. */
export function operationOf(word: string): Operation | null {
  const said = word.trim().toLowerCase();
  return (['bind', 'unbind'] as const).find((operation) => WORDS[operation].includes(said)) ?? null;
}

/** A token as the platform keeps it: `WX_token` (page: errorList of bind_dt). The ledger keeps it that way too. */
export const kept = (channel: Channel, token: string): string => `${channel.toUpperCase()}_${token}`;

/** The channel and the token of what the platform keeps; null for anything else. */
export function parted(value: string): { channel: Channel; token: string } | null {
  const [, prefix = '', token = ''] = /^([A-Z]+)_(.+)$/s.exec(value) ?? [];
  const channel = CHANNELS.find((one) => one.toUpperCase() === prefix);
  return channel ? { channel, token } : null;
}

const SEPARATOR = /[\t,，;；|\s]+/;
const HEADER = /^(?:cid|clientid|个推cid)$/i;
const unquoted = (value: string) => value.replace(/^"(.*)"$/, '$1');

/**
 * Pasted lines as cells of a kind's fields: `cid token operation` for binding, `cid operation` for unbinding, separated by
 * tab, comma, semicolon or blanks. Blank lines and a header are passed over. The operation may be missing; for unbinding
 * whatever else a line holds, such as the token, says nothing.
 */
export function parseRows(text: string, operation: Operation): string[][] {
  const rows: string[][] = [];
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    const [cid = '', ...rest] = line.trim().split(SEPARATOR).map(unquoted);
    if ((cid === '' && rest.length === 0) || (rows.length === 0 && HEADER.test(cid))) continue;
    const word = rest.find((cell) => operationOf(cell) !== null) ?? '';
    const others = rest.filter((cell) => cell !== word);
    if (operation === 'unbind') rows.push([cid, word]);
    else rows.push([cid, others[0] ?? '', word || others.slice(1).join(' ')]);
  }
  return rows;
}
