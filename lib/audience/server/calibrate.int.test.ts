import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { describeEachDatabase } from '@/lib/db/testing';
import { tagsBench } from '@/lib/tags/testing';
import { CAUTIOUS } from '../dialect';
import { calibrate, trustOf } from './calibrate';
import { dialectOf } from './dialect-of';

const PLAIN = {
  repeatedKey: 'and',
  notMeaning: 'none-of',
  provinceIncludesCities: true,
  emptyCondition: 'all',
} as const;

describeEachDatabase('calibration', (open) => {
  const made = tagsBench(open);
  const run = () =>
    calibrate({ db: made.bench.db, appId: made.bench.appId, upstream: made.getui }, made.ctx(), Date.now);

  test('out of reach: nothing is kept, and counting stays cautious', async () => {
    made.sandbox.control.addFault({
      match: { method: 'POST', endpoint: '/user/count', skip: 3 },
      times: 0,
      effect: { kind: 'status', http: 401, code: 10001, msg: 'no' },
    });
    await expect(run()).rejects.toThrow('UPSTREAM');
    expect(await trustOf(made.bench.db, made.bench.appId)).toBeNull();
    expect(await dialectOf(made.bench.db, made.bench.appId)).toEqual(CAUTIOUS);
  });

  const cases = (['and', 'last', '20001/400'] as const).flatMap((repeatedKey) =>
    (['none-of', 'not-all'] as const).flatMap((notMeaning) =>
      ([true, false] as const).flatMap((provinceIncludesCities) =>
        (['all', '20001/400'] as const).map((emptyCondition) => ({
          repeatedKey,
          notMeaning,
          provinceIncludesCities,
          emptyCondition,
        })),
      ),
    ),
  );
  test.each(cases)('%j is found in six calls', async (vendor) => {
    made.sandbox.control.setDialect(vendor);
    try {
      const since = made.sandbox.control.calls().at(-1)?.seq ?? 0;
      const { dialect } = await run();
      const calls = made.sandbox.control.calls(since).filter(({ template }) => template?.includes('count'));
      expect(calls).toHaveLength(6);
      expect(dialect).toEqual({
        repeatedKey: vendor.repeatedKey === 'and' ? 'intersects' : 'avoid',
        notSeveral: vendor.notMeaning,
        empty: vendor.emptyCondition === 'all' ? 'everybody' : 'avoid',
        provinces: vendor.provinceIncludesCities ? 'with-cities' : 'expand',
      });
      expect(await dialectOf(made.bench.db, made.bench.appId)).toEqual(dialect);
    } finally {
      made.sandbox.control.setDialect(PLAIN);
    }
  });

  test('it is audited, and told with its person', async () => {
    await run();
    expect(await trustOf(made.bench.db, made.bench.appId)).toMatchObject({ probes: { length: 6 } });
    const { rows } = await made.bench.db.orm.execute(
      sql`select 1 from audit_entry where action = 'audience.calibrate'`,
    );
    expect(rows.length).toBeGreaterThan(0);
  });
});

describeEachDatabase('calibration of an app with one user', (open) => {
  const made = tagsBench(open, 1);
  test('decides nothing', async () => {
    const place = { db: made.bench.db, appId: made.bench.appId, upstream: made.getui };
    const { dialect, probes } = await calibrate(place, made.ctx(), Date.now);
    expect(dialect).toEqual(CAUTIOUS);
    expect(probes.map(({ follows }) => follows)).toEqual([
      'undecided',
      'measured',
      'undecided',
      'undecided',
      'measured',
      'undecided',
    ]);
  });
});
