import { request as plainRequest } from 'node:http';
import type { Page } from '@playwright/test';
import type { Stack } from './fixtures/stack';
import { expect, test } from './fixtures/test';
import { visit } from './fixtures/visit';

const hex = (n: number) => n.toString(16).padStart(32, '0');
let counter = 0;
const freshKey = () => `uploads-${Date.now()}-${++counter}`;

/** What a page sends with its uploads. */
async function door(page: Page, stack: Stack) {
  await visit(page, '/settings/account');
  const app = /currentAppId\\?":\\?"(\w{26})/.exec(await page.content())?.[1] ?? '';
  const cookies = await page.context().cookies(stack.url);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const readAs = { format: 'text', encoding: 'utf-8', delimiter: ',', header: true, sheet: 0 };
  const about = {
    app,
    kind: 'alias.bind',
    name: 'x.csv',
    key: freshKey(),
    readAs,
    mapping: { cid: 0, alias: 1 },
  };
  const headers = (more: object = {}) => ({
    cookie,
    origin: stack.url,
    'x-import': encodeURIComponent(JSON.stringify({ ...about, key: freshKey(), ...more })),
  });
  return { app, headers };
}

/** Sends a body piece by piece, as slowly as `next` gives it; `answer` may come before the body has ended. */
function send(url: string, headers: Record<string, string>, next: () => Buffer | null | 'cut') {
  let accepted = 0;
  const call = plainRequest(url, { method: 'POST', headers });
  const answer = new Promise<{ status: number; body: unknown }>((resolve, reject) => {
    call.once('error', reject);
    call.once('response', (incoming) => {
      let text = '';
      incoming.on('data', (part) => {
        text += part;
      });
      incoming.once('end', () => resolve({ status: incoming.statusCode ?? 0, body: JSON.parse(text) }));
      incoming.once('error', reject);
    });
  });
  const pump = () => {
    for (let piece = next(); piece !== null; piece = next()) {
      if (piece === 'cut') return void call.destroy();
      accepted += piece.length;
      if (!call.write(piece)) return void call.once('drain', pump);
    }
    call.end();
  };
  pump();
  return { answer, accepted: () => accepted };
}

const once = (text: string) => {
  let sent = false;
  return () => {
    if (sent) return null;
    sent = true;
    return Buffer.from(text);
  };
};

test('the doors of uploads ask who, from where, and for which app', async ({ as, stack }) => {
  const { headers } = await door(await as('operator'), stack);
  const post = (path: string, of: Record<string, string>) =>
    send(`${stack.url}/api/uploads${path}`, of, once('cid,alias\n')).answer;
  for (const path of ['', '/peek']) {
    const good = headers();
    expect(await post(path, { ...good, cookie: '' })).toMatchObject({ status: 401 });
    expect(await post(path, { ...good, origin: 'https://elsewhere.example' })).toMatchObject({ status: 403 });
    const { origin: _, ...homeless } = good;
    expect(await post(path, homeless)).toMatchObject({ status: 403, body: { code: 'CROSS_ORIGIN' } });
    expect(await post(path, headers({ app: 'x'.repeat(26) }))).toMatchObject({ status: 409 });
    expect(await post(path, { ...good, 'x-import': '%' })).toMatchObject({ status: 400 });
    expect(await post(path, headers({ kind: 'no.such' }))).toMatchObject({ status: 404 });
  }
  const viewer = await door(await as('viewer'), stack);
  expect(await post('', viewer.headers())).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
});

test('a file goes up and is checked; peeking says how it reads', async ({ as, stack, sandbox }) => {
  const { withoutAlias } = await sandbox.sample();
  const { headers } = await door(await as('operator'), stack);
  const text = `cid,别名\n${withoutAlias[0]},上传_${Date.now()}\n${hex(1)},x\n短,y\n`;
  const peek = await send(`${stack.url}/api/uploads/peek`, headers({ readAs: {} }), once(text)).answer;
  expect(peek).toMatchObject({
    status: 200,
    body: { guess: { cid: 0, alias: 1 }, readAs: { header: true } },
  });
  const draft = await send(`${stack.url}/api/uploads`, headers(), once(text)).answer;
  expect(draft).toMatchObject({ status: 200, body: { rows: 3, found: { valid: 1, malformed: 2 } } });
});

test('a large body is streamed: held back while the server works, dropped when the person leaves', async ({
  as,
  stack,
}) => {
  const page = await as('operator');
  const { headers } = await door(page, stack);
  const key = freshKey();
  let row = 0;
  const piece = (most: number) => () => {
    if (row >= most) return null;
    let text = row === 0 ? 'cid,alias\n' : '';
    for (const end = row + 1000; row < end; row++) text += `${hex(row)},up_${row}\n`;
    return Buffer.from(text);
  };
  const whole = await send(`${stack.url}/api/uploads`, headers({ key }), piece(200_000)).answer;
  expect(whole).toMatchObject({
    status: 200,
    body: { rows: 200_000, checkedBy: 'ledger', plan: { calls: 200 } },
  });
  const { jobId } = whole.body as { jobId: string };
  row = 0;
  const again = await send(`${stack.url}/api/uploads`, headers({ key }), piece(1_000)).answer;
  expect(again.body).toMatchObject({ jobId });
  row = 0;
  const next = piece(1_000_000);
  const leaving = headers({ key: freshKey() });
  const left = send(`${stack.url}/api/uploads`, leaving, () => (row >= 100_000 ? 'cut' : next()));
  await expect(left.answer).rejects.toThrow();
  // The key is free again once nothing is left of the broken upload.
  await expect(async () => {
    row = 0;
    const { status } = await send(`${stack.url}/api/uploads`, leaving, piece(2_000)).answer;
    expect(status).toBe(200);
  }).toPass({ timeout: 20_000 });
});
