import { expect, test } from 'vitest';
import { examplesOf } from './examples';
import { Tree } from './schema';
import { sentenceOf } from './sentence';
import { start } from './tree';

const read = (tags: readonly string[]) => examplesOf(tags).map((tree) => sentenceOf(tree, 'zh-CN'));

test('examples name the app’s own tags, the first two at most', () => {
  expect(read([])).toEqual(['平台是 Android，且在华南的用户', '平台是 iOS 的用户']);
  expect(read(['新客'])).toEqual([
    '平台是 Android，且在华南的用户',
    '有标签「新客」，且平台是 Android 的用户',
  ]);
  expect(read(['新客', '流失', '会员'])[2]).toBe('有标签「新客」，且没有标签「流失」的用户');
});

test('examples are trees that can be built on', () => {
  for (const tree of examplesOf(['a', 'b'])) {
    expect(Tree.safeParse(tree).success).toBe(true);
    expect(start(tree).tree).toBe(tree);
  }
});
