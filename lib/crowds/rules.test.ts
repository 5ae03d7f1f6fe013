import { expect, test } from 'vitest';
import { CROWD_BRANDS, CROWD_STATUSES, createRequest } from '@/lib/getui/wire/crowds';
import {
  BRANDS,
  EMPTY_PLAN,
  largestReach,
  type PlanContent,
  planKey,
  problemsOf,
  STATUSES,
  textRules,
} from './rules';
import { readSheet } from './sheet-rules';

const plan: PlanContent = {
  ...EMPTY_PLAN,
  name: '春季上新',
  copies: [
    { topic: '春季上新', content: '全场八折，今日开抢' },
    { topic: '春季上新', content: '老客专享，今日开抢' },
  ],
  groupSize: 50_000,
};
const rules = (more: Partial<PlanContent>) =>
  problemsOf({ ...plan, ...more }).map(({ field, rule, copy }) =>
    [field, rule, copy].filter((x) => x !== undefined).join(' '),
  );

test('a plan that keeps every rule has no problem; what it can reach at most is cap times groups', () => {
  expect(problemsOf(plan)).toEqual([]);
  expect(largestReach({ groupSize: 50_000, copies: plan.copies })).toBe(100_000);
});

test('each limit of the page at its edge', () => {
  expect(rules({ name: '一二三四五六七八九十' })).toEqual([]);
  expect(rules({ name: '一二三四五六七八九十一' })).toEqual(['name too-long']);
  expect(rules({ name: '  ' })).toEqual(['name empty']);
  expect(rules({ groupSize: 999 })).toEqual(['groupSize too-small']);
  expect(rules({ groupSize: 1000 })).toEqual([]);
  expect(rules({ groupSize: 5_000_001 })).toEqual(['groupSize too-large']);
  expect(rules({ groupSize: 1000.5 })).toEqual(['groupSize whole-number']);
  expect(rules({ groupSize: null, activeDays: null })).toEqual(['activeDays missing', 'groupSize missing']);
  expect(rules({ activeDays: 0 })).toEqual(['activeDays too-small']);
  expect(rules({ activeDays: 91 })).toEqual(['activeDays too-large']);
  expect(rules({ brands: [] })).toEqual(['brands none']);
  expect(rules({ copies: [] })).toEqual(['copies none']);
});

test('texts: characters are counted, not halves of them; every broken rule is told', () => {
  expect(textRules('汉字', 20)).toEqual([]);
  expect(textRules('汉a', 20)).toEqual(['two-han']);
  expect(textRules('汉 字', 20)).toEqual(['blank']);
  expect(textRules('汉字\n', 20)).toEqual(['blank']);
  expect(textRules('汉\u3000字', 20)).toEqual(['blank']);
  expect(textRules(`汉字${'😀'.repeat(18)}`, 20)).toEqual([]);
  expect(textRules(`a b ${'c'.repeat(20)}`, 20)).toEqual(['too-long', 'blank', 'two-han']);
  expect(textRules('', 20)).toEqual(['empty']);
});

test('two copies that are alike are told of with the number of the first', () => {
  const [one] = plan.copies;
  const twice = problemsOf({ ...plan, copies: [...plan.copies, ...(one ? [one] : [])] });
  expect(twice).toEqual([{ step: 'copies', field: 'content', rule: 'duplicate', copy: 2, other: 0 }]);
  expect(
    rules({
      copies: [
        { topic: '', content: '' },
        { topic: '', content: '' },
      ],
    }),
  ).toEqual(['topic empty 0', 'content empty 0', 'topic empty 1', 'content empty 1']);
});

test('plans are the same whatever the order of copies and brands', () => {
  const turned = { ...plan, copies: [...plan.copies].reverse(), brands: [...plan.brands].reverse() };
  expect(planKey(turned)).toBe(planKey(plan));
  expect(planKey({ ...plan, overlap: true })).not.toBe(planKey(plan));
});

test('what the rules let pass, the client sends, and nothing else', () => {
  expect(BRANDS).toEqual(CROWD_BRANDS);
  expect(STATUSES).toEqual(CROWD_STATUSES);
  const texts = [
    '',
    '汉',
    '汉字',
    '汉 字',
    '汉'.repeat(20),
    '汉'.repeat(21),
    '汉'.repeat(50),
    '汉'.repeat(51),
  ];
  const changes: Partial<PlanContent>[] = [
    ...texts.map((name) => ({ name })),
    ...texts.map((topic) => ({ copies: [{ topic, content: '今日开抢' }] })),
    ...texts.map((content) => ({ copies: [{ topic: '春季上新', content }] })),
    ...[0, 1, 10, 11].map((many) => ({
      copies: Array.from({ length: many }, (_, i) => ({ topic: '春季上新', content: `今日开抢${i}` })),
    })),
    { copies: [...plan.copies, ...plan.copies] },
    ...[999, 1000, 1000.5, 5_000_000, 5_000_001].map((groupSize) => ({ groupSize })),
    ...[0, 1, 90, 91].map((activeDays) => ({ activeDays })),
    { brands: [] },
  ];
  for (const change of changes) {
    const changed = { ...plan, ...change };
    const sent = createRequest.safeParse({ ...changed, brands: [...changed.brands] }).success;
    expect(problemsOf(changed).length === 0, JSON.stringify(change)).toBe(sent);
  }
});

test('cells of a sheet become copies, whatever their order and quoting; what does not fit is told', () => {
  expect(readSheet('标题甲\t内容甲\n标题乙\t"内容""乙"""\n\n').copies).toEqual([
    { topic: '标题甲', content: '内容甲' },
    { topic: '标题乙', content: '内容"乙"' },
  ]);
  expect(readSheet('内容,标题\n内容甲，全场,标题甲').copies).toEqual([
    { topic: '标题甲', content: '内容甲，全场' },
  ]);
  const odd = readSheet('只有一格\n标题\t内容\t备注\n');
  expect(odd).toMatchObject({ oneCell: [1], moreCells: [2], leftOut: 0 });
  const many = Array.from({ length: 12 }, (_, i) => `标题${i}\t内容${i}`).join('\n');
  expect(readSheet(many, 9)).toMatchObject({ leftOut: 3 });
  expect(readSheet('"第一行\n第二行"\t内容').copies).toEqual([{ topic: '第一行\n第二行', content: '内容' }]);
});
