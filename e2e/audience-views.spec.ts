import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import type { Group, Op } from '../lib/audience/schema';
import { figure, openDraft, people, saveNew } from './fixtures/audience';
import { serious } from './fixtures/axe';
import { elsewhere, type SandboxControl } from './fixtures/sandbox';
import type { Stack } from './fixtures/stack';
import { expect, test } from './fixtures/test';

/** Tags of this file alone, and who has them: every cid of a fixed list by its place in it. */
const OWNERS: Readonly<Record<string, (place: number) => boolean>> = {
  重叠甲: (i) => i % 2 === 0,
  重叠乙: (i) => i % 3 === 0,
  重叠丙: (i) => i % 5 < 2,
  重叠丁: (i) => i % 7 < 3,
};
const TAGS = Object.keys(OWNERS);
const PLACES = Array.from({ length: 120 }, (_, i) => i);

/** Users that hold for just these tags among `of`, by going through them one by one. */
const exactly = (inside: readonly string[], of: readonly string[]) =>
  PLACES.filter((i) => of.every((tag) => OWNERS[tag]?.(i) === inside.includes(tag))).length;
const inAll = (tags: readonly string[]) => PLACES.filter((i) => tags.every((tag) => OWNERS[tag]?.(i))).length;
const inAny = (tags: readonly string[]) => PLACES.filter((i) => tags.some((tag) => OWNERS[tag]?.(i))).length;

let isBound = false;
async function bind(stack: Stack, sandbox: SandboxControl): Promise<void> {
  if (isBound) return;
  const { withoutAlias } = await sandbox.sample();
  const cids = withoutAlias.slice(300, 300 + PLACES.length);
  const upstream = elsewhere(stack);
  for (const tag of TAGS)
    await upstream.tags.add(
      tag,
      cids.filter((_, i) => OWNERS[tag]?.(i)),
    );
  for (const tag of TAGS)
    await expect
      .poll(() => upstream.users.count([{ key: 'tag', op: 'or', values: [tag] }]))
      .toBe(inAll([tag]));
  isBound = true;
}

const tree = (op: Op, ...tags: string[]): Group => ({
  ...{ id: 'root', kind: 'group', op },
  parts: tags.map((tag) => ({ id: tag, kind: 'rule', key: 'tag', op: 'any', values: [tag] })),
});

/** Accepts the price that stands first; counts that were asked a moment ago cost nothing, and `result` comes at once. */
async function run(scope: Locator, result: Locator): Promise<void> {
  const accept = scope.getByRole('button', { name: /^计数（\d+ 次调用）$/ }).first();
  await expect(accept.or(result).first()).toBeVisible();
  if (!(await result.isVisible())) await accept.press('Enter');
  await expect(result).toBeVisible();
}
const panel = (page: Page) => page.getByRole('tabpanel');
const asTable = (page: Page, chart: string) =>
  page.getByRole('button', { name: `${chart}：用表格看`, exact: true });

async function download(page: Page, chart: string, kind: string): Promise<string> {
  await page
    .getByRole('button', { name: `下载${chart}`, exact: true })
    .first()
    .click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: kind, exact: true }).click(),
  ]);
  return readFileSync(await file.path(), 'utf8');
}

test.beforeEach(async ({ stack, sandbox }) => bind(stack, sandbox));

test('three conditions as circles, two of them as one bar; a part opens as an audience of its own', async ({
  as,
}) => {
  const page = await as('analyst');
  const three = TAGS.slice(0, 3);
  const [a = '', b = ''] = three;
  await openDraft(page, tree('any', ...three), 'overlap');
  await expect(page.getByText(/^3 个集合的重叠：最多 \d+ 次调用/)).toBeVisible();
  const list = page.getByRole('list', { name: '各种组合' });
  await run(panel(page), list);
  const shown = () => list.getByRole('listitem').locator('span.tabular-nums').allTextContents();
  const sets = [[0], [1], [0, 1], [2], [0, 2], [1, 2], [0, 1, 2]].map((of) => of.map((i) => three[i] ?? ''));
  await expect(list.getByRole('listitem')).toHaveCount(7);
  expect(await shown()).toEqual(sets.map((inside) => String(exactly(inside, three))));
  await expect(page.getByRole('img', { name: new RegExp(`^A ${a} 60; B ${b} 40; C`) })).toBeVisible();

  const svg = await download(page, '重叠图', 'SVG 矢量图');
  expect(svg).toContain(`>${exactly([a, b], three)}<`);
  expect(svg).toMatch(/<circle[^>]* fill="(rgb|color|oklab)/);
  expect(svg).not.toContain('class=');

  await list.getByRole('button', { name: 'A + B', exact: true }).click();
  await expect(page.getByText(`在“${a}”、“${b}”里，不在“${three[2]}”里`)).toBeVisible();
  expect(await serious(page)).toEqual([]);
  const [tab] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('button', { name: '作为新人群打开', exact: true }).click(),
  ]);
  await expect(figure(tab)).toHaveText(people(exactly([a, b], three)));
  await tab.close();

  await page.getByRole('checkbox', { name: `C ${three[2]}`, exact: true }).uncheck({ force: true });
  await expect(list.getByRole('listitem')).toHaveCount(3);
  expect(await shown()).toEqual([[a], [b], [a, b]].map((inside) => String(exactly(inside, [a, b]))));
  await asTable(page, '只有一方与双方都有').click();
  const bar = page.getByRole('table', { name: '只有一方与双方都有' });
  await expect(bar.getByRole('row', { name: `都有 ${exactly([a, b], [a, b])}` })).toBeVisible();
  const pair = page.getByRole('table', { name: '两两相似度' }).getByRole('row').last();
  const lift = (inAll([a, b]) * 20_000) / (inAll([a]) * inAll([b]));
  await expect(pair).toContainText(lift.toFixed(2).replace(/\.?0+$/, ''));
});

