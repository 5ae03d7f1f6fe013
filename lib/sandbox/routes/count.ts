import { bodyOf, type Handler, type Reply, spend, textsIn } from '../ask';
import { type Condition, countUsers, KEYS, OPT_TYPES } from '../conditions';
import { isInvalid, isNull, overLimit, refusal, wrongType } from '../errors';
import { REGION_CODES } from '../regions';
import type { World } from '../world';

const PHONE_TYPES = new Set(['android', 'ios']);

function conditionIn(world: World, item: unknown): Condition {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) throw wrongType('tag');
  const fields = item as Record<string, unknown>;
  if (fields.key === undefined || fields.key === null) throw isNull('key');
  const key = KEYS.find((one) => one === fields.key);
  if (!key) throw isInvalid('key');
  const values = textsIn(fields, 'values', 1000);
  if (key === 'phone_type') checkValues(world, values, PHONE_TYPES);
  if (key === 'region') checkValues(world, values, REGION_CODES);
  return { key, values, opt: optIn(world, fields.opt_type) };
}

function optIn(world: World, given: unknown): Condition['opt'] {
  const { missingOptType } = world.dialect;
  if (given === undefined || given === null) {
    if (missingOptType === 'or' || missingOptType === 'and') return missingOptType;
    throw refusal(missingOptType, isNull('opt_type').message);
  }
  const opt = OPT_TYPES.find((one) => one === given);
  if (!opt) throw isInvalid('opt_type');
  return opt;
}

function checkValues(world: World, values: readonly string[], known: ReadonlySet<string>): void {
  const { unknownConditionValue } = world.dialect;
  if (unknownConditionValue !== 'nobody' && values.some((value) => !known.has(value)))
    throw refusal(unknownConditionValue, 'values is invalid');
}

/** What stands for several items of one key. */
function merge(world: World, conditions: readonly Condition[]): readonly Condition[] {
  const { repeatedKey } = world.dialect;
  const byKey = new Map(conditions.map((condition) => [condition.key, condition]));
  if (repeatedKey === 'and' || byKey.size === conditions.length) return conditions;
  if (repeatedKey === 'last') return [...byKey.values()];
  throw refusal(repeatedKey, 'key cannot be repeat.');
}

/** POST /user/count; the official Java client posts to it with a slash at the end. */
export const count: Handler = (world, ask): Reply => {
  const { dialect, users } = world;
  const items = bodyOf(world, ask).tag ?? [];
  if (!Array.isArray(items)) throw wrongType('tag');
  if (items.length === 0 && dialect.emptyCondition !== 'all')
    throw refusal(dialect.emptyCondition, 'tag can not be empty');
  if (dialect.countMaxConditions > 0 && items.length > dialect.countMaxConditions) throw overLimit('tag');
  const conditions = merge(
    world,
    items.map((item) => conditionIn(world, item)),
  );
  spend(world, 'count');
  const { countActiveDays, countLagMs } = dialect;
  const tagBits = (tag: string) => world.tagBits(tag, countLagMs);
  const total = countUsers(users, conditions, dialect, countActiveDays, world.clock.now(), tagBits);
  if (dialect.countShape === 'missing') return { data: {} };
  return { data: { user_count: dialect.countShape === 'text' ? String(total) : total } };
};
