import { type Case, check, many, type Place, ROWS } from './case-kit';

/** Kinds of one user a call: so many are enough. */
const FEW = 12;

/** The case of a kind of tag changes, or null. */
export function tagCase(at: Place, kind: string): Case | null {
  if (!kind.startsWith('tag.')) return null;
  at.sandbox.control.setDialect({ tagBindDelayMs: 0 });
  const { tags } = at.sandbox.control.world.users;
  const tag = `t${at.nth}`;
  const base = many((i) => ({ cid: at.cid(i), tag, line: i + 1 }));
  const hold = (holds: (i: number) => boolean) => {
    for (const i of base.keys()) if (holds(i)) tags.add(at.user(i), tag);
  };
  const batch = (['PUT', 'DELETE'] as const).map((method) => ({
    method,
    endpoint: '/user/custom_tag/batch/$tag',
  }));
  const read = { method: 'GET', endpoint: '/user/custom_tag/cid/$cid' };
  const options = { readFirst: true, readBack: true };
  const make = (rows: { cid: string }[], holds: (i: number) => boolean, more: Partial<Case> = {}): Case => ({
    order: { kind, rows, options },
    calls: batch,
    wrong: check(at, rows, (user, i) => user.tags.includes(tag) === holds(i)),
    ...more,
  });
  const overwrite = [{ method: 'POST', endpoint: '/user/custom_tag/cid/$cid' }];
  switch (kind) {
    case 'tag.add':
      return make(base, () => true);
    case 'tag.remove':
      hold(() => true);
      return make(base, () => false);
    case 'tag.edit':
      hold((i) => i % 2 === 1);
      return make(
        base.map((row, i) => ({ ...row, op: i % 2 ? 'remove' : 'add' })),
        (i) => i % 2 === 0,
      );
    case 'tag.replace':
      return make(
        base.slice(0, FEW).map(({ cid, line }) => ({ cid, line, tags: [tag] })),
        () => true,
        { calls: overwrite },
      );
    case 'tag.patch':
      return make(
        base.slice(0, FEW).map(({ cid, line }) => ({ cid, line, add: [tag], remove: [] })),
        () => true,
        { calls: overwrite },
      );
    case 'tag.verify': {
      hold(() => true);
      const rows = base.map(({ cid, line }) => ({ cid, line, has: [tag], lacks: [] }));
      const made = make(rows, () => true, { calls: [read], busy: 40 });
      const params = { jobId: 'soak', population: ROWS, sample: null, seed: '' };
      return { ...made, order: { ...made.order, params } };
    }
    default:
      return null;
  }
}
