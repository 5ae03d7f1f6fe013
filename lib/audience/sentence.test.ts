import { describe, expect, test } from 'vitest';
import { PRESETS } from './presets';
import type { Group, Node } from './schema';
import { phraseOf, sentenceOf } from './sentence';
import { group, randomOf, rule, somePeople, someTree, tagNames, truth } from './testing';

const muted = <N extends Node>(node: N): N => ({ ...node, muted: true });
const tag = (...tags: string[]) => rule('tag', 'any', tags);
const no = (...tags: string[]) => rule('tag', 'none', tags);
const both = (...tags: string[]) => rule('tag', 'all', tags);
const beijing = rule('region', 'any', ['11000000', '31000000']);
const android = rule('phoneType', 'any', ['android']);
const all = (...parts: Node[]) => group('all', parts);
const any = (...parts: Node[]) => group('any', parts);
const none = (...parts: Node[]) => group('none', parts);
const east = PRESETS[0]?.provinces ?? [];

const EXAMPLES: readonly [Group, string, string][] = [
  [all(), '所有用户', 'Everybody'],
  [all(tag(), none(any())), '所有用户', 'Everybody'],
  [muted(all(tag('A'))), '所有用户', 'Everybody'],
  [all(tag('A')), '有标签「A」的用户', 'Users with the tag “A”'],
  [all(no('A')), '没有标签「A」的用户', 'Users without the tag “A”'],
  [none(no('A')), '有标签「A」的用户', 'Users with the tag “A”'],
  [none(none(tag('A'))), '有标签「A」的用户', 'Users with the tag “A”'],
  [all(tag('A', 'A')), '有标签「A」的用户', 'Users with the tag “A”'],
  [all(tag('A', 'B')), '有标签「A」或「B」的用户', 'Users with any of the tags “A” or “B”'],
  [all(both('A', 'B')), '同时有标签「A」和「B」的用户', 'Users with all of the tags “A” and “B”'],
  [none(both('A', 'B')), '并非同时有标签「A」和「B」的用户', 'Users not with all of the tags “A” and “B”'],
  [all(no('A', 'B')), '标签「A」、「B」一个都没有的用户', 'Users with none of the tags “A” or “B”'],
  [
    all(beijing, android, tag('A'), no('B')),
    '在北京市或上海市，且平台是 Android，且有标签「A」，且没有标签「B」的用户',
    'Users in Beijing or Shanghai, and on Android, and with the tag “A”, and without the tag “B”',
  ],
  [
    any(android, tag('A')),
    '（平台是 Android，或有标签「A」）的用户',
    'Users on Android, or with the tag “A”',
  ],
  [
    none(android, tag('A')),
    '平台不是 Android，且没有标签「A」的用户',
    'Users not on Android, and without the tag “A”',
  ],
  [
    all(any(tag('A'), tag('B')), none(all(tag('C'), android))),
    '（有标签「A」，或有标签「B」），且并非（有标签「C」，且平台是 Android）的用户',
    'Users (with the tag “A”, or with the tag “B”), and not (with the tag “C”, and on Android)',
  ],
  [
    any(all(android, no('A')), muted(tag('X')), all(tag('B'), tag())),
    '（（平台是 Android，且没有标签「A」），或有标签「B」）的用户',
    'Users (on Android, and without the tag “A”), or with the tag “B”',
  ],
  [
    all(tag(...'abcdef'), rule('region', 'none', ['32000000', '44010000'])),
    '有标签「a」、「b」、「c」等 6 个之一，且不在江苏或广州市的用户',
    'Users with any of the tags “a”, “b”, “c” or 3 more, and not in Jiangsu or 广州市 (Guangdong)',
  ],
  [all(tag('A', 'B', 'C')), '有标签「A」、「B」或「C」的用户', 'Users with any of the tags “A”, “B” or “C”'],
  [all(rule('region', 'any', [...east].reverse())), '在华东的用户', 'Users in East China'],
  [all(rule('region', 'none', east)), '不在华东的用户', 'Users not in East China'],
  [
    all(rule('region', 'any', east.slice(1))),
    '在江苏、浙江、安徽等 6 地的用户',
    'Users in Jiangsu, Zhejiang, Anhui or 3 more',
  ],
  [
    all(rule('region', 'all', ['32050000', '99000000'])),
    '同时在苏州市和99000000 的用户',
    'Users in all of 苏州市 (Jiangsu) and 99000000',
  ],
  [
    all(no(...'abcdefg')),
    '标签「a」、「b」、「c」等 7 个一个都没有的用户',
    'Users with none of the tags “a”, “b”, “c” or 4 more',
  ],
  [
    all(rule('phoneType', 'none', ['android', 'ios'])),
    '平台既不是 Android 也不是 iOS 的用户',
    'Users not on Android or iOS',
  ],
];

describe('the sentence', () => {
  test.each(EXAMPLES)('%#: %s', (tree, han, english) => {
    expect(sentenceOf(tree, 'zh-CN')).toBe(han);
    expect(sentenceOf(tree, 'en')).toBe(english);
  });

  test('is true to the tree: trees that read alike reach the same users', () => {
    const random = randomOf(5);
    const tags = tagNames(2);
    const people = somePeople(random, 60, tags, true);
    const reach = new Map<string, number>();
    let alike = 0;
    for (let i = 0; i < 20_000; i++) {
      const tree = someTree(random, 1 + (i % 3), tags, ['tag', 'phoneType']);
      const users = truth(people, tree);
      for (const locale of ['zh-CN', 'en']) {
        const text = sentenceOf(tree, locale);
        if (reach.has(text)) alike++;
        expect(reach.get(text) ?? users, text).toBe(users);
        reach.set(text, users);
      }
    }
    expect(alike).toBeGreaterThan(5000);
  });

  test('of one rule stands alone, muted or not', () => {
    expect(phraseOf(muted(tag('A')), 'zh-CN')).toBe('有标签「A」');
    expect(phraseOf(tag(), 'en')).toBeNull();
  });
});
