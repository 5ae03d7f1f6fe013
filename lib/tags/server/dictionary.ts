import 'server-only';
import { sql } from 'drizzle-orm';
import type { AppCtx } from '@/lib/auth/server/doors';
import { systemClock } from '@/lib/core/clock';
import { refuse } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { database } from '@/lib/db/current';
import { RELATION } from '@/lib/ledger/codes';
import { holders } from '@/lib/ledger/holders';
import {
  DICTIONARY_PAGE,
  type Dictionary,
  type DictionaryInput,
  type EntryInput,
  MEMBERS_PAGE,
  type Members,
  type TagEntry,
  type TagSuggestion,
} from '../schema';
import { settleTime } from './settle-time';

const TAG = sql.raw(String(RELATION.tag));
const SUGGESTED = 20;
/** Tags that are taken into the dictionary with one statement. */
const AT_ONCE = 5000;

/**
 * Takes tags into the dictionary that the ledger has learned of from reads, whoever read them. Their first day is today:
 * the ledger counts the holders of a tag and does not say since when. Gives how many were new.
 */
export async function learnTags(db: Pick<Database, 'orm'>, appId?: string): Promise<number> {
  const { rows } = await db.orm.execute(sql`
    insert into tag_entry (app_id, tag, first_seen_at, last_used_at)
    select a.id, t.value, now(), now() from fact_total t join push_app a on a.no = t.app_no
    where t.relation = ${TAG} and t.value <> '' ${appId === undefined ? sql`` : sql`and a.id = ${appId}`}
      and not exists (select 1 from tag_entry e where e.app_id = a.id and e.tag = t.value)
    limit ${AT_ONCE} on conflict do nothing returning tag`);
  return rows.length;
}

type Row = {
  tag: string;
  owner: string;
  note: string;
  state: 'active' | 'retired';
  members: number | string;
  upstream: number | string | null;
  counted_at: string | Date | null;
  first_seen_at: string | Date;
  last_used_at: string | Date;
};

const entryOf = (row: Row): TagEntry => ({
  tag: row.tag,
  owner: row.owner,
  note: row.note,
  state: row.state,
  members: Number(row.members),
  upstream: row.upstream === null ? null : Number(row.upstream),
  countedAt: row.counted_at === null ? null : new Date(row.counted_at).getTime(),
  firstSeenAt: new Date(row.first_seen_at).getTime(),
  lastUsedAt: new Date(row.last_used_at).getTime(),
});

const ENTRIES = sql`
  select e.tag, e.owner, e.note, e.state, coalesce(t.holders, 0) as members, e.upstream_count as upstream,
    e.counted_at, e.first_seen_at, e.last_used_at
  from tag_entry e join push_app a on a.id = e.app_id
  left join fact_total t on t.app_no = a.no and t.relation = ${TAG} and t.value = e.tag`;

const ORDER = {
  tag: sql`e.tag`,
  members: sql`coalesce(t.holders, 0)`,
  upstream: sql`e.upstream_count`,
  gap: sql`abs(e.upstream_count - coalesce(t.holders, 0))`,
  used: sql`e.last_used_at`,
} as const satisfies Record<DictionaryInput['sort'], unknown>;

/** What LIKE reads as itself. */
const literal = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

/** The tags that Muster has seen, a page at a time; the upstream lists none. */
export async function listTags(ctx: AppCtx, input: DictionaryInput): Promise<Dictionary> {
  const db = database();
  const appId = ctx.app.id;
  await learnTags(db, appId);
  const like = `%${literal(input.search.trim())}%`;
  const where = sql`where e.app_id = ${appId}
    ${input.state === 'all' ? sql`` : sql`and e.state = ${input.state}`}
    ${input.search.trim() === '' ? sql`` : sql`and (e.tag ilike ${like} or e.owner ilike ${like} or e.note ilike ${like})`}`;
  const direction = sql.raw(input.descending ? 'desc nulls last' : 'asc nulls last');
  const { rows } = await db.orm.execute<Row>(sql`
    ${ENTRIES} ${where} order by ${ORDER[input.sort]} ${direction}, e.tag
    limit ${DICTIONARY_PAGE} offset ${input.page * DICTIONARY_PAGE}`);
  const counted = await db.orm.execute<{ total: number | string }>(
    sql`select count(*) as total from tag_entry e ${where}`,
  );
  return {
    rows: rows.map(entryOf),
    total: Number(counted.rows[0]?.total ?? 0),
    settle: await settleTime(db, appId),
  };
}

/** One tag of the dictionary. @throws Refusal NOT_FOUND */
export async function tagEntryOf(ctx: AppCtx, { tag }: { tag: string }): Promise<TagEntry> {
  const { rows } = await database().orm.execute<Row>(
    sql`${ENTRIES} where e.app_id = ${ctx.app.id} and e.tag = ${tag}`,
  );
  return rows[0] ? entryOf(rows[0]) : refuse('NOT_FOUND');
}

/** At most 20 known tags that begin with a text, then those that contain it; those with most members first. */
export async function suggestTags(ctx: AppCtx, { prefix }: { prefix: string }): Promise<TagSuggestion[]> {
  const text = literal(prefix.trim());
  const { rows } = await database().orm.execute<Row>(sql`
    ${ENTRIES} where e.app_id = ${ctx.app.id} and e.state = 'active' and e.tag ilike ${`%${text}%`}
    order by (e.tag ilike ${`${text}%`}) desc, coalesce(t.holders, 0) desc, e.tag limit ${SUGGESTED}`);
  return rows.map(({ tag, members }) => ({ tag, members: Number(members) }));
}

/** Who has a tag according to the ledger, those that came last first. */
export async function membersOf(
  ctx: AppCtx,
  { tag, before }: { tag: string; before?: number | undefined },
): Promise<Members> {
  const page = await holders(
    database(),
    ctx.app.id,
    { relation: 'tag', value: tag },
    { limit: MEMBERS_PAGE, before },
  );
  return {
    members: page.holders.map(({ cid, state, at, seenAt }) => ({ cid, state, at, seenAt })),
    next: page.next,
  };
}

/** Writes down who looks after a tag and what it means; a tag nobody has used yet may be entered too. */
export async function setTagEntry(ctx: AppCtx, { tag, owner, note, state }: EntryInput): Promise<TagEntry> {
  const now = new Date(systemClock.now()).toISOString();
  await database().orm.execute(sql`
    insert into tag_entry (app_id, tag, owner, note, state, first_seen_at, last_used_at)
    values (${ctx.app.id}, ${tag}, ${owner}, ${note}, ${state ?? 'active'}, ${now}::timestamptz, ${now}::timestamptz)
    on conflict (app_id, tag) do update set owner = excluded.owner, note = excluded.note
      ${state === undefined ? sql`` : sql`, state = excluded.state`}`);
  return tagEntryOf(ctx, { tag });
}
