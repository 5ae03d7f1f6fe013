import type { FactSource, FactState, Relation } from './codes';

export type Fact = {
  /** A cid. */
  subject: string;
  relation: Relation;
  /** Empty: there is none. */
  value: string;
  state: FactState;
  source: FactSource;
};

/** Who learned something, through which change, and when. */
export type Provenance = { appId: string; actorId: string | null; jobId: string | null; at: Date };
