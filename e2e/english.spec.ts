import { serious } from './fixtures/axe';
import { expect, test } from './fixtures/test';
import { visit } from './fixtures/visit';

test('the whole way in English and in the dark, free of serious findings at every step', async ({
  as,
  sandbox,
  stack,
  since,
}) => {
  test.slow();
  const { withAlias, withoutAlias, fullAliases } = await sandbox.sample();
  const [free = '', held] = [withoutAlias[60], withAlias[17]];
  if (!held) throw new Error('the sample is too small');
  const page = await as('operator', { colorScheme: 'dark' });
  await page.context().addCookies([{ name: 'locale', value: 'en', url: stack.url }]);

  await visit(page, '/aliases');
  await page.getByRole('searchbox', { name: 'cid or alias' }).fill(fullAliases[1] ?? '');
  await page.keyboard.press('Enter');
  await expect(
    page.getByText('Full: binding a further cid will be refused.', { exact: false }),
  ).toBeVisible();
  expect(await serious(page), 'alias card').toEqual([]);
  await page.getByRole('button', { name: 'Unbind from all cids' }).click();
  const release = page.getByRole('alertdialog');
  await expect(release.getByRole('button', { name: 'Unbind from 10 cids' })).toBeDisabled();
  expect(await serious(page), 'release dialog').toEqual([]);
  await page.keyboard.press('Escape');

  await page.getByRole('tab', { name: 'Bind', exact: true }).click();
  const alias = `english_${Date.now().toString(36)}`;
  await page
    .getByRole('textbox', { name: 'cid and alias, one pair per line' })
    .fill(`${free}, ${alias}\n${held.cid}, ${alias}\nnonsense, a-b`);
  await page.getByRole('button', { name: 'Preview (read only)' }).click();
  await expect(page.getByText('1 cid loses another alias')).toBeVisible();
  expect(await serious(page), 'preview').toEqual([]);
  await sandbox.fault({
    match: { method: 'POST', endpoint: '/user/alias' },
    effect: { kind: 'reset-after' },
  });
  await page.getByRole('button', { name: 'Bind 2 rows' }).click();
  expect(await serious(page), 'confirm dialog').toEqual([]);
  await page.getByRole('alertdialog').getByRole('button', { name: 'Bind 2 rows' }).click();
  await expect(page.getByText('2 rows verified by reading back')).toBeVisible();
  await expect(page.getByText(/The connection broke after sending, without an answer\./)).toBeVisible();
  expect(await serious(page), 'outcome').toEqual([]);
  expect(await since.effects()).toHaveLength(1);

  await page.getByRole('link', { name: 'Job details' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Bind aliases' })).toBeVisible();
  expect(await serious(page), 'job').toEqual([]);
});
