import 'server-only';
import { sql } from 'drizzle-orm';
import type { Database } from '@/lib/db/client';
import { changeAside, changeChunk } from '@/lib/db/schema/changes';
import type { BookChunk } from './row-book';
import { hashChunk, joinBefore } from './rows';

/** Characters of rows that go to the database in one statement: small enough that nobody else feels it. */
const STATEMENT_CHARACTERS = 256_000;
/** Rows of one statement; each takes up to ten parameters of 65,535. */
const STATEMENT_ROWS = 400;

export type OpenChunk = {
  rows: string[];
  before: (string | null)[];
  book: BookChunk;
  waitsFor: number;
  /** Hashes of its keys, high and low half by turns, where rows are told apart by something finer. */
  keys: number[];
};

type ChunkRow = typeof changeChunk.$inferInsert;
type AsideBlock = Omit<typeof changeAside.$inferInsert, 'jobId'>;

/** Chunks on their way to the database: one statement runs while the next is filled, and no third is begun. */
export class Outbox {
  #chunks: ChunkRow[] = [];
  #asides: AsideBlock[] = [];
  #characters = 0;
  #seq = 0;
  #running: Promise<void> | undefined;
  #failed: unknown;

  constructor(
    private readonly db: Database,
    private readonly jobId: string,
    private readonly salt: string,
    private readonly onHash: (hash: string) => void,
  ) {}

  get chunks(): number {
    return this.#seq;
  }

  /** Takes a closed chunk and gives the place it has got. */
  chunk({ rows, before, waitsFor }: Omit<OpenChunk, 'book' | 'keys'>): number {
    const text = rows.join('\n');
    const rowsHash = hashChunk(this.salt, text);
    this.onHash(rowsHash);
    const seq = this.#seq++;
    this.#chunks.push({
      jobId: this.jobId,
      seq,
      state: 'planned',
      rowCount: rows.length,
      rows: text,
      rowsHash,
      before: joinBefore(before),
      waitsFor: waitsFor < 0 ? null : waitsFor,
    });
    this.#characters += text.length + 100;
    return seq;
  }

  aside(block: AsideBlock): Promise<void> | undefined {
    this.#asides.push(block);
    this.#characters += block.rows.length;
    return this.pressure();
  }

  /** A promise when the caller should wait before it brings more. Fails with what the last statement failed with. */
  pressure(): Promise<void> | undefined {
    if (this.#failed) return Promise.reject(this.#failed);
    const rows = this.#chunks.length + this.#asides.length;
    if (this.#characters < STATEMENT_CHARACTERS && rows < STATEMENT_ROWS) return undefined;
    if (this.#running) return this.#running.then(() => this.pressure());
    this.#running = this.#write().then(
      () => {
        this.#running = undefined;
      },
      (error) => {
        this.#running = undefined;
        this.#failed = error;
      },
    );
    return undefined;
  }

  async #write(): Promise<void> {
    const [chunks, asides] = [this.#chunks, this.#asides];
    this.#chunks = [];
    this.#asides = [];
    this.#characters = 0;
    if (!chunks.length && !asides.length) return;
    await this.db.transaction(async (tx) => {
      // Rows of a draft need not reach the disk one by one: its last statement takes all before it along.
      await tx.execute(sql`set local synchronous_commit = off`);
      if (chunks.length) await tx.insert(changeChunk).values(chunks);
      if (asides.length)
        await tx.insert(changeAside).values(asides.map((one) => ({ ...one, jobId: this.jobId })));
    });
  }

  /** Everything is in the database. */
  async drain(): Promise<void> {
    await this.#running;
    if (this.#failed) throw this.#failed;
    await this.#write();
  }

  /** Nothing more will be written once this resolves. */
  async stop(): Promise<void> {
    this.#chunks = [];
    this.#asides = [];
    await this.#running;
  }
}
