import 'server-only';
import type { AppCtx, UploadBody } from '@/lib/auth/server/doors';
import { reachableRule } from '@/lib/core/alias';
import { bodyText } from '@/lib/core/body';
import { cidRule } from '@/lib/core/cid';
import { systemClock } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import { refuse } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { lookup } from '@/lib/db/schema/desks';
import { MAX_IDENTIFIERS, MAX_MALFORMED, sortOf } from '../rules';
import type { CreateInput, LookupCounts, LookupMeta } from '../schema';
import { encodeContent, type LookupContent } from './lines';

const MAX_BYTES = 32 * 1024 * 1024;

/**
 * Stores a list of identifiers under a new id; nothing is asked of the upstream. Every line is checked again by the rules
 * of its sort.
 * @throws Refusal INVALID_INPUT: `ids` (empty, too-many, count, repeated), or `ids.<line>` with the rule that is broken
 */
export async function createLookup(
  db: Database,
  ctx: AppCtx,
  input: CreateInput,
  body: UploadBody,
): Promise<LookupMeta> {
  const wrong = (field: string, rule: string) => refuse('INVALID_INPUT', { fields: { [field]: rule } });
  const text = await bodyText(body.bytes, MAX_BYTES);
  const lines = text === '' ? [] : text.split('\n');
  const distinct = lines.length;
  if (distinct === 0) wrong('ids', 'empty');
  if (distinct > MAX_IDENTIFIERS) wrong('ids', 'too-many');
  if (distinct !== input.cids + input.aliases + input.malformed || input.total < distinct)
    wrong('ids', 'count');
  if (new Set(lines).size !== distinct) wrong('ids', 'repeated');
  const cids = lines.slice(0, input.cids);
  const aliases = lines.slice(input.cids, input.cids + input.aliases);
  for (const [i, cid] of cids.entries()) {
    const rule = cidRule(cid);
    if (rule) wrong(`ids.${i + 1}`, rule);
  }
  for (const [i, alias] of aliases.entries()) {
    const rule = reachableRule(alias);
    if (rule) wrong(`ids.${input.cids + i + 1}`, rule);
  }
  const content: LookupContent = {
    rows: cids.map((cid) => ({ cid, alias: null })),
    unresolved: aliases,
    unheld: [],
    malformed: lines.slice(input.cids + input.aliases).map((line) => {
      const sort = sortOf(line, input.as);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what would break the line it is stored on
      const shown = line.replace(/[\u0000-\u001f]/g, ' ').slice(0, MAX_MALFORMED);
      return { text: shown, rule: sort.kind === 'malformed' ? sort.rule : ('unsafe' as const) };
    }),
  };
  const counts: LookupCounts = {
    distinct,
    cids: input.cids,
    aliases: input.aliases,
    malformed: input.malformed,
    rows: input.cids,
    unresolved: input.aliases,
    unheld: 0,
  };
  const now = new Date(systemClock.now());
  const id = newId(now.getTime());
  await db.orm.insert(lookup).values({
    id,
    appId: ctx.app.id,
    createdBy: ctx.actor.accountId,
    createdAt: now,
    usedAt: now,
    total: input.total,
    ids: encodeContent(content),
    counts,
  });
  const at = now.getTime();
  const { name: by } = ctx.actor;
  return { id, name: null, by, isMine: true, createdAt: at, usedAt: at, total: input.total, counts };
}