test('four sets as bars in three readings, by keyboard and on a phone', async ({ as }) => {
  const page = await as('viewer');
  await openDraft(page, tree('any', ...TAGS.slice(0, 3)), 'overlap');
  const field = page.getByRole('combobox', { name: '加一个标签来对比' });
  await field.fill(TAGS[3] ?? '');
  await field.press('Enter');
  await expect(page.getByText(/^4 个集合的重叠：最多 \d+ 次调用/)).toBeVisible();
  await run(panel(page), asTable(page, '各种组合的人数'));
  await asTable(page, '各种组合的人数').press('Enter');
  const table = page.getByRole('table', { name: '各种组合的人数' });
  await expect(table.getByRole('row')).toHaveCount(16);
  for (const of of [[0], [0, 1], [1, 3], [0, 1, 2, 3]]) {
    const tags = of.map((i) => TAGS[i] ?? '');
    const name = of.map((i) => 'ABCD'[i]).join(' + ');
    const row = table.getByRole('row').filter({ has: page.getByRole('button', { name, exact: true }) });
    await expect(row.getByRole('cell')).toHaveText(
      [exactly(tags, TAGS), inAll(tags), inAny(tags)].map(String),
    );
  }
  const csv = await download(page, '各种组合的人数', 'CSV 数据');
  expect(csv).toContain(`${TAGS.join(' + ')},${inAll(TAGS)},${inAll(TAGS)},${inAny(TAGS)}`);

  await page.getByRole('button', { name: '各种组合的人数：用图看', exact: true }).press('Enter');
  await page
    .getByRole('radiogroup', { name: '怎么读' })
    .getByRole('radio', { name: '任一满足', exact: true })
    .press('Space');
  const drawing = page.getByRole('group', { name: '各种组合的柱形图，可左右滚动' });
  await expect(drawing.locator('title').filter({ hasText: TAGS.join(' + ') })).toHaveText(
    `${TAGS.join(' + ')}: ${inAny(TAGS)}`,
  );
  expect(await serious(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => drawing.evaluate((box) => box.scrollWidth > box.clientWidth)).toBe(true);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('provinces as a map that is walked by arrow keys and opens its cities', async ({ as, stack }) => {
  const page = await as('viewer');
  const count = (...codes: string[]) =>
    elsewhere(stack).users.count([
      { key: 'tag', op: 'or', values: ['美妆'] },
      { key: 'region', op: 'or', values: codes },
    ]);
  const [guangdong, guangzhou] = await Promise.all([count('44000000'), count('44010000')]);
  await openDraft(page, tree('all', '美妆'), 'regions');
  await run(panel(page), asTable(page, '各省人数'));
  const text = (users: number) => users.toLocaleString('en-US');
  const tile = page.getByRole('button', { name: new RegExp(`^广东 ${text(guangdong)} 人，占 `) });
  await expect(tile).toBeVisible();
  const heilongjiang = page.getByRole('button', { name: /^黑龙江 \d/ });
  await page
    .getByRole('tabpanel')
    .getByRole('button', { name: /^北京市 \d/ })
    .focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('button', { name: /^辽宁 \d/ })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(heilongjiang).toBeFocused();
  await tile.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '广东的城市' })).toBeVisible();
  await run(panel(page), asTable(page, '广东各城市人数'));
  await asTable(page, '广东各城市人数').click();
  const cities = page.getByRole('table', { name: '广东各城市人数' });
  await expect(cities.getByRole('row').filter({ hasText: '广州市' }).getByRole('cell').first()).toHaveText(
    text(guangzhou),
  );
  const csv = await download(page, '各省人数', 'CSV 数据');
  const lines = csv.trim().split(/\r?\n/).slice(1);
  expect(lines).toHaveLength(35);
  const total = await elsewhere(stack).users.count([{ key: 'tag', op: 'or', values: ['美妆'] }]);
  expect(lines.reduce((sum, line) => sum + Number(line.split(',')[1]), 0)).toBe(total);

  // The same by platform, of the provinces alone: what was counted already stays, and the parts make the whole.
  await page.getByRole('button', { name: '收起广东的城市', exact: true }).click();
  await expect(cities).toHaveCount(0);
  await page.getByRole('checkbox', { name: /^同时分 Android 和 iOS/ }).check({ force: true });
  await run(panel(page), asTable(page, '省份排名'));
  await asTable(page, '省份排名').click();
  const ranked = page.getByRole('table', { name: '省份排名' });
  const androids = (code: string) =>
    elsewhere(stack).users.count([
      { key: 'tag', op: 'or', values: ['美妆'] },
      { key: 'region', op: 'or', values: [code] },
      { key: 'phoneType', op: 'or', values: ['android'] },
    ]);
  for (const [name, code, users] of [
    ['广东', '44000000', guangdong],
    ['西藏', '54000000', await count('54000000')],
  ] as const) {
    const android = await androids(code);
    const row = ranked.getByRole('row').filter({ hasText: name });
    await expect(row.getByRole('cell').nth(0)).toHaveText(text(users));
    await expect(row.getByRole('cell').nth(1)).toHaveText(text(android));
    await expect(row.getByRole('cell').nth(2)).toHaveText(text(users - android));
  }
  const split = (await download(page, '省份排名', 'CSV 数据')).trim().split(/\r?\n/).slice(1);
  for (const line of split) {
    const [, users, android, ios] = line.split(',').map(Number);
    expect((android ?? 0) + (ios ?? 0), line).toBe(users);
  }
  expect(await serious(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('an audience beside everybody, and what further tags would add', async ({ as }) => {
  const page = await as('viewer');
  const [a = '', b = '', c = '', d = ''] = TAGS;
  await openDraft(page, tree('all', a, b), 'compare');
  const mine = inAll([a, b]);
  await expect(page.getByText(`-${(20_000 - mine).toLocaleString('en-US')} 人（-99.9%）`)).toBeVisible();
  await run(panel(page), asTable(page, '各省指数'));
  await expect(page.getByRole('img', { name: /^Android \d+; iOS \d+$/ })).toBeVisible();
  await asTable(page, '各省指数').click();
  await expect(page.getByRole('table', { name: '各省指数' }).getByRole('row')).toHaveCount(36);
  expect(await serious(page)).toEqual([]);

  await page.getByRole('tab', { name: '重叠', exact: true }).click();
  const field = page.getByRole('combobox', { name: '加一个候选标签' });
  const clear = page.getByRole('button', { name: '清空候选', exact: true });
  if (await clear.isVisible()) await clear.click();
  for (const tag of [c, d]) {
    await field.fill(tag);
    await field.press('Enter');
  }
  const reach = page.getByRole('region', { name: '再加哪个标签新增最多' });
  await run(reach, asTable(page, '新增人数'));
  await asTable(page, '新增人数').click();
  const added = (tag: string) =>
    PLACES.filter((i) => OWNERS[tag]?.(i) && !(OWNERS[a]?.(i) && OWNERS[b]?.(i))).length;
  const rows = [c, d].sort((one, other) => added(other) - added(one)).map((tag) => `${tag} ${added(tag)}`);
  const table = reach.getByRole('table', { name: '新增人数' });
  await expect(table.getByRole('row').nth(1)).toHaveAccessibleName(new RegExp(`^${rows[0]} `));
  await expect(table.getByRole('row').nth(2)).toHaveAccessibleName(new RegExp(`^${rows[1]} `));
});

test('an audience beside a saved one: what only the one, both and only the other have', async ({ as }) => {
  const page = await as('analyst');
  const [a = '', , c = ''] = TAGS;
  await openDraft(page, tree('all', c), 'funnel');
  await saveNew(page, '对比用的人群');
  await openDraft(page, tree('all', a), 'compare');
  await page.getByRole('button', { name: /和谁对比/ }).click();
  await page.getByRole('option', { name: '对比用的人群' }).click();
  await run(panel(page), asTable(page, '只有一方与双方都有'));
  await asTable(page, '只有一方与双方都有').click();
  const cells = page.getByRole('table', { name: '只有一方与双方都有' }).getByRole('row');
  for (const [row, users] of [exactly([a], [a, c]), exactly([a, c], [a, c]), exactly([c], [a, c])].entries())
    await expect(
      cells
        .nth(row + 1)
        .getByRole('cell')
        .first(),
    ).toHaveText(String(users));
  await expect(page.getByText(`+${inAll([a]) - inAll([c])} 人（+25%）`)).toBeVisible();
});
