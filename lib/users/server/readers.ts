import 'server-only';
import { sql } from 'drizzle-orm';
import { maskAlias } from '@/lib/core/mask';
import type { Database } from '@/lib/db/client';
import type { Getui } from '@/lib/getui/client';
import type { CallOptions } from '@/lib/getui/types';
import { currentOf } from '@/lib/ledger/current';
import type { Fact } from '@/lib/ledger/facts';
import { cidsPerCall, type Group } from '../rules';
import type { WireCell } from '../schema';

/** Answers for some cids, column by column in the order of the group, and what the ledger learns from them. */
export type Block = { columns: WireCell[][]; learned: Learned | null };
/** What was read of a relation: everything that these cids hold in it. */
export type Learned = { relation: 'alias' | 'tag'; held: ReadonlyMap<string, readonly string[]> };

export type Reader = {
  /** Cids of one unit of work, which is one upstream call where there is any. */
  size: number;
  read(cids: readonly string[], options: CallOptions): Promise<Block>;
};

export type Place = { db: Database; appId: string; upstream: Getui; masked: boolean };

/** `YYYY-MM-DD hh:mm:ss` as ms, as if it were UTC. */
function wallTime(text: string | null): number | null {
  const ms = text === null ? Number.NaN : Date.parse(`${text.replace(' ', 'T')}Z`);
  return Number.isNaN(ms) ? null : ms;
}

const flag = (value: boolean | null | undefined): number | null => (value == null ? null : Number(value));
/** Cids of the ledger that are asked for at once. */
const LEDGER_AT_ONCE = 500;

/** How each group is read. */
export function readersOf(place: Place): Record<Group, Reader> {
  const { users, aliases, tags } = place.upstream;
  const byUrl = (group: Group) => Math.min(cidsPerCall(group), place.upstream.maxCidsPerUrl());
  return {
    detail: { size: byUrl('detail'), read: (cids, options) => readDetail(place, cids, options) },
    status: {
      size: byUrl('status'),
      read: async (cids, options) => {
        const found = await users.status(cids, options);
        return plain(cids, 2, (cid) => {
          const status = found.get(cid);
          return [flag(status?.online), status?.lastLoginAt ?? null];
        });
      },
    },
    device: {
      size: byUrl('device'),
      read: async (cids, options) => {
        const found = await users.deviceStatus(cids, options);
        return plain(cids, 2, (cid) => {
          const status = found.get(cid);
          return status?.ok ? [flag(status.appOnline), flag(status.deviceOnline)] : [null, null];
        });
      },
    },
    tags: {
      size: 1,
      read: async ([cid = ''], options) => {
        const held = await tags.ofCid(cid, options);
        const columns = [[held.join(' ')], [held.length]];
        return { columns, learned: { relation: 'tag', held: new Map([[cid, held]]) } };
      },
    },
    alias: {
      size: 1,
      read: async ([cid = ''], options) => {
        const alias = await aliases.byCid(cid, options);
        const shown = alias === null ? '' : place.masked ? maskAlias(alias) : alias;
        const held = new Map([[cid, alias === null ? [] : [alias]]]);
        return { columns: [[shown]], learned: { relation: 'alias', held } };
      },
    },
    ledger: { size: LEDGER_AT_ONCE, read: (cids) => readLedger(place, cids) },
  };
}

function plain(cids: readonly string[], width: number, rowOf: (cid: string) => WireCell[]): Block {
  const columns: WireCell[][] = Array.from({ length: width }, () => new Array<WireCell>(cids.length));
  for (const [i, cid] of cids.entries()) {
    const row = rowOf(cid);
    for (let c = 0; c < width; c++) (columns[c] as WireCell[])[i] = row[c] ?? null;
  }
  return { columns, learned: null };
}

async function readDetail(
  { upstream }: Place,
  cids: readonly string[],
  options: CallOptions,
): Promise<Block> {
  const { valid } = await upstream.users.detail(cids, options);
  return plain(cids, 9, (cid) => {
    const user = valid.get(cid);
    if (!user) return [0];
    return [
      1,
      user.platform,
      user.brand,
      user.phoneModel,
      flag(user.notificationsOn),
      // A brand comes with every answer that knows tokens: it is "unknown" where there is none.
      user.deviceToken !== null ? 1 : user.brand === null ? null : 0,
      user.loginDays,
      wallTime(user.createdAt),
      user.packageName,
    ];
  });
}

/** What Muster itself knows: its blacklist, and aliases and tags as far as it has written or seen them. */
async function readLedger({ db, appId, masked }: Place, cids: readonly string[]): Promise<Block> {
  const list = [...cids];
  const [aliases, tags, black] = await Promise.all([
    currentOf(db.orm, appId, 'alias', list),
    currentOf(db.orm, appId, 'tag', list),
    blacklisted(db, appId, list),
  ]);
  const tagsOf = new Map<string, string[]>();
  const at = new Map<string, number>();
  const touch = (cid: string, when: number) => at.set(cid, Math.max(when, at.get(cid) ?? 0));
  for (const [slot, fact] of tags) {
    const cid = slot.slice(0, slot.indexOf('\n'));
    touch(cid, fact.at);
    if (fact.state === 'released' || fact.value === '') continue;
    const list = tagsOf.get(cid);
    if (list) list.push(fact.value);
    else tagsOf.set(cid, [fact.value]);
  }
  for (const [cid, fact] of aliases) touch(cid, fact.at);
  return plain(cids, 4, (cid) => {
    const alias = aliases.get(cid)?.value ?? '';
    return [
      Number(black.has(cid)),
      masked && alias ? maskAlias(alias) : alias,
      (tagsOf.get(cid) ?? []).sort().join(' '),
      at.get(cid) ?? null,
    ];
  });
}

/** Those that Muster has put on the blacklist, or may have. */
async function blacklisted(db: Database, appId: string, cids: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.orm.execute<{ cid: string }>(sql`
    select b.cid from unnest(${sql.param(cids)}::text[]) as asked(cid)
    join blacklist_entry b on b.cid = asked.cid and b.app_id = ${appId} and b.state <> 'released'`);
  return new Set(rows.map(({ cid }) => cid));
}

/** Facts of what was read; what was believed and not found is released. */
export function factsOf(learned: Learned, believed: ReadonlyMap<string, readonly string[]>): Fact[] {
  const facts: Fact[] = [];
  for (const [cid, held] of learned.held) {
    const common = { subject: cid, relation: learned.relation, source: 'read' } as const;
    if (learned.relation === 'alias') facts.push({ ...common, value: held[0] ?? '', state: 'verified' });
    else {
      for (const value of held) facts.push({ ...common, value, state: 'verified' });
      for (const value of believed.get(cid) ?? [])
        if (!held.includes(value)) facts.push({ ...common, value, state: 'released' });
    }
  }
  return facts;
}
