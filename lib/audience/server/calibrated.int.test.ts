import { expect, test } from 'vitest';
import { describeEachDatabase } from '@/lib/db/testing';
import type { CountCondition } from '@/lib/getui/wire/users';
import { tagsBench } from '@/lib/tags/testing';
import { compile } from '../compile';
import { citiesOf } from '../regions';
import { group, rule } from '../testing';
import { calibrate } from './calibrate';

const GUANGDONG = '44000000';
const PLACES = [GUANGDONG, ...citiesOf(GUANGDONG).map(({ code }) => code)];
const tag = (value: string): CountCondition => ({ key: 'tag', op: 'or', values: [value] });
const here: CountCondition = { key: 'region', op: 'or', values: PLACES };
const phone = (value: string): CountCondition => ({ key: 'phoneType', op: 'or', values: [value] });

describeEachDatabase('trees compiled for the dialect that was found', (open) => {
  const made = tagsBench(open);
  const count = (...conditions: CountCondition[]) => made.getui.users.count(conditions);
  const vendors = (['and', 'last'] as const).flatMap((repeatedKey) =>
    (['none-of', 'not-all'] as const).flatMap((notMeaning) =>
      [true, false].map((provinceIncludesCities) => ({ repeatedKey, notMeaning, provinceIncludesCities })),
    ),
  );

  test.each(vendors)('reach whom they mean with %j', async (vendor) => {
    made.sandbox.control.setDialect(vendor);
    const place = { db: made.bench.db, appId: made.bench.appId, upstream: made.getui };
    const { dialect } = await calibrate(place, made.ctx(), Date.now);
    // By inclusion and exclusion over counts that mean the same to every vendor.
    const [all, a, b, both, inside, insideA] = await Promise.all([
      count(phone('android')).then(async (android) => android + (await count(phone('ios')))),
      count(tag('美妆')),
      count(tag('护肤')),
      count({ key: 'tag', op: 'and', values: ['美妆', '护肤'] }),
      count(here),
      count(here, tag('美妆')),
    ]);
    const expected = [
      [group('all', [rule('tag', 'none', ['美妆', '护肤'])]), all - a - b + both],
      [group('none', [rule('tag', 'all', ['美妆', '护肤'])]), all - both],
      [group('all', [rule('region', 'any', [GUANGDONG])]), inside],
      [group('all', [rule('region', 'any', [GUANGDONG]), rule('tag', 'none', ['美妆'])]), inside - insideA],
      [
        group('any', [rule('region', 'none', [GUANGDONG]), rule('tag', 'any', ['美妆'])]),
        all - inside + insideA,
      ],
      [group('all', [rule('phoneType', 'none', ['android', 'ios'])]), 0],
    ] as const;
    for (const [tree, users] of expected) {
      const plan = compile(tree, dialect);
      if (plan.kind === 'too-large') throw new Error('too large');
      let sum = 0;
      if (plan.kind === 'sum')
        for (const { times, flat } of plan.terms) sum += times * (await count(...flat));
      expect(sum).toBe(users);
    }
  });
});
