import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { type Database, openDatabase } from '../../lib/db/client';
import { currentAliases } from '../../lib/ledger/current';
import { type Fact, writeFacts } from '../../lib/ledger/facts';
import { history } from '../../lib/ledger/history';
import { holders } from '../../lib/ledger/holders';
import { noteReads } from '../../lib/ledger/reads';
import { countHolders } from '../../lib/ledger/totals';
import { type Figure, median, report } from './figures';

const APP = 'bench';
const SIZES = [100_000, Number(process.env.MUSTER_BENCH_FACTS ?? 10_000_000)];
const ASKED = 200;
const WRITTEN = 100_000;
const STEP = 250_000;

/** A quarter of the facts are cids; a tenth give one tag, half a thousand others, the rest are aliases, some twice. */
async function fill(db: Database, size: number): Promise<void> {
  const cids = size / 4;
  await db.orm.execute(sql`drop index if exists fact_subject`);
  await db.orm.execute(sql`drop index if exists fact_value`);
  for (let start = 0; start < size; start += STEP) {
    await db.orm.execute(sql`
      insert into fact (app_no, relation, state, source, at, subject, value)
      select (select no from push_app where id = ${APP}), case when i < ${0.4 * size} then 1 else 2 end, 1 + i % 2, 1,
        now(), md5(((i * case when i < ${0.4 * size} then 1 else 7919 end) % ${cids})::text),
        case when i < ${cids} then 'alias' || i when i < ${0.4 * size} then 'later' || i
          when i < ${0.5 * size} then 'everybody' else 'tag' || ((i + i / ${cids} * 13) % 1000) end
      from generate_series(${start}::bigint, ${Math.min(start + STEP, size) - 1}::bigint) i`);
    await db.housekeep();
  }
  await db.orm.execute(sql`create index fact_subject on fact using hash (subject)`);
  await db.orm.execute(sql`create index fact_value on fact (value, app_no, relation, id)`);
  await db.orm.execute(sql`
    insert into fact_total select app_no, relation, value, count(distinct subject) from fact
    where relation = 2 group by app_no, relation, value`);
  await db.orm.execute(sql`vacuum (analyze) fact`);
}

/** Median and 95th percentile of milliseconds of one question, asked again and again of different things. */
async function ask(question: (i: number) => Promise<unknown>, times = ASKED) {
  const taken: number[] = [];
  for (let i = 0; i < times + 5; i++) {
    const started = performance.now();
    await question(i);
    // The first few warm up.
    if (i >= 5) taken.push(performance.now() - started);
  }
  taken.sort((a, b) => a - b);
  return { median: median(taken), p95: taken[Math.floor(taken.length * 0.95)] ?? 0 };
}

type Answers = Record<string, { median: number; p95: number }>;

/** Every question the ledger answers, asked of random cids and values. */
async function answers(db: Database, size: number): Promise<Answers> {
  const cids = size / 4;
  const random = (below: number) => Math.floor(Math.random() * below);
  const cid = () =>
    createHash('md5')
      .update(String(random(cids)))
      .digest('hex');
  const everybody = { relation: 'tag', value: 'everybody' } as const;
  const middle = await db.orm.execute<{ id: number }>(sql`
    select id from fact where value = 'everybody' order by id offset ${size / 20} limit 1`);
  const before = Number(middle.rows[0]?.id);
  const total = await countHolders(db, APP, 'tag', 'everybody');
  if (total !== size / 10) throw new Error(`${total} cids have the tag, it should be ${size / 10}`);
  const page = await holders(db, APP, everybody);
  if (page.holders.length !== 100) throw new Error(`a page holds ${page.holders.length} cids`);
  return {
    'history-of-a-cid': await ask(() => history(db, APP, { cid: cid() })),
    'holders-of-an-alias': await ask(() =>
      holders(db, APP, { relation: 'alias', value: `alias${random(cids)}` }),
    ),
    'history-of-an-alias': await ask(() =>
      history(db, APP, { relation: 'alias', value: `alias${random(cids)}` }),
    ),
    'cids-of-a-tag': await ask(() => holders(db, APP, { relation: 'tag', value: `tag${random(1000)}` })),
    'cids-of-the-largest-tag-first-page': await ask(() => holders(db, APP, everybody)),
    'cids-of-the-largest-tag-middle-page': await ask(() => holders(db, APP, everybody, { before })),
    'count-of-the-largest-tag': await ask(() => countHolders(db, APP, 'tag', 'everybody')),
    'aliases-of-1000-cids': await ask(() => currentAliases(db, APP, Array.from({ length: 1000 }, cid)), 30),
    'note-a-reading': await ask(() =>
      noteReads(
        db,
        [{ subject: cid(), relation: 'alias', value: 'read', state: 'verified', source: 'read' }],
        from(),
      ),
    ),
  };
}

