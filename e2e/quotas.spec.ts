import { serious } from './fixtures/axe';
import { expect, test } from './fixtures/test';

test('an administrator corrects a budget; a wrong one is refused in words and changes nothing', async ({
  as,
}) => {
  const page = await as('admin');
  await page.goto('/quotas');
  const tags = page.getByRole('region', { name: '批量标签' });
  await expect(tags).toContainText('每分钟 100 次');
  await tags.getByRole('button', { name: '修改“批量标签”的额度' }).click();
  const dialog = page.getByRole('dialog', { name: '修改“批量标签”的额度' });
  const perMinute = dialog.getByRole('textbox', { name: '每分钟最多（次）' });
  await perMinute.fill('0');
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog).toContainText('至少是 1');
  await perMinute.fill('250');
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('“批量标签”的额度已更新')).toBeVisible();
  await expect(tags).toContainText('/ 250');
  expect(await serious(page)).toEqual([]);

  await page.goto('/audit');
  await expect(page.getByRole('row').filter({ hasText: 'budget.set' }).first()).toBeVisible();

  await page.goto('/quotas');
  await tags.getByRole('button', { name: '修改“批量标签”的额度' }).click();
  await perMinute.fill('100');
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(tags).toContainText('/ 100');
});

for (const role of ['viewer', 'operator'] as const) {
  test(`${role} sees the budgets and cannot change them`, async ({ as, stack }) => {
    const page = await as(role);
    await page.context().addCookies([{ name: 'locale', value: 'en', url: stack.url }]);
    await page.goto('/quotas');
    for (const name of ['Batch tags', 'Device tokens', 'Access tokens'])
      await expect(page.getByRole('region', { name })).toContainText('Open');
    await expect(page.getByRole('button', { name: /^Change the limits/ })).toHaveCount(0);
    expect(await serious(page)).toEqual([]);
  });
}
