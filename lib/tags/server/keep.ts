import 'server-only';
import { sql } from 'drizzle-orm';
import type { Outcome, ReadBack } from '@/lib/changes/kind';
import { newId } from '@/lib/core/ids';
import type { Tx } from '@/lib/db/client';
import { tagCanary } from '@/lib/db/schema/desks';
import type { Provenance } from '@/lib/ledger/types';

export type KeptTag = {
  readonly op: 'add' | 'remove';
  readonly row: { readonly cid: string; readonly tag: string };
  readonly outcome: Outcome;
  readonly readBack: ReadBack;
};

/** Canaries of one call, and of an app that may be waited for at once: a long change must not become a flood of reads. */
const OF_A_CALL = 3;
const OF_AN_APP = 40;

/** What the dictionary and the canaries learn of the rows of one call: the tag was used, and a few users are watched. */
export async function keepBatch(
  tx: Tx,
  settled: readonly KeptTag[],
  from: Provenance & { sentAt: Date },
  retires: readonly string[] = [],
): Promise<void> {
  const states = new Map<string, UsedTag['state']>();
  for (const { op, row } of settled) {
    const known = states.get(row.tag) ?? null;
    states.set(row.tag, op === 'add' ? 'active' : retires.includes(row.tag) ? 'retired' : known);
  }
  const used = [...states].map(([tag, state]) => ({ tag, state }));
  await noteUse(tx, from.appId, used, from.at);
  const watched = settled
    .filter(({ outcome }) => outcome === 'confirmed')
    .slice(0, OF_A_CALL)
    .map(({ op, row }) => ({ ...row, holds: op === 'add' }));
  await watch(tx, watched, from);
}

/** What the dictionary learns of users whose tags were overwritten. */
export async function keepOverwrites(
  tx: Tx,
  settled: readonly { cid: string; tags: readonly string[]; outcome: Outcome; readBack: ReadBack }[],
  from: Provenance & { sentAt: Date },
): Promise<void> {
  const used = [...new Set(settled.flatMap(({ tags }) => tags))];
  await noteUse(
    tx,
    from.appId,
    used.map((tag) => ({ tag, state: 'active' })),
    from.at,
  );
}

/** A tag that was used; `state` null: what it was before, active when it is new. */
export type UsedTag = { readonly tag: string; readonly state: 'active' | 'retired' | null };

/** Notes in the dictionary that tags were used. */
export async function noteUse(
  tx: Pick<Tx, 'execute'>,
  appId: string,
  used: readonly UsedTag[],
  at: Date,
): Promise<void> {
  if (used.length === 0) return;
  // One order for all writers, so that no two wait for each other.
  const sorted = [...used].sort((a, b) => (a.tag < b.tag ? -1 : 1));
  const when = sql`${at.toISOString()}::timestamptz`;
  await tx.execute(sql`
    insert into tag_entry (app_id, tag, state, first_seen_at, last_used_at)
    select ${appId}, tag, coalesce(nullif(state, ''), 'active'), ${when}, ${when}
    from unnest(${sql.param(sorted.map(({ tag }) => tag))}::text[],
      ${sql.param(sorted.map(({ state }) => state ?? ''))}::text[]) as used(tag, state)
    on conflict (app_id, tag) do update set
      last_used_at = greatest(tag_entry.last_used_at, excluded.last_used_at)`);
  const known = sorted.filter(({ state }) => state !== null);
  if (known.length === 0) return;
  await tx.execute(sql`
    update tag_entry e set state = used.state
    from unnest(${sql.param(known.map(({ tag }) => tag))}::text[],
      ${sql.param(known.map(({ state }) => state))}::text[]) as used(tag, state)
    where e.app_id = ${appId} and e.tag = used.tag and e.state <> used.state`);
}

/** A tag that takes another's place has its owner and note too, where it has none of its own. */
export async function handOn(
  tx: Pick<Tx, 'execute'>,
  appId: string,
  from: string,
  to: string,
): Promise<void> {
  await tx.execute(sql`
    update tag_entry n set owner = o.owner, note = o.note from tag_entry o
    where n.app_id = ${appId} and n.tag = ${to} and n.owner = '' and n.note = ''
      and o.app_id = ${appId} and o.tag = ${from} and (o.owner <> '' or o.note <> '')`);
}

async function watch(
  tx: Tx,
  users: readonly { cid: string; tag: string; holds: boolean }[],
  from: Provenance & { sentAt: Date },
): Promise<void> {
  if (users.length === 0) return;
  const { rows } = await tx.execute<{ open: number | string }>(sql`
    select count(*) as open from tag_canary
    where app_id = ${from.appId} and seen_at is null and not given_up and written_at > now() - interval '1 day'`);
  if (Number(rows[0]?.open ?? 0) >= OF_AN_APP) return;
  await tx.insert(tagCanary).values(
    users.map(({ cid, tag, holds }) => ({
      id: newId(from.at.getTime()),
      appId: from.appId,
      tag,
      cid,
      holds,
      jobId: from.jobId,
      writtenAt: from.sentAt,
      nextAt: from.at,
    })),
  );
}
