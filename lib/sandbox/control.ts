import type { ClockMove } from './clock';
import type { Dialect } from './dialect';
import type { FaultSpec } from './faults';
import type { CallFilter, EffectFilter } from './journal';
import { FAMILIES, type QuotaView } from './quotas';
import type { Sample } from './sample';
import type { Population, World } from './world';

export type ClockView = { readonly now: number; readonly iso: string; readonly frozen: boolean };
export type ResetChange = Partial<Population> & {
  readonly dialect?: Partial<Dialect>;
  /** false kills the tokens too; by default they stay alive. */
  readonly keepTokens?: boolean;
};

/** Looks into the sandbox and moves it: what the control routes offer, for tests in the same process. */
export class Control {
  constructor(readonly world: World) {}

  /** Back to how it started: users, logs, faults, quotas, clock, switches; with other ones when named. */
  reset(change: ResetChange = {}): Population {
    this.world.reset(change);
    return this.world.population;
  }

  clock(move?: ClockMove): ClockView {
    if (move) this.world.clock.move(move);
    this.world.settle();
    const { clock } = this.world;
    const now = clock.now();
    return { now, iso: new Date(now).toISOString(), frozen: clock.frozen };
  }

  /** Returns the id of the new fault. */
  addFault = (spec: FaultSpec): number => this.world.faults.add(spec);
  faults = () => this.world.faults.list();
  clearFaults = (): void => this.world.faults.clear();

  /** Applied writes with a `seq` greater than `since`, in order. */
  effects(since = 0, filter?: EffectFilter) {
    this.world.settle();
    return this.world.journal.effects(since, filter);
  }
  /** Calls with a `seq` greater than `since`, in order of arrival. */
  calls = (since = 0, filter?: CallFilter) => this.world.journal.calls(since, filter);
  /** How many of the oldest calls and effects are no longer kept. */
  dropped = () => this.world.journal.dropped();
  counters = () => this.world.journal.counters();

  quotas(): QuotaView[] {
    const { world } = this;
    return FAMILIES.map((family) => ({
      family,
      ...world.limits(family),
      ...world.quotas.used(family, world.clock.now(), world.dialect.minuteWindow),
    }));
  }
  clearQuotas = (): void => this.world.quotas.clear();

  dialect = (): Dialect => ({ ...this.world.dialect });
  setDialect(change: Partial<Dialect>): Dialect {
    Object.assign(this.world.dialect, change);
    return this.dialect();
  }

  expireTokens = (): void => this.world.tokens.killAll();

  /** All that is known of a user, or null when the cid is not of this app. */
  user(cid: string) {
    this.world.settle();
    const { users } = this.world;
    const user = users.find(cid);
    if (user < 0) return null;
    return {
      cid,
      alias: users.aliases.aliasOf(user),
      tags: users.tags.of(user),
      black: users.black.has(user),
      badge: users.badge(user),
      ios: users.ios.has(user),
      online: users.online.has(user),
      miniProgram: users.miniProgram.has(user),
      deviceToken: users.token(user, false),
      wxToken: users.token(user, true),
    };
  }

  /** The cids of an alias, sorted; none when nobody has it. */
  alias(alias: string): string[] {
    const { users } = this.world;
    return users.aliases.usersOf(alias).map(users.cid).sort();
  }

  /** Cids and aliases of every sort as they were seeded: the same for the same seed, whatever has been changed since. */
  sample = (): Sample => this.world.sample;
}
