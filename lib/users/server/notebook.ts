import 'server-only';
import type { Database } from '@/lib/db/client';
import { currentOf } from '@/lib/ledger/current';
import { noteReads } from '@/lib/ledger/reads';
import type { Provenance } from '@/lib/ledger/types';
import { describeError, log } from '@/lib/log';
import { factsOf, type Learned } from './readers';

/** Cids whose facts go to the database together. */
const AT_ONCE = 500;
/** So many cids may wait before whoever reads on has to wait too. */
const MOST_WAITING = 4000;

type Note = { learned: Learned; at: number };

/** Takes down what was read on the way, in batches beside the reading, so that the ledger does not slow it down. */
export class Notebook {
  private waiting: Note[] = [];
  private writing: Promise<void> = Promise.resolve();
  private behind = 0;

  constructor(
    private readonly db: Database,
    private readonly from: Omit<Provenance, 'at' | 'jobId'>,
  ) {}

  /** `at`: when the reading began. Resolves at once, or when the database has caught up. */
  async add(learned: Learned, at: number): Promise<void> {
    this.waiting.push({ learned, at });
    this.behind += learned.held.size;
    if (this.waiting.length >= AT_ONCE) this.flush();
    if (this.behind > MOST_WAITING) await this.writing;
  }

  /** Resolves when everything is written. A ledger that cannot be written never spoils a reading; it is logged. */
  async close(): Promise<void> {
    this.flush();
    await this.writing;
  }

  private flush(): void {
    const notes = this.waiting;
    this.waiting = [];
    if (notes.length === 0) return;
    this.writing = this.writing
      .then(() => this.write(notes))
      .catch((error) => log.error(describeError(error), 'what a lookup read could not be noted'))
      .finally(() => {
        this.behind -= notes.reduce((sum, { learned }) => sum + learned.held.size, 0);
      });
  }

  private async write(notes: readonly Note[]): Promise<void> {
    for (const relation of ['alias', 'tag'] as const) {
      const mine = notes.filter(({ learned }) => learned.relation === relation);
      if (mine.length === 0) continue;
      const believed =
        relation === 'tag'
          ? await this.believedTags(mine.flatMap(({ learned }) => [...learned.held.keys()]))
          : NONE;
      const facts = mine.flatMap(({ learned }) => factsOf(learned, believed));
      // The earliest: what was learned since then by others stands.
      const at = new Date(Math.min(...mine.map(({ at }) => at)));
      await noteReads(this.db, facts, { ...this.from, jobId: null, at });
    }
  }

  private async believedTags(cids: readonly string[]): Promise<Map<string, string[]>> {
    const tags = new Map<string, string[]>();
    for (const [slot, { state, value }] of await currentOf(this.db.orm, this.from.appId, 'tag', cids)) {
      // What was only asserted may not show yet: tags are bound with a delay.
      if (state !== 'verified' || value === '') continue;
      const cid = slot.slice(0, slot.indexOf('\n'));
      tags.set(cid, [...(tags.get(cid) ?? []), value]);
    }
    return tags;
  }
}

const NONE: ReadonlyMap<string, readonly string[]> = new Map();
