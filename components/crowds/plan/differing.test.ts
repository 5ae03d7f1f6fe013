import { expect, test } from 'vitest';
import { differing } from './differing';

const marked = (text: string, base: string) =>
  differing(text, base)
    .map((part) => (part.differs ? `[${part.text}]` : part.text))
    .join('');

test('characters that another text does not have in order are marked', () => {
  expect(marked('全场八折', '全场八折')).toBe('全场八折');
  expect(marked('全场七折起', '全场八折')).toBe('全场[七]折[起]');
  expect(marked('今晚全场八折', '全场八折')).toBe('[今晚]全场八折');
  expect(marked('八折', '全场八折')).toBe('八折');
  expect(marked('甲乙', '')).toBe('[甲乙]');
  expect(marked('😀甲', '甲')).toBe('[😀]甲');
});
