/** Calls of the shared budget that a (cid, tag) matrix takes tag by tag: each tag's users in calls of at most 1000. */
export const batchCalls = (usersOfTag: Iterable<number>, perCall = 1000): number => {
  let calls = 0;
  for (const users of usersOfTag) calls += Math.ceil(users / perCall);
  return calls;
};

/** What overwriting costs of requests: a read and a call for each user. */
export const overwriteRequests = (users: number): number => 2 * users;

/**
 * Whether overwriting is cheaper than going tag by tag, and safe: `dearer` and `used-today` (a cid that was overwritten
 * today would be refused) speak against it; `ask`: cheaper, but removing must leave every user a tag.
 */
export function advise(of: {
  batchCalls: number;
  users: number;
  usedToday: number;
  removes: boolean;
}): 'cheaper' | 'dearer' | 'used-today' | 'ask' {
  if (overwriteRequests(of.users) >= of.batchCalls) return 'dearer';
  if (of.usedToday > 0) return 'used-today';
  return of.removes ? 'ask' : 'cheaper';
}
