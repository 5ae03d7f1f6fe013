import { button, content, creations, heading, onward, topic } from './fixtures/crowds';
import { expect, test } from './fixtures/test';
import { visit } from './fixtures/visit';

test('each limit is told while typing and goes when it is kept; nothing passes that breaks one', async ({
  as,
  since,
}) => {
  const page = await as('operator');
  const next = () => button(page, '下一步').click();
  const told = (text: string, times = 1) => expect(page.getByText(text, { exact: true })).toHaveCount(times);
  await visit(page, '/crowds/new');
  await next();
  await told('请填写');
  await told('还有 1 处需要修改');
  const name = page.getByRole('textbox', { name: '计划名称' });
  await name.fill('一二三四五六七八九十十');
  await told('最多 10 个字，现在 11 个');
  await told('11/10');
  await next();
  await expect(heading(page, '计划')).toBeVisible();
  await name.fill('😀二三四五六七八九十');
  await told('10/10');
  await expect(name).not.toHaveAttribute('aria-invalid', 'true');
  await onward(page, '文案组');

  await next();
  await told('请填写', 2);
  await told('还有 2 处需要修改');
  const broken: [field: typeof topic, text: string, message: string, mended: string][] = [
    [topic, '题'.repeat(21), '最多 20 个字，现在 21 个', '题'.repeat(20)],
    [topic, 'VIP专', '至少要有两个汉字', 'VIP专享'],
    [topic, '会员 日', '不能有空格或换行', '会员日'],
    [content, '文'.repeat(51), '最多 50 个字，现在 51 个', '文'.repeat(50)],
    [content, '8折', '至少要有两个汉字', '8折起'],
    [content, '全场八折\n先到先得', '不能有空格或换行', '全场八折，先到先得'],
    [content, 'A B', '不能有空格或换行 · 至少要有两个汉字', '全场八折'],
  ];
  for (const [field, text, message, mended] of broken) {
    await field(page, 1).fill(text);
    await told(message);
    await expect(field(page, 1)).toHaveAttribute('aria-invalid', 'true');
    await field(page, 1).fill(mended);
    await told(message, 0);
  }
  await button(page, '复制第 1 组').click();
  await told('和第 1 组完全一样');
  await next();
  await told('还有 1 处需要修改');
  await content(page, 2).fill('全场七折');
  await told('和第 1 组完全一样', 0);

  await button(page, '粘贴表格').click();
  const sheet = page.getByRole('dialog', { name: '粘贴文案表' });
  const rows = Array.from({ length: 11 }, (_, i) => `第${i + 1}张文案\t内容${'好'.repeat(i + 1)}`);
  await sheet.getByRole('textbox').fill(`只有标题\n${rows.slice(0, 10).join('\n')}`);
  await told('读到 11 组');
  await told('第 1 行只有一格，当作标题。');
  await told('最多 10 组，后面 1 组放不下。');
  await expect(button(sheet, '加在后面')).toBeDisabled();
  await sheet.getByRole('textbox').fill(rows.slice(0, 10).join('\n'));
  await told('最多 10 组，后面 1 组放不下。', 0);
  await button(sheet, '替换现有的组').click();
  await expect(topic(page, 10)).toHaveValue('第10张文案');
  await expect(button(page, '加一组')).toBeDisabled();
  await expect(button(page, '复制第 1 组')).toBeDisabled();
  await onward(page, '人群范围');

  await button(page, '下一步').click();
  await told('请填写');
  const limits: [field: string, text: string, message: string, mended: string][] = [
    ['天数', '0', '不能小于 1', '1'],
    ['天数', '91', '不能大于 90', '90'],
    ['每组人数上限', '999', '不能小于 1,000', '1000'],
    ['每组人数上限', '5000001', '不能大于 5,000,000', '5000000'],
  ];
  for (const [label, text, message, mended] of limits) {
    const field = page.getByRole('textbox', { name: label, exact: true });
    await field.fill(text);
    await field.blur();
    await told(message);
    await next();
    await expect(heading(page, '人群范围')).toBeVisible();
    await field.fill(mended);
    await field.blur();
    await told(message, 0);
  }
  for (const brand of ['华为', '小米', 'OPPO', 'vivo', '魅族', '其他机型'])
    await page.getByRole('checkbox', { name: brand, exact: true }).uncheck({ force: true });
  await told('至少选一个');
  await next();
  await expect(heading(page, '人群范围')).toBeVisible();
  await button(page, '全选').click();
  await told('至少选一个', 0);
  await onward(page, '核对');
  await told('50,000,000 人');
  expect(creations(await since.calls())).toEqual([]);
});
