import {
  type Ask,
  bodyOf,
  DONE,
  endpointOf,
  type Handler,
  param,
  type Reply,
  refuseRepeats,
  spend,
  textsIn,
} from '../ask';
import { shanghaiDay } from '../clock';
import { ApiError, isEmpty, isInvalid, isNull, overLimit, refusal, wrongType } from '../errors';
import { lengthOf } from '../tag-book';
import { MAX_TAG_CHARACTERS, MAX_TAGS, type World } from '../world';

const MAX_TAG_LENGTH = 32;

function checkTag(world: World, tag: string): void {
  if (/\s/.test(tag)) throw isInvalid('custom_tag');
  if (lengthOf(tag) > MAX_TAG_LENGTH)
    throw refusal(world.dialect.tagTooLong, 'custom_tag maxlength should less than 32');
}

/** code table: 30001 没有修改和删除custom_tag的权限, HTTP 403. */
function checkLicence(world: World): void {
  if (!world.dialect.tagChanges) throw new ApiError(403, 30001, 'no permission to modify custom_tag');
}

function theUser(world: World, ask: Ask): number {
  const user = world.users.find(param(ask, 'cid'));
  if (user < 0) {
    const { unknownCid } = world.dialect;
    throw refusal(unknownCid === 'accept' ? '20001/400' : unknownCid, 'target user is invalid');
  }
  return user;
}

/** The list of POST custom_tag/cid: user page, at most 100 tags of 32 characters, 512 characters together, no spaces. */
function tagsIn(world: World, ask: Ask): string[] {
  const value = bodyOf(world, ask).custom_tag;
  if (value === undefined || value === null) throw isNull('custom_tag');
  if (!Array.isArray(value)) throw wrongType('custom_tag');
  if (value.length === 0 && world.dialect.emptyTagList !== 'accept')
    throw refusal(world.dialect.emptyTagList, isEmpty('custom_tag').message);
  if (value.length > MAX_TAGS) throw overLimit('custom_tag');
  for (const tag of value) {
    if (typeof tag !== 'string') throw wrongType('custom_tag');
    if (tag === '') throw isEmpty('custom_tag');
    checkTag(world, tag);
  }
  // Official clients send a set: one that comes twice counts once.
  const tags = [...new Set(value as string[])];
  if (tags.reduce((sum, tag) => sum + lengthOf(tag), 0) > MAX_TAG_CHARACTERS)
    throw refusal(world.dialect.tagTotalTooLong, overLimit('custom_tag').message);
  return tags;
}

/** POST /user/custom_tag/cid/$cid replaces all tags; once a day for a cid, the day turning in Shanghai. */
export const overwriteTags: Handler = (world, ask) => {
  const tags = tagsIn(world, ask);
  checkLicence(world);
  const user = theUser(world, ask);
  const today = shanghaiDay(world.clock.now());
  if (world.tagDays.get(user) === today && world.dialect.tagSecondOverwrite !== 'accept')
    throw refusal(world.dialect.tagSecondOverwrite, '设置tag次数超过每日次数限制');
  const book = world.users.tags;
  const before = book.of(user);
  for (const tag of before) if (!tags.includes(tag)) book.remove(user, tag);
  for (const tag of tags) book.add(user, tag);
  world.tagDays.set(user, today);
  const cid = world.users.cid(user);
  world.record(endpointOf(ask), ask.seq, [{ cid, field: 'tags', before, after: book.of(user) }]);
  return DONE;
};

/** PUT and DELETE /user/custom_tag/batch/$tag: an answer per cid at once, the effect when its delay has passed. */
const batch =
  (add: boolean): Handler =>
  (world, ask): Reply => {
    const { dialect, users } = world;
    const tag = param(ask, 'tag');
    checkTag(world, tag);
    const cids = textsIn(bodyOf(world, ask), 'cid', 1000);
    refuseRepeats(world, cids);
    checkLicence(world);
    if (dialect.tagBatchUnknownCid !== 'item' && cids.some((cid) => users.find(cid) < 0))
      throw refusal(dialect.tagBatchUnknownCid, 'target user is invalid');
    spend(world, 'tag-batch');
    const data: Record<string, string> = Object.create(null);
    const accepted: number[] = [];
    for (const cid of cids) {
      const user = users.find(cid);
      const fits = user >= 0 && (!add || world.hasRoomFor(user, tag));
      // user page: "true表示成功,否则失败", as text.
      data[cid] = String(fits);
      if (fits) accepted.push(user);
    }
    const dueAt = world.clock.now() + (add ? dialect.tagBindDelayMs : dialect.tagUnbindDelayMs);
    const endpoint = endpointOf(ask);
    world.order({ dueAt, add, tag, users: [...new Set(accepted)], endpoint, requestSeq: ask.seq });
    return { data };
  };
export const tagUsers = batch(true);
export const untagUsers = batch(false);

/** GET /user/custom_tag/cid/$cid: "列表中只会有一个元素,多个以空格隔开". */
export const tagsOfUser: Handler = (world, ask): Reply => {
  const user = theUser(world, ask);
  spend(world, 'tag-query');
  const tags = world.users.tags.of(user);
  const list = world.dialect.tagAnswer === 'list' || tags.length === 0 ? tags : [tags.join(' ')];
  return { data: { [world.users.cid(user)]: list } };
};
