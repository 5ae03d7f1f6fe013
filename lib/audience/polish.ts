import { contrary } from './conditions';
import type { Dialect } from './dialect';
import { canonical, flatKey } from './flat';
import type { Flat, Term } from './schema';

/** A sum of flat counts: equal ones are one, and those that cancel out are none. */
export class Sum {
  private readonly found = new Map<string, Term>();

  add(times: number, flat: Flat): void {
    const key = flatKey(flat);
    const sum = times + (this.found.get(key)?.times ?? 0);
    if (sum === 0) this.found.delete(key);
    else this.found.set(key, { times: sum, flat });
  }

  times(key: string): number {
    return this.found.get(key)?.times ?? 0;
  }

  get size(): number {
    return this.found.size;
  }

  get terms(): readonly Term[] {
    return [...this.found.values()];
  }
}

/** Everybody of some conditions less those who meet one more: one count with the contrary of that one. */
export function polished(terms: readonly Term[], dialect: Dialect): readonly Term[] {
  const sum = new Sum();
  for (const { times, flat } of terms) sum.add(times, flat);
  for (const { flat } of terms) {
    const times = sum.times(flatKey(flat));
    if (times === 0) continue;
    for (const one of flat) {
      const rest = flat.filter((other) => other !== one);
      if (dialect.repeatedKey === 'avoid' && rest.some(({ key }) => key === one.key)) continue;
      if (sum.times(flatKey(rest)) !== -times) continue;
      const not = contrary(one, dialect);
      if (!not) continue;
      sum.add(-times, flat);
      sum.add(times, rest);
      sum.add(-times, canonical([...rest, ...not]));
      break;
    }
  }
  return sum.terms;
}
