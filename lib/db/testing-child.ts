// A process of its own for the tests of locks, crashes and migrations. Speaks in lines on stdout.

import { createInterface } from 'node:readline';
import { sql } from 'drizzle-orm';
import type { Database } from './client';
import { openEmbedded } from './embedded';
import { lockFolder } from './folder-lock';
import { openPostgres } from './postgres';

const say = (line: string) => process.stdout.write(`${line}\n`);
const [command, place = '', option = ''] = process.argv.slice(2);

async function once(opening: Promise<Database>): Promise<void> {
  const db = await opening;
  await db.close();
  say('done');
}

/** Opens, says `open`, and stays until it is told to end. */
async function keep(): Promise<void> {
  const db = await openEmbedded({ dataDir: place });
  say('open');
  process.stdin.once('end', () => db.close().then(() => say('closed'))).resume();
}

/** Rows per transaction; one that is cut short leaves another number. */
const PARTS = 5;
const FILLER = 'x'.repeat(2_000);

/**
 * Tells first what is there (`found` with every complete batch, or a complaint), then writes batches of
 * {@link PARTS} rows and acknowledges each after its commit: `option` many, or until the end.
 */
async function write(): Promise<void> {
  const db = await openEmbedded({ dataDir: place });
  await db.orm.execute(
    'create table if not exists crash_row (batch int, part int, filler text, primary key (batch, part))',
  );
  const { rows } = await db.orm.execute<{ batch: number; n: number }>(
    'select batch, count(*)::int as n from crash_row group by batch order by batch',
  );
  const partial = rows.filter((row) => row.n !== PARTS);
  const plain = await db.transaction(async (tx) => {
    for (const kind of ['indexscan', 'indexonlyscan', 'bitmapscan']) {
      await tx.execute(sql.raw(`set local enable_${kind} = off`));
    }
    return tx.execute<{ n: number }>('select count(*)::int as n from crash_row');
  });
  const counted = rows.reduce((sum, row) => sum + row.n, 0);
  if (partial.length > 0) say(`broken: partial batches ${partial.map((row) => row.batch).join(',')}`);
  else if (plain.rows[0]?.n !== counted) say('broken: index and table disagree');
  else say(`found ${rows.map((row) => row.batch).join(',')}`);
  const first = (rows.at(-1)?.batch ?? 0) + 1;
  const end = option ? first + Number(option) : Number.POSITIVE_INFINITY;
  for (let batch = first; batch < end; batch++) {
    await db.transaction(async (tx) => {
      for (let part = 0; part < PARTS; part++) {
        await tx.execute(sql`insert into crash_row values (${batch}, ${part}, ${FILLER})`);
      }
    });
    say(`acked ${batch}`);
    if (batch % 20 === 0) await db.housekeep();
  }
  await db.close();
}

/** For each folder named on stdin: says `own` or `refused`; an owner lets go at the line `release`. */
async function race(): Promise<void> {
  let held: { release(): void } | undefined;
  say('ready');
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'release') {
      held?.release();
      held = undefined;
      say('released');
    } else {
      held = await lockFolder(line, () => say('lost')).catch(() => undefined);
      say(held ? 'own' : 'refused');
    }
  }
}

const commands: Record<string, () => Promise<void>> = {
  open: () => once(openEmbedded({ dataDir: place, ...(option && { seed: option }) })),
  migrate: () => once(openPostgres({ url: place })),
  keep,
  write,
  race,
};

try {
  await commands[command ?? '']?.();
} catch (error) {
  say(`failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