const from = () => ({ appId: APP, actorId: null, jobId: null, at: new Date() });

/** Facts written in a second, 1000 in a transaction, of cids that have facts already. */
async function written(db: Database, size: number, relation: 'alias' | 'tag'): Promise<number> {
  const started = performance.now();
  for (let start = 0; start < WRITTEN; start += 1000) {
    const facts = Array.from({ length: 1000 }, (_, i): Fact => {
      const cid = createHash('md5')
        .update(String(((start + i) * 7) % (size / 4)))
        .digest('hex');
      const value = relation === 'alias' ? `new${start + i}` : 'new';
      return { subject: cid, relation, value, state: 'asserted', source: 'wrote' };
    });
    await db.transaction((tx) => writeFacts(tx, facts, from()));
  }
  return WRITTEN / ((performance.now() - started) / 1000);
}

async function measure(db: Database, size: number) {
  await db.orm.execute(sql`
    insert into push_app (id, name, environment, app_id, app_key, master_secret_sealed, base_url)
    values (${APP}, 'Bench', 'test', ${APP}, 'k', 's', 'u') on conflict do nothing`);
  await db.orm.execute(sql`truncate fact, fact_total`);
  const started = performance.now();
  await fill(db, size);
  console.log(`${db.kind}: ${size} facts stand after ${Math.round((performance.now() - started) / 1000)} s`);
  const times = await answers(db, size);
  return { times, alias: await written(db, size, 'alias'), tag: await written(db, size, 'tag') };
}

async function sideBySide(db: Database): Promise<Figure[]> {
  const [few, many] = [await measure(db, SIZES[0] ?? 0), await measure(db, SIZES[1] ?? 0)];
  const told = (figure: string, value: number, unit: string): Figure => ({
    figure: `${db.kind}-${figure}`,
    value,
    target: null,
    ok: true,
    unit,
  });
  const figures: Figure[] = [];
  for (const [name, { median: middle, p95 }] of Object.entries(many.times)) {
    const base = few.times[name];
    if (!base) continue;
    figures.push(
      told(`${name}-ms`, middle, `median at ${SIZES[1]} facts`),
      told(`${name}-ms-before`, base.median, `median at ${SIZES[0]} facts`),
      told(`${name}-p95-ms`, p95, `95 % at ${SIZES[1]} facts`),
      told(`${name}-p95-ms-before`, base.p95, `95 % at ${SIZES[0]} facts`),
      told(`${name}-growth`, middle / base.median, 'ratio of medians'),
    );
  }
  for (const relation of ['alias', 'tag'] as const) {
    figures.push(
      told(`${relation}-facts-per-second`, many[relation], `written at ${SIZES[1]} facts`),
      told(`${relation}-facts-per-second-before`, few[relation], `written at ${SIZES[0]} facts`),
    );
  }
  return figures;
}

/**
 * The answers and the writing of the ledger at a hundred thousand and at ten million facts (MUSTER_BENCH_FACTS), on the
 * embedded database, and on PostgreSQL when DATABASE_URL_TEST names an empty one.
 */
export async function benchLedger(): Promise<boolean> {
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-bench-'));
  const url = process.env.DATABASE_URL_TEST;
  const figures: Figure[] = [];
  try {
    for (const where of [{ dataDir }, ...(url ? [{ url }] : [])]) {
      const db = await openDatabase(where);
      figures.push(...(await sideBySide(db)));
      await db.close();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
  return report('ledger', figures);
}
