import { PRESETS } from './presets';
import type { Group, Key, Op, Rule } from './schema';
import { emptyTree, newRule } from './tree';

const rule = (key: Key, values: readonly string[], op: Op = 'any'): Rule => ({ ...newRule(key), op, values });
const all = (...parts: Rule[]): Group => ({ ...emptyTree(), parts });
const SOUTH = PRESETS.find(({ zh }) => zh === '华南')?.provinces ?? [];

/** Trees to begin with, two or three: of the app's own tags where there are some, most used first. New ids each time. */
export function examplesOf(tags: readonly string[]): readonly Group[] {
  const [first, second] = tags;
  const place = all(rule('phoneType', ['android']), rule('region', SOUTH));
  if (first === undefined) return [place, all(rule('phoneType', ['ios']))];
  const tagged = all(rule('tag', [first]), rule('phoneType', ['android']));
  return second === undefined
    ? [place, tagged]
    : [place, tagged, all(rule('tag', [first]), rule('tag', [second], 'none'))];
}
