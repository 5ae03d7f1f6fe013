import type { ChangeKind } from '@/lib/changes/kind';
import type { Tx } from '@/lib/db/client';
import { BLACKLISTED } from '@/lib/ledger/codes';
import { currentOf, slotOf } from '@/lib/ledger/current';
import { writeFacts } from '@/lib/ledger/facts';
import { importFactsIn } from '@/lib/ledger/imports';
import type { Provenance } from '@/lib/ledger/types';
import { addParams } from './kinds';
import { entriesOf, forgetDeclared, noteAdded } from './register';
import { type DeclareRow, decodeDeclare, encodeDeclare } from './rows';
import { type AddParams, expiryText } from './rules';

/** Nothing is called; a chunk is what is written at once. */
const ROWS_AT_ONCE = 1000;

/**
 * Takes a person's word for who is on the blacklist, such as the list of another tool: written into register and ledger
 * as imported, and nothing is sent. It fills gaps and overrules nothing that Muster did itself.
 */
export const declareBlacklist: ChangeKind<DeclareRow, AddParams> = {
  id: 'blacklist.declare',
  permission: 'blacklist:write',
  effect: 'set',
  silent: true,
  rowsPerCall: ROWS_AT_ONCE,
  family: null,
  params: addParams,
  openParams: ['reason', 'ticket', 'expiresAt'],
  columns: [{ id: 'line' }, { id: 'cid' }, { id: 'reason' }, { id: 'ticket' }, { id: 'expires' }],
  cells: ({ line, cid, reason, ticket, expiresAt }) => [
    String(line),
    cid,
    reason,
    ticket,
    expiryText(expiresAt),
  ],
  encode: encodeDeclare,
  decode: decodeDeclare,
  key: ({ cid }) => cid,
  send: (_upstream, rows) => Promise.resolve(rows.map(() => 'confirmed')),
  // Its facts depend on what is held already, which is looked up in the transaction that writes them.
  facts: () => [],
  async keep(tx, kept, _params, from) {
    const rows = kept.map(({ row }) => row);
    await declare(
      tx,
      rows.filter(({ withdrawn }) => !withdrawn),
      from,
    );
    await withdraw(
      tx,
      rows.filter(({ withdrawn }) => withdrawn),
      from,
    );
  },
  inverse: {
    kind: 'blacklist.declare',
    row: (row: DeclareRow): DeclareRow => ({ ...row, withdrawn: !row.withdrawn }),
  },
};

async function declare(tx: Tx, rows: readonly DeclareRow[], from: Provenance): Promise<void> {
  if (rows.length === 0) return;
  const cids = rows.map(({ cid }) => cid);
  await importFactsIn(
    tx,
    'blacklist',
    cids.map((subject) => ({ subject, value: BLACKLISTED })),
    from,
  );
  const entries = await entriesOf(tx, from.appId, cids);
  const open = rows.filter(({ cid }) => {
    const entry = entries.get(cid);
    return !entry || entry.state === 'unknown' || entry.source === 'imported';
  });
  await noteAdded(
    tx,
    open.map(({ cid, reason, ticket, expiresAt }) => ({ cid, reason, ticket, expiresAt, state: 'asserted' })),
    from,
    'imported',
  );
}

/** Only what rests on nothing but somebody's word is taken back. */
async function withdraw(tx: Tx, rows: readonly DeclareRow[], from: Provenance): Promise<void> {
  if (rows.length === 0) return;
  const cids = rows.map(({ cid }) => cid);
  const held = await currentOf(tx, from.appId, 'blacklist', cids);
  const declared = cids.filter(
    (cid) => held.get(slotOf('blacklist', cid, BLACKLISTED))?.source === 'imported',
  );
  const fact = { relation: 'blacklist', value: BLACKLISTED, state: 'released', source: 'imported' } as const;
  await writeFacts(
    tx,
    declared.map((subject) => ({ subject, ...fact })),
    from,
  );
  await forgetDeclared(tx, declared, from);
}
