import 'server-only';
import { sql } from 'drizzle-orm';
import { reachableRule } from '@/lib/core/alias';
import { cidRule } from '@/lib/core/cid';
import type { Database } from '@/lib/db/client';
import type { ImportField, ImportSpec, Judged } from '@/lib/imports/spec';
import { RELATION } from '@/lib/ledger/codes';
import { currentAliases, type Held } from '@/lib/ledger/current';
import { bindAliases, unbindAliases } from './kinds';
import type { PlannedRow } from './plan';
import { aliasRule, type PairRow } from './rules';
import { type PairKind, planPairs } from './server/current';

const FIELDS: readonly ImportField[] = [
  {
    id: 'cid',
    names: ['cid', 'clientid', 'client_id', '个推cid', '客户端id', '客户端标识', '设备cid', '推送id'],
    pattern: /^[0-9a-f]{32}$/,
  },
  {
    id: 'alias',
    names: [
      'alias',
      '别名',
      '用户别名',
      '用户id',
      'userid',
      'uid',
      'user',
      '用户',
      '账号',
      'account',
      '会员号',
      '手机号',
      'phone',
      'mobile',
    ],
  },
];

function judgedOf(row: PlannedRow): Judged {
  switch (row.verdict) {
    case 'binds':
    case 'replaces':
    case 'unbinds':
      return { verdict: 'valid', before: row.before };
    case 'no-change':
    case 'not-bound':
    case 'other-alias':
      return { verdict: 'no-change', detail: row.verdict };
    default:
      return {
        verdict: 'malformed',
        detail: `${row.verdict.startsWith('alias') ? 'alias' : 'cid'}:${row.verdict}`,
      };
  }
}

/** A later row of a cid that was asked for with another alias. */
function judgedAgain(kind: PairKind, first: PlannedRow, alias: string): Judged {
  if (first.verdict === 'cid-unknown') return judgedOf(first);
  if (kind === 'alias.bind')
    return first.before === alias
      ? { verdict: 'no-change', detail: 'no-change' }
      : { verdict: 'valid', before: first.before };
  return first.before === alias
    ? { verdict: 'valid', before: alias }
    : { verdict: 'no-change', detail: first.before ? 'other-alias' : 'not-bound' };
}

function judgedHeld(kind: PairKind, held: Held | undefined, alias: string): Judged {
  if (!held || held.state === 'unknown') return { verdict: 'valid', before: null };
  const { value } = held;
  if (kind === 'alias.bind')
    return value === alias
      ? { verdict: 'no-change', detail: 'no-change' }
      : { verdict: 'valid', before: value };
  if (value === alias) return { verdict: 'valid', before: alias };
  return { verdict: 'no-change', detail: value ? 'other-alias' : 'not-bound' };
}

async function knowsAliases(db: Database, appId: string): Promise<boolean> {
  const { rows } = await db.orm.execute(sql`
    select 1 from fact where relation = ${sql.raw(String(RELATION.alias))}
      and app_no = (select no from push_app where id = ${appId}) limit 1`);
  return rows.length > 0;
}

/** Files of cids and aliases, to bind or to unbind them. */
function pairs(kind: typeof bindAliases | typeof unbindAliases): ImportSpec<PairRow> {
  const id = kind.id as PairKind;
  const ruleOf = id === 'alias.bind' ? aliasRule : reachableRule;
  return {
    kind,
    fields: FIELDS,
    destructive: id === 'alias.unbind',
    reads: { readFirst: 1, readBack: 1 },
    row([cid = '', alias = ''], line) {
      const wrongCid = cidRule(cid);
      if (wrongCid) return { rule: wrongCid, field: 'cid' };
      const wrongAlias = ruleOf(alias);
      return wrongAlias ? { rule: wrongAlias, field: 'alias' } : { row: { cid, alias, line } };
    },
    content: ({ alias }) => alias,
    async ask(upstream, rows, options, tick) {
      const first = new Map<string, PairRow>();
      for (const row of rows) if (!first.has(row.cid)) first.set(row.cid, row);
      const { planned } = await planPairs(upstream, id, [...first.values()], options, tick);
      const byCid = new Map(planned.map((row) => [row.cid, row]));
      return rows.map((row) => {
        const found = byCid.get(row.cid);
        if (!found) return { verdict: 'valid', before: null };
        return found.alias === row.alias ? judgedOf(found) : judgedAgain(id, found, row.alias);
      });
    },
    async held(db, appId) {
      if (!(await knowsAliases(db, appId))) return null;
      return async (rows) => {
        const cids = [...new Set(rows.map(({ cid }) => cid))];
        const held = await currentAliases(db, appId, cids);
        return rows.map((row) => judgedHeld(id, held.get(row.cid), row.alias));
      };
    },
  };
}

export const importBinds = pairs(bindAliases);
export const importUnbinds = pairs(unbindAliases);
